using System.Globalization;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Commit messages: several scripts, and all that makes a CSV hard to read.</summary>
internal static class MessageTable
{
    // {0} is a component, {1} a number.
    private static readonly string[] Plain =
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

    private static readonly string[] Awkward =
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

    // What a spreadsheet would run; kept rare, and the data keeps them as they are.
    private static readonly string[] Formulas =
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

    /// <summary>Makes <paramref name="count"/> messages; about one in four is awkward, one in a hundred a formula.</summary>
    public static EncodedText[] Build(ulong seed, int count)
    {
        var messages = new EncodedText[count];
        int formulas = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            int kind = random.Below(100);

            // Formulas in turn: there are so few that chance would leave one out.
            string template = kind == 0 ? Formulas[formulas++ % Formulas.Length]
                : kind < 26 ? Awkward[random.Below(Awkward.Length)] : Plain[random.Below(Plain.Length)];
            messages[i] = new EncodedText(string.Format(
                CultureInfo.InvariantCulture,
                template,
                Components[random.Below(Components.Length)],
                1 + random.Below(4000)));
        }

        return messages;
    }
}
