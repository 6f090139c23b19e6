using System;
using System.IO;
using System.Linq;
using System.Threading;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Import;

/// <summary>Tests that a path is resolved to a file, or to all data files of a folder.</summary>
public sealed class AiCodeCsvFilesTests
{
    [Fact]
    public void A_file_can_have_any_name()
    {
        using var folder = new TempFolder();
        foreach (string name in new[] { "records.csv", "records.txt", ".hidden.csv", "_x", "a[1]*.csv" })
        {
            Assert.Equal([Write(folder, name)], AiCodeCsvFiles.Find(folder.File(name)));
        }
    }

    [Fact]
    public void A_folder_is_resolved_to_its_data_files_in_ordinal_order()
    {
        using var folder = new TempFolder();
        string[] expected =
        [
            Write(folder, "B.CSV"),
            Write(folder, "a.csv"),
            Write(folder, "created_date=2025-07-29/changes.csv"),
            Write(folder, "created_date=2025-07-30/changes.csv.gz"),
            Write(folder, "created_date=2025-07-30/more/part-1.csv"),
            Write(folder, "ä.csv"),
        ];
        foreach (string other in new[]
            {
                ".a.csv", "_a.csv", ".a.csv.12-0123456789abcdef.aicode-tmp", "README.md", "csv", "a.csv.bak", "a.gz", "b.parquet", "_delta_log/a.csv", ".git/a.csv",
                "created_date=2025-07-31/.changes.csv", "created_date=2025-07-31/changes.csv.tmp",
            })
        {
            _ = Write(folder, other);
        }

        _ = Directory.CreateDirectory(folder.File("folder.csv"));
        Assert.Equal(expected, AiCodeCsvFiles.Find(folder.FullName));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("_a.csv")]
    [InlineData("changes.parquet")]
    public void A_folder_without_data_files_is_an_error(string? file)
    {
        using var folder = new TempFolder();
        if (file is not null)
        {
            _ = Write(folder, file);
        }

        AiCodeException e = Assert.Throws<AiCodeException>(() => AiCodeCsvFiles.Find(folder.FullName));
        Assert.Equal(AiCodeErrorKind.FileNotFound, e.Kind);
        Assert.Contains(folder.FullName, e.Message, StringComparison.Ordinal);
        Assert.Equal(file == "changes.parquet", e.Message.Contains("Parquet", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_path_is_an_error()
    {
        using var folder = new TempFolder();
        Assert.Equal(AiCodeErrorKind.FileNotFound, Assert.Throws<AiCodeException>(() => AiCodeCsvFiles.Find(folder.File("none.csv"))).Kind);
        _ = Assert.Throws<ArgumentNullException>(() => AiCodeCsvFiles.Find(null!));
    }

    [Fact]
    public void The_search_can_be_canceled()
    {
        using var folder = new TempFolder();
        _ = Write(folder, "a.csv");
        _ = Assert.ThrowsAny<OperationCanceledException>(() => AiCodeCsvFiles.Find(folder.FullName, new CancellationToken(canceled: true)));
    }

#if !CORE_NETSTANDARD
    [NotWindowsFact]
    public void Links_to_folders_are_followed_without_cycles()
    {
        using var folder = new TempFolder();
        using var elsewhere = new TempFolder();
        string inside = Write(folder, "a/a.csv");
        _ = Write(elsewhere, "b/b.csv");
        _ = Directory.CreateSymbolicLink(folder.File("a/self"), folder.FullName);
        _ = Directory.CreateSymbolicLink(folder.File("linked"), elsewhere.File("b"));
        _ = Directory.CreateSymbolicLink(elsewhere.File("b/back"), elsewhere.FullName);
        string[] found = AiCodeCsvFiles.Find(folder.FullName).ToArray();
        Assert.Contains(inside, found);
        Assert.Contains(folder.File("linked/b.csv"), found);
        Assert.InRange(found.Length, 2, 4);
        _ = Directory.CreateSymbolicLink(folder.File("link.csv"), inside);
        Assert.Contains(folder.File("link.csv"), AiCodeCsvFiles.Find(folder.FullName));
    }
#endif

    private static string Write(TempFolder folder, string name)
    {
        string path = Path.Combine(folder.FullName, Path.Combine(name.Split('/')));
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
