using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>The texts that records are generated from: branches, commit messages, file paths, models.</summary>
internal static class TextTables
{
    /// <summary>The models of Composer changes.</summary>
    public static readonly EncodedText[] Models = new[]
    {
        "gpt-4o", "gpt-4.1", "gpt-5", "o3", "claude-3.5-sonnet", "claude-3.7-sonnet", "claude-4-sonnet", "claude-4-opus",
        "gemini-2.5-pro", "grok-3", "deepseek-v3", "cursor-small",
    }.Select(name => new EncodedText(name)).ToArray();

    /// <summary>The model of inline completions.</summary>
    public static readonly EncodedText TabModel = new("cursor-tab");

    private static readonly string[] BranchKinds = ["feature", "fix", "chore", "release", "hotfix", "users/anna", "cursor"];

    private static readonly string[] BranchTopics =
    [
        "checkout", "login-timeout", "csv-export", "größenänderung", "retry-policy", "i18n", "dark-mode", "レポート", "flaky-tests",
        "upgrade-deps", "rate-limit", "search-index", "a11y", "telemetry",
    ];

    // In messages, {0} is a component and {1} a number.
    private static readonly string[] PlainMessages =
    [
        "Refactor: extract {0} client",
        "Add error handling to {0}",
        "fix({0}): handle empty response (#{1})",
        "feat({0}): support paging, sorting and filters",
        "PAY-{1}: round amounts half to even in {0}",
        "Merge pull request #{1} from company/{0}",
        "Bump {0} to 2.{1}.0",
        "Remove dead code",
        "Speed up {0} start by 40%, drop the cache",
        "test: cover {0} with {1} cases",
        "wip",
        "Revert \"Speed up {0}\"",
        "Update {0} docs: setup, first steps; close #{1}",
    ];

    // Several scripts, and everything that is difficult in CSV.
    private static readonly string[] AwkwardMessages =
    [
        "Größenänderung für {0} behoben, Übersetzung ergänzt",
        "Prüfung: „{0}“ läuft jetzt auch ohne Schlüssel",
        "{0} の集計を修正 (#{1})",
        "日本語のコミットメッセージ、改行あり\n\n- {0} を更新\n- テストを追加",
        "Исправлена ошибка в модуле {0}, задача {1}",
        "إصلاح خطأ في {0} رقم {1}",
        "修复 {0} 的分页问题",
        "🚀 Ship {0} 👩‍💻 (#{1})",
        "Say \"hello\" in {0}, \"again\"",
        "Add {0} export\n\nThe stream is cut at {1} records.\nCo-authored-by: Ben <ben@company.com>",
        "Windows line ends in {0}\r\n\r\nFirst, second\r\n\"third\"",
        "  leading and trailing spaces in {0}  ",
        "Tab\tin {0}\tmessage, path C:\\src\\{0}",
    ];

    // Text that a spreadsheet would evaluate.
    private static readonly string[] FormulaMessages =
    [
        "=SUM(A1:A{1})",
        "=HYPERLINK(\"http://example.invalid/{0}\",\"{0}\")",
        "=cmd|'/C calc'!A0",
        "+1 for {0}",
        "-fix {0}",
        "@todo {0}",
    ];

    private static readonly string[] Components =
    [
        "analytics", "checkout", "auth", "scheduler", "importer", "billing", "search", "mailer", "router", "report", "cache", "ui",
    ];

    private static readonly string[] Folders =
    [
        "src/analytics", "src/utils", "src/api/handlers", "src/components/forms", "tests/unit", "lib/core", "app/models",
        "docs/anleitung/größe", "src/日本語", "infra/terraform", "packages/ui, shared/src",
    ];

    private static readonly string[] FileNames =
    [
        "report", "helpers", "index", "client", "invoice", "user_service", "OrderController", "main", "config", "schema", "README", "queue",
    ];

    private static readonly string[] Extensions =
        ["ts", "tsx", "ts", "tsx", "py", "cs", "go", "java", "kt", "swift", "md", "sql", "css", "yml", "ps1", "rs"];

    /// <summary>Generates names of branches other than a repository's default branch.</summary>
    public static EncodedText[] CreateBranches(ulong seed, int count)
    {
        var branches = new EncodedText[count];
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            string number = Text(100 + random.Below(9000));
            branches[i] = new EncodedText(random.Pick(BranchKinds) + "/" + number + "-" + random.Pick(BranchTopics));
        }

        return branches;
    }

    /// <summary>Generates commit messages: one in four is awkward, one in a hundred is a formula.</summary>
    public static EncodedText[] CreateMessages(ulong seed, int count)
    {
        var messages = new EncodedText[count];
        int formulas = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            int kind = random.Below(100);

            // Formulas take turns: there are so few of them that a random choice could omit one.
            string template = kind == 0 ? FormulaMessages[formulas++ % FormulaMessages.Length]
                : random.Pick(kind < 26 ? AwkwardMessages : PlainMessages);
            messages[i] = new EncodedText(
                string.Format(CultureInfo.InvariantCulture, template, random.Pick(Components), 1 + random.Below(4000)));
        }

        return messages;
    }

    /// <summary>Generates the files of all repositories.</summary>
    public static SourceFile[] CreateFiles(ulong seed, int count)
    {
        var files = new SourceFile[count];
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            string number = random.Percent(50) ? Text(1 + random.Below(40)) : "";
            files[i] = new SourceFile(
                random.Pick(Folders) + "/" + random.Pick(FileNames) + number + "." + random.Pick(Extensions));
        }

        return files;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
