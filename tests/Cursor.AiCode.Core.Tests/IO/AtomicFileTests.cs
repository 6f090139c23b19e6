using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests that files are written atomically, and that unwritable paths are errors before the first request. Row 42 of the faults.</summary>
public sealed class AtomicFileTests
{
    [Theory]
    [InlineData('a', 251)]
    [InlineData('\u00E9', 125)]
    public void A_name_can_be_as_long_as_the_file_system_allows(char letter, int count)
    {
        using var folder = new TempFolder();
        string name = new string(letter, count) + ".csv", other = new string(letter, count - 1) + "b.csv";
        using (AtomicFile file = AtomicFile.Create(folder.File(name)))
        using (AtomicFile second = AtomicFile.Create(folder.File(other)))
        {
            file.Commit();
            second.Commit();
        }

        Assert.Equal(new[] { name, other }.Order(StringComparer.Ordinal), folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_file_is_unchanged_until_the_commit()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), "old");
        using (AtomicFile file = AtomicFile.Create(folder.File()))
        {
            file.Stream.Write("new"u8.ToArray(), 0, 3);
            Assert.Equal("old", File.ReadAllText(folder.File()));
            file.Commit();
            Assert.Equal("new", File.ReadAllText(folder.File()));
        }

        Assert.Equal(["records.csv"], folder.Names);
    }

    [Fact]
    public void A_file_that_is_not_committed_leaves_no_temporary_file()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), "old");
        Stream stream;
        using (AtomicFile file = AtomicFile.Create(folder.File()))
        {
            stream = file.Stream;
            stream.Write("new"u8.ToArray(), 0, 3);
        }

        Assert.False(stream.CanWrite);
        Assert.Equal("old", File.ReadAllText(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);
    }

#if !CORE_NETSTANDARD
    [NotWindowsFact]
    public void The_mode_of_a_file_and_a_link_to_it_are_kept()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TempFolder();
        File.WriteAllText(folder.File("target.csv"), "old");
        File.SetUnixFileMode(folder.File("target.csv"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder.File("between.csv"), folder.File("target.csv"));
        File.CreateSymbolicLink(folder.File(), folder.File("between.csv"));
        using (var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
        {
            file.Add(new AiCodeChange { ChangeId = "1" });
            _ = file.Complete();
        }

        Assert.Equal("between.csv", Path.GetFileName(new FileInfo(folder.File()).LinkTarget));
        Assert.Equal("target.csv", Path.GetFileName(new FileInfo(folder.File("between.csv")).LinkTarget));
        Assert.StartsWith(Response.ChangeHeader, File.ReadAllText(folder.File("target.csv")), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("target.csv")));
    }
#endif

    public static TheoryData<string, AiCodeErrorKind> Unwritable => new()
    {
        { "folder missing", AiCodeErrorKind.FolderNotFound },
        { "folder is a file", AiCodeErrorKind.FolderNotFound },
        { "path is a folder", AiCodeErrorKind.PathIsFolder },
        { "read-only", AiCodeErrorKind.FileReadOnly },
        { "no clobber", AiCodeErrorKind.FileExists },
    };

    [Theory]
    [MemberData(nameof(Unwritable))]
    public async Task Fault_42_an_unwritable_path_is_an_error_before_the_first_request(string problem, AiCodeErrorKind kind)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "old");
        Directory.CreateDirectory(folder.File("folder"));
        string path = problem switch
        {
            "folder missing" => Path.Combine(folder.FullName, "none", "records.csv"),
            "folder is a file" => Path.Combine(folder.File("file"), "records.csv"),
            "path is a folder" => folder.File("folder"),
            _ => folder.File("file"),
        };
        new FileInfo(folder.File("file")).IsReadOnly = problem == "read-only";
        await using TestServer server = await TestServer.StartAsync(Response.Page());
        using var client = new TestClient(server);
        foreach (bool append in new[] { false, true })
        {
            var options = new AiCodeExportOptions { Path = path, NoClobber = problem == "no clobber", Append = append };
            _ = await client.FailsAsync(kind, () => client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, options));
            Assert.Equal(kind, Assert.Throws<AiCodeException>(() => new AiCodeCsvWriter(options)).Kind);
        }

        Assert.Empty(server.Requests);
        Assert.Equal(["file", "folder"], folder.Names);
        Assert.Equal("old", await File.ReadAllTextAsync(folder.File("file")));
        new FileInfo(folder.File("file")).IsReadOnly = false;
    }

    [Fact]
    public async Task Force_overwrites_a_read_only_file()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), "old");
        new FileInfo(folder.File()).IsReadOnly = true;
        await using TestServer server = await TestServer.StartAsync(Response.Page());
        using var client = new TestClient(server);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Force = true });
        Assert.Equal(Response.CommitHeader + "\r\n", await File.ReadAllTextAsync(folder.File()));
        new FileInfo(folder.File()).IsReadOnly = false;
    }

#if !CORE_NETSTANDARD
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_read_only_file_stays_read_only(bool open)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), "old");
        new FileInfo(folder.File()).IsReadOnly = true;
        bool replaced = true;
        using (open ? new FileStream(folder.File(), FileMode.Open, FileAccess.Read, FileShare.Read) : null)
        using (AtomicFile file = AtomicFile.Create(folder.File()))
        {
            file.Stream.Write("new"u8.ToArray(), 0, 3);
            try
            {
                file.Commit();
            }
            catch (AiCodeException e) when (e.Kind == AiCodeErrorKind.FileNotWritable)
            {
                // Windows can't replace an open file.
                replaced = false;
            }
        }

        Assert.Equal(replaced ? "new" : "old", File.ReadAllText(folder.File()));
        Assert.Equal(!open || !OperatingSystem.IsWindows(), replaced);
        Assert.True(new FileInfo(folder.File()).IsReadOnly);
        Assert.Equal(["records.csv"], folder.Names);
        new FileInfo(folder.File()).IsReadOnly = false;
    }
#endif

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_server_leaves_the_old_file_and_no_temporary_files(bool append)
    {
        string whole = Response.CommitsText(Enumerable.Range(1, 2000).Select(static number => Response.CommitRow(number)).ToArray());
        await using RawServer server = RawServer.StartCsv(
            Response.PageText(2000, Response.Commit()), RawResponse.WithLength("text/csv", whole[..^5000], whole.Length, RawEnd.Close));
        using var client = new TestClient(server.BaseUri);
        using var folder = new TempFolder();
        string old = Response.CommitsText(Response.CommitRow(5000));
        await File.WriteAllTextAsync(folder.File(), old);
        _ = await client.FailsAsync(AiCodeErrorKind.IncompleteAnswer, () => client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), Append = append }));
        Assert.Equal(old, await File.ReadAllTextAsync(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);

        File.Delete(folder.File());
        _ = await client.FailsAsync(AiCodeErrorKind.IncompleteAnswer, () => client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), Append = append }));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_CSV_response_that_is_interrupted_once_gives_a_complete_file()
    {
        string whole = Response.CommitsText(Enumerable.Range(1, 2000).Select(static number => Response.CommitRow(number)).ToArray());
        await using RawServer server = RawServer.StartCsv(
            Response.PageText(2000, Response.Commit()),
            RawResponse.WithLength("text/csv", whole[..(whole.Length / 2)], whole.Length, RawEnd.Close),
            RawResponse.UntilClose("text/csv", whole[..^(Response.CommitRow(1).Length + 1)]),
            RawResponse.CompleteCsv(whole));
        using var client = new TestClient(server.BaseUri);
        using var folder = new TempFolder();
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(2000, export.RecordCount);
        Assert.Equal(whole, await File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task Fault_19_a_canceled_export_leaves_no_temporary_files()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), "old");
        string whole = Response.CommitsText(Enumerable.Range(1, 2000).Select(static number => Response.CommitRow(number)).ToArray());
        var halfway = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(2000, Response.Commit()), async context =>
        {
            context.Response.ContentType = "text/csv";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(whole[..^100]));
            await context.Response.Body.FlushAsync();
            halfway.TrySetResult();
            await Task.Delay(-1, context.RequestAborted);
        }));
        using var client = new TestClient(server);
        using var stop = new CancellationTokenSource();
        Task<AiCodeExport> exporting = client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() }, stop.Token);
        await halfway.Task;
        while (folder.Names.Length < 2)
        {
            await Task.Delay(5);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => exporting);
        Assert.Equal("old", await File.ReadAllTextAsync(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);
    }
}
