using System.Globalization;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>The files of the company's repositories.</summary>
internal static class FileTable
{
    private static readonly string[] Folders =
    [
        "src/analytics", "src/utils", "src/api/handlers", "src/components/forms", "tests/unit", "lib/core", "app/models",
        "docs/anleitung/größe", "src/日本語", "infra/terraform", "packages/ui, shared/src",
    ];

    private static readonly string[] Names =
    [
        "report", "helpers", "index", "client", "invoice", "user_service", "OrderController", "main", "config", "schema", "README", "queue",
    ];

    private static readonly string[] Extensions =
        ["ts", "tsx", "ts", "tsx", "py", "cs", "go", "java", "kt", "swift", "md", "sql", "css", "yml", "ps1", "rs"];

    /// <summary>Makes <paramref name="count"/> files.</summary>
    public static SourceFile[] Build(ulong seed, int count)
    {
        var files = new SourceFile[count];
        for (int i = 0; i < count; i++)
        {
            var random = new DeterministicRandom(seed, i);
            string number = random.Percent(50) ? (1 + random.Below(40)).ToString(CultureInfo.InvariantCulture) : "";
            files[i] = new SourceFile(
                Folders[random.Below(Folders.Length)] + "/" + Names[random.Below(Names.Length)] + number + "."
                + Extensions[random.Below(Extensions.Length)]);
        }

        return files;
    }
}
