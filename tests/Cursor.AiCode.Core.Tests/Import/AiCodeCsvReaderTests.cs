using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Import;

/// <summary>Tests that a file is read only as far as its records are requested, and closed afterwards.</summary>
public sealed class AiCodeCsvReaderTests
{
    private const int Many = 50_000;

    [Fact]
    public void Reading_stops_after_the_requested_records()
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(WriteMany(folder));
        Assert.Equal(new FileInfo(reader.Path).Length, reader.Length);
        IReadOnlyList<AiCommit> first = reader.ReadCommits().First();
        Assert.Equal(Response.Hash(1), first[0].CommitHash);
        Assert.InRange(reader.BytesRead, 1, 512 * 1024);
        Assert.InRange(reader.RecordCount, 1, 1000);
        Assert.True(reader.Length > 5_000_000);
    }

    [Fact]
    public void Leaving_the_enumeration_closes_the_file()
    {
        using var folder = new TempFolder();
        string path = WriteMany(folder);
        using (var reader = new AiCodeCsvReader(path))
        {
            _ = reader.ReadCommits().First();
            Assert.Throws<IOException>(() => OpenExclusively(path));
        }

        OpenExclusively(path);
        foreach (string content in new[] { "a,b\n", Response.CommitsText("a,b"), Response.CommitsText(Response.CommitRow(1, "\"open")) })
        {
            _ = ImportedFile.Fails(AiCodeErrorKind.InvalidFile, ImportedFile.Write(folder, content));
            OpenExclusively(folder.File());
        }
    }

    [Fact]
    public void Reading_can_be_canceled()
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(WriteMany(folder));
        using var stop = new CancellationTokenSource();
        using IEnumerator<IReadOnlyList<AiCommit>> batches = reader.ReadCommits(stop.Token).GetEnumerator();
        Assert.True(batches.MoveNext());
        stop.Cancel();
        _ = Assert.ThrowsAny<OperationCanceledException>(() => batches.MoveNext());
    }

    [Fact]
    public void Other_programs_can_write_and_delete_the_file_meanwhile()
    {
        using var folder = new TempFolder();
        string path = WriteMany(folder);
        using (var reader = new AiCodeCsvReader(path))
        using (var other = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            _ = reader.ReadCommits().First();
            File.Delete(path);
            Assert.Equal(Many, reader.RecordCount + reader.ReadCommits().Sum(static batch => batch.Count));
        }

        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Reading_the_other_kind_of_records_is_an_error()
    {
        using var folder = new TempFolder();
        using var reader = new AiCodeCsvReader(ImportedFile.Write(folder, Response.CommitsText(Response.CommitRow())));
        _ = Assert.Throws<InvalidOperationException>(() => reader.ReadChanges());
        _ = Assert.Single(reader.ReadCommits());
        _ = Assert.Throws<ArgumentNullException>(() => new AiCodeCsvReader(null!));
    }

    [Fact]
    public void A_missing_file_or_a_folder_is_an_error()
    {
        using var folder = new TempFolder();
        _ = ImportedFile.Fails(AiCodeErrorKind.FileNotFound, folder.File("none.csv"));
        _ = ImportedFile.Fails(AiCodeErrorKind.FileNotFound, Path.Combine(folder.FullName, "none", "none.csv"));
        _ = ImportedFile.Fails(AiCodeErrorKind.FileNotReadable, folder.FullName);
    }

#if !CORE_NETSTANDARD
    [NotWindowsFact]
    public async Task A_named_pipe_is_an_error()
    {
        using var folder = new TempFolder();
        using (Process process = Process.Start("mkfifo", [folder.File()])!)
        {
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }

        Task read = Task.Run(() => ImportedFile.Fails(AiCodeErrorKind.FileNotReadable, folder.File()));
        await read.WaitAsync(TimeSpan.FromSeconds(60));
    }
#endif

    private static string WriteMany(TempFolder folder) => ImportedFile.Write(
        folder, Response.CommitsText(Enumerable.Range(1, Many).Select(static number => Response.CommitRow(number)).ToArray()), "many.csv");

    // On Linux and macOS, .NET uses an advisory lock for this.
    private static void OpenExclusively(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }
}
