using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Dataset;
using Cursor.AiCode.Export;
using Cursor.AiCode.IO;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Completeness;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Dataset;

/// <summary>Tests which files the folder of a data set can contain, and which files aren't changed.</summary>
public sealed class DatasetFolderTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(200, days: 5, seed: 19).Where(static commit => commit.CreatedAt <= AwkwardRecords.End).ToArray();

    [Theory]
    [InlineData(AiCodeKind.Commit, true)]
    [InlineData(AiCodeKind.Change, false)]
    public async Task Another_kind_or_format_is_an_error_before_the_first_request(AiCodeKind kind, bool compress)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set") };
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        DatasetFiles before = DatasetFiles.Read(options.Path);
        int requests = server.Http.Requests.Count;
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.DatasetMismatch, () => client.Client.ExportDatasetAsync(kind, options with { Format = compress ? AiCodeFileFormat.CompressedCsv : AiCodeFileFormat.Csv }));
        string name = (kind == AiCodeKind.Commit ? "commits" : "changes") + (compress ? ".csv.gz" : ".csv");
        string newest = Path.Combine(options.Path, "created_date=" + before.Names[^1], "commits.csv");
        Assert.Equal(
            $"'{options.Path}' contains a data set of commits in .csv files, such as '{newest}', and can't contain {name} files, too. Specify another folder, or the kind and format of the data set.",
            e.Message);
        Assert.Equal(requests, server.Http.Requests.Count);
        Assert.Equal(before.Days, DatasetFiles.Read(options.Path).Days);
    }

    [Fact]
    public async Task A_trailing_separator_is_accepted()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        string path = folder.File("set");
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, new AiCodeDatasetOptions { Path = path + Path.DirectorySeparatorChar });
        Assert.NotEmpty(DatasetFiles.Read(path).Days);
    }

    [Fact]
    public async Task A_read_only_day_is_an_error_before_the_first_request()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set") };
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        int requests = server.Http.Requests.Count;
        string newest = Directory.EnumerateFiles(options.Path, "*.csv", SearchOption.AllDirectories).Max()!;
        File.SetAttributes(newest, FileAttributes.ReadOnly);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.FileReadOnly, () => client.Client.ExportDatasetAsync(AiCodeKind.Commit, options));
        File.SetAttributes(newest, FileAttributes.Normal);
        Assert.Equal($"'{newest}' is read-only. Make it writable, so that the day's records can replace it.", e.Message);
        Assert.Equal(requests, server.Http.Requests.Count);
    }

    [Fact]
    public async Task A_file_or_missing_parent_is_an_error_before_the_first_request()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "");
        AiCodeException file = await client.FailsAsync(AiCodeErrorKind.PathIsFile, () => client.Client.ExportDatasetAsync(AiCodeKind.Commit, new AiCodeDatasetOptions { Path = folder.File("file") }));
        AiCodeException none = await client.FailsAsync(AiCodeErrorKind.FolderNotFound, () => client.Client.ExportDatasetAsync(AiCodeKind.Commit, new AiCodeDatasetOptions { Path = Path.Combine(folder.File("none"), "set") }));
        Assert.Equal($"'{folder.File("file")}' is a file. Specify the path of a folder.", file.Message);
        Assert.Equal($"The folder '{folder.File("none")}' doesn't exist. Create it first: New-Item -ItemType Directory -Path '{folder.File("none")}'.", none.Message);
        Assert.Empty(server.Http.Requests);
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public async Task The_readme_describes_the_columns_and_an_existing_one_is_kept()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set") };
        string readme = Path.Combine(options.Path, "README.md");
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        string written = await File.ReadAllTextAsync(readme);
        Assert.All(Response.CommitHeader.Split(','), column => Assert.Contains($"| {column} |", written, StringComparison.Ordinal));

        // Written by another version of the module.
        await File.WriteAllTextAsync(readme, written.Split('\n')[0] + "\nolder");
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.Equal(written, await File.ReadAllTextAsync(readme));

        await File.WriteAllTextAsync(readme, "my own");
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.Equal("my own", await File.ReadAllTextAsync(readme));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_run_are_deleted_and_empty_folders_are_not_days()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set") };
        _ = Directory.CreateDirectory(Path.Combine(options.Path, "created_date=2025-11-04"));
        await File.WriteAllTextAsync(RunFileNames.OfEndedProcess(Path.Combine(options.Path, "commits.csv"), RunFile.TemporaryExtension), "");
        await File.WriteAllTextAsync(RunFileNames.OfEndedProcess(Path.Combine(options.Path, "README.md"), RunFile.LockExtension), "");
        AiCodeDataset result = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.Equal(new DateTimeOffset(2025, 10, 29, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(result.StartDate));
        Assert.Equal(Commits.Count, DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_reads_the_files(bool compress)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set"), Format = compress ? AiCodeFileFormat.CompressedCsv : AiCodeFileFormat.Csv };
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        List<AiCommit> commits = AiCodeCsvFiles.Find(options.Path).SelectMany(static path =>
        {
            using var reader = new AiCodeCsvReader(path);
            return reader.ReadCommits().SelectMany(static batch => batch).ToList();
        }).ToList();
        Assert.Equal(Commits.Select(static commit => commit.Hash).Order(), commits.Select(static commit => commit.CommitHash).Order());
        Assert.Equal(Commits.Sum(static commit => (long)commit.Lines[0]), commits.Sum(static commit => (long)commit.TotalLinesAdded));
    }

    // The compressor has ended because of other days, and more rows arrive after that.
    [Fact]
    public async Task A_compressed_file_has_one_gzip_member_in_any_row_order()
    {
        using var folder = new TempFolder();
        var set = new DatasetFolder(folder.FullName, AiCodeKind.Commit, AiCodeFileFormat.CompressedCsv);
        var day = new DateTime(2025, 7, 30, 0, 0, 0, DateTimeKind.Utc);
        set.CreateFolder(day);
        using (var file = new CsvDayFile(set, day, "header\n"u8.ToArray(), isCompressed: true))
        {
            foreach (string row in new[] { "one\n", "two\n", "three\n" })
            {
                var batch = new RowBatch();
                batch.Append(System.Text.Encoding.UTF8.GetBytes(row));
                batch.EndRow(default);
                await file.WriteAsync(batch, 0, 1, default);
                batch.Release();
                await file.FlushAsync(default);
                Assert.Equal(0, file.BufferedBytes);
            }

            await file.FinishAsync(default);
            file.Commit();
            Assert.Equal(new FileInfo(set.GetPath(day)).Length, file.Length);
        }

        Assert.Equal("header\none\ntwo\nthree\n", DatasetFiles.TextOf(await File.ReadAllBytesAsync(set.GetPath(day))));
        using var content = new GzipFileStream(File.OpenRead(set.GetPath(day)));
        using var reader = new StreamReader(content);
        Assert.Equal("header\none\ntwo\nthree\n", await reader.ReadToEndAsync());
        Assert.Equal(["created_date=2025-07-30"], folder.Names);
    }

    [Fact]
    public void The_newest_day_is_not_in_the_future()
    {
        using var folder = new TempFolder();
        foreach (string day in new[] { "2025-07-28", "2025-07-30", "2099-01-01", "not-a-day", "2025-13-01" })
        {
            _ = Directory.CreateDirectory(folder.File("created_date=" + day));
            File.WriteAllText(Path.Combine(folder.File("created_date=" + day), "commits.csv"), "");
        }

        var set = new DatasetFolder(folder.FullName, AiCodeKind.Commit, AiCodeFileFormat.Csv);
        set.Open();
        Assert.Equal(new DateTimeOffset(2025, 7, 30, 0, 0, 0, TimeSpan.Zero), set.GetNewest(new DateTimeOffset(2025, 8, 10, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2025, 7, 28, 0, 0, 0, TimeSpan.Zero), set.GetNewest(new DateTimeOffset(2025, 7, 29, 23, 0, 0, TimeSpan.Zero)));
        Assert.Null(set.GetNewest(new DateTimeOffset(2025, 7, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(new DateTimeOffset(2025, 7, 28, 0, 0, 0, TimeSpan.Zero), set.Oldest);
    }
}
