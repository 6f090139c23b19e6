using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Completeness;
using Cursor.AiCode.Tests.Retrieval;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Dataset;

/// <summary>Tests that a data set contains each record in the file of its UTC day, and is continued without gaps.</summary>
public sealed class DatasetExportTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(1200, days: 25, seed: 18);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(1200, days: 25, seed: 18);

    public static TheoryData<string, AiCodeTransport, bool> Variants
    {
        get
        {
            var variants = new TheoryData<string, AiCodeTransport, bool>();
            foreach (string behavior in new[] { "as documented", "reversed columns, CRLF", "times with microseconds", "epoch times", "oldest first" })
            {
                variants.Add(behavior, AiCodeTransport.Json, false);
                variants.Add(behavior, AiCodeTransport.Csv, true);
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Each_record_is_in_the_file_of_its_UTC_day(string behavior, AiCodeTransport transport, bool compress)
    {
        using var folder = new TempFolder();
        foreach (AiCodeKind kind in Enum.GetValues<AiCodeKind>())
        {
            // The order contains the columns of commits only.
            ApiBehavior served = CompletenessTests.Behaviors[behavior];
            await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes, kind == AiCodeKind.Commit ? served : served with { Order = null });
            using TestClient client = Client(server);
            AiCodeDatasetOptions options = Options(folder, kind, compress) with { StartDate = AwkwardRecords.End.AddDays(-20), Transport = transport };
            AiCodeDataset result = await client.Client.ExportDatasetAsync(kind, options);
            DatasetFiles files = DatasetFiles.Read(options.Path);
            Assert.Equal(Expected(server, kind, AwkwardRecords.End.AddDays(-20)), files.Fingerprints(kind).Order());
            Assert.Equal(files.Days.Count, result.DayCount);
            Assert.Equal(files.Names.Sum(day => files.Fingerprints(kind, day).Count()), result.RecordCount);
            Assert.Equal(files.Days.Values.Sum(static file => (long)file.Length), result.Length);
            Assert.Equal((kind, AiCodeDatasetFormat.Csv, compress, options.Path), (result.Kind, result.Format, result.Compress, result.Path));
            Assert.Equal(Day(AwkwardRecords.End.AddDays(-20)), new DateTimeOffset(result.StartDate));
        }
    }

    [Fact]
    public async Task A_second_run_replaces_the_newest_two_days()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using TestClient client = Client(server);
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        AiCodeDataset first = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-15) });
        Assert.Equal(2, first.RequestCount);
        DateTimeOffset newest = Newest(options.Path);
        foreach (string day in Directory.GetDirectories(options.Path).Where(day => string.CompareOrdinal(Name(newest.AddDays(-1)), Path.GetFileName(day).Split('=')[1]) > 0))
        {
            // These files aren't read anymore.
            await File.WriteAllTextAsync(Path.Combine(day, "commits.csv"), "untouched");
        }

        int before = server.Http.Requests.Count;
        AiCodeDataset second = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.Equal(newest.AddDays(-1), new DateTimeOffset(second.StartDate));
        Assert.Equal(server.Http.Requests.Count - before, second.RequestCount);
        Assert.All(server.Http.Requests.Skip(before), request => Assert.Equal(Timestamps.Text(newest.AddDays(-1).AddSeconds(-1)), request.Query["startDate"]));
        DatasetFiles files = DatasetFiles.Read(options.Path);
        Assert.Equal(second.DayCount, files.Days.Count(static file => DatasetFiles.TextOf(file.Value) != "untouched"));
        Assert.True(second.DayCount <= 2 && files.Days.Count > 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_later_run_gets_new_records_after_any_interval(int days)
    {
        DateTimeOffset then = AwkwardRecords.End.AddDays(-days);
        ExpectedCommit[] first = Commits.Where(commit => commit.CreatedAt < then).ToArray();

        // The record arrives late, but not too late.
        ExpectedCommit late = first.First(commit => Day(commit.CreatedAt) == Day(first[0].CreatedAt).AddDays(-1));
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(first.Where(commit => commit != late).ToArray());
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        using (TestClient client = Client(server, then))
        {
            _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-20) });
        }

        // A record dated in the future.
        DateTimeOffset newest = Newest(options.Path);
        Directory.CreateDirectory(Path.Combine(options.Path, "created_date=2099-01-01"));
        File.Copy(FileOf(options.Path, newest), Path.Combine(options.Path, "created_date=2099-01-01", "commits.csv"));
        server.Commits = Commits;
        using TestClient later = Client(server);
        _ = await later.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Directory.Delete(Path.Combine(options.Path, "created_date=2099-01-01"), recursive: true);
        Assert.Equal(Expected(server, AiCodeKind.Commit, AwkwardRecords.End.AddDays(-20)), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
    }

    [Fact]
    public async Task An_explicit_start_gets_records_that_arrived_late()
    {
        DateTimeOffset start = AwkwardRecords.End.AddDays(-20);
        ExpectedCommit late = Commits.First(static commit => commit.CreatedAt < AwkwardRecords.End.AddDays(-12));
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits.Where(commit => commit != late).ToArray());
        using TestClient client = Client(server);
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = start });
        server.Commits = Commits;
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.NotEqual(Expected(server, AiCodeKind.Commit, start), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-13) });
        Assert.Equal(Expected(server, AiCodeKind.Commit, start), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
    }

    [Fact]
    public async Task Neither_a_late_start_nor_an_early_end_leaves_a_gap()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using TestClient client = Client(server);
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-10), EndDate = AwkwardRecords.End.AddDays(-8) });
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-1) });
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-20), EndDate = AwkwardRecords.End.AddDays(-18) });
        Assert.Equal(Expected(server, AiCodeKind.Commit, AwkwardRecords.End.AddDays(-20)), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
    }

    [Fact]
    public async Task A_range_within_days_gets_complete_days()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using TestClient client = Client(server);
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        DateTimeOffset day = Day(AwkwardRecords.End.AddDays(-5));
        AiCodeDataset result = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = day.AddHours(20), EndDate = day.AddHours(21) });
        Assert.Equal((day, day.AddDays(1)), (new DateTimeOffset(result.StartDate), new DateTimeOffset(result.EndDate)));
        Assert.Equal(Expected(server, AiCodeKind.Commit, day).Where(record => record.StartsWith(Name(day), StringComparison.Ordinal)), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
    }

    // For example, a service that compares dates in another time zone returns a part of a day that isn't requested.
    [Fact]
    public async Task Days_outside_the_requested_range_are_not_replaced()
    {
        using var folder = new TempFolder();
        string[] days = ["2025-07-20", "2025-07-29", "2025-07-30", "2025-08-02"];
        string[] rows = days.Select((day, i) => Response.CommitRow(i).Replace("2025-07-30T14", day + "T14", StringComparison.Ordinal)).ToArray();
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(rows.Length, Response.Commit()), Response.Csv(Response.CommitsText(rows))));
        using var client = new TestClient(server.BaseUri, clock: new TestTimeProvider(new DateTimeOffset(2025, 8, 5, 0, 0, 0, TimeSpan.Zero)));
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit) with
        {
            StartDate = new DateTimeOffset(2025, 7, 29, 0, 0, 0, TimeSpan.Zero),
            EndDate = new DateTimeOffset(2025, 8, 1, 0, 0, 0, TimeSpan.Zero),
            Transport = AiCodeTransport.Csv,
        };
        AiCodeDataset result = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.Equal(["2025-07-29", "2025-07-30"], DatasetFiles.Read(options.Path).Names);
        Assert.Equal((2, 2), (result.RecordCount, result.DayCount));
    }

    [Fact]
    public async Task Two_concurrent_runs_give_the_same_files_as_one()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);

        // Uses the real clock, because one run waits for the other.
        var clientOptions = new AiCodeClientOptions(TestServer.Key, server.Http.BaseUri) { RateLimiterDirectory = "", RequestsPerMinute = 1000 };
        using AiCodeClient client = new(clientOptions), other = new(clientOptions);
        using var folder = new TempFolder();
        DateTimeOffset start = AwkwardRecords.End.AddDays(-20), end = Day(AwkwardRecords.End.AddDays(1));
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit) with { StartDate = start, EndDate = end };
        await Task.WhenAll(client.ExportDatasetAsync(AiCodeKind.Commit, options), other.ExportDatasetAsync(AiCodeKind.Commit, options));
        Assert.Equal(Expected(server, AiCodeKind.Commit, start, end.AddTicks(-1)), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
    }

    [Fact]
    public async Task A_failure_changes_no_files_and_leaves_no_temporary_files()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using TestClient client = Client(server);
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        server.BeforeResponse = static async context =>
        {
            if (context.Request.Path.Value!.EndsWith(".csv", StringComparison.Ordinal))
            {
                await Response.Csv(Response.CommitsText(Response.CommitRow(1), "damaged"))(context);
                return true;
            }

            return false;
        };
        _ = await client.FailsAsync(() => client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { Transport = AiCodeTransport.Csv }));
        Assert.Empty(folder.Names);

        Func<Microsoft.AspNetCore.Http.HttpContext, Task<bool>> sendDamaged = server.BeforeResponse;
        server.BeforeResponse = static _ => Task.FromResult(false);
        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        DatasetFiles before = DatasetFiles.Read(options.Path);
        server.BeforeResponse = sendDamaged;
        _ = await client.FailsAsync(() => client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { Transport = AiCodeTransport.Csv }));
        Assert.Equal(before.Days, DatasetFiles.Read(options.Path).Days);
    }

    // The run fails at a day in the middle. The next one continues from there: no day is left out.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_is_interrupted_while_replacing_files_leaves_no_gap(bool isBackfill)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using TestClient client = Client(server);
        using var folder = new TempFolder();
        AiCodeDatasetOptions options = Options(folder, AiCodeKind.Commit);
        DateTimeOffset start = AwkwardRecords.End.AddDays(-20);
        if (isBackfill)
        {
            _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = AwkwardRecords.End.AddDays(-3) });
        }
        else
        {
            Directory.CreateDirectory(options.Path);
        }

        string blocked = Path.Combine(options.Path, "created_date=" + Name(AwkwardRecords.End.AddDays(-10)));
        await File.WriteAllTextAsync(blocked, "");
        _ = await client.FailsAsync(AiCodeErrorKind.FileNotWritable, () => client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = start }));
        File.Delete(blocked);
        IReadOnlyList<string> names = DatasetFiles.Read(options.Path).Names;
        Assert.Contains(Name(AwkwardRecords.End.AddDays(isBackfill ? -9 : -11)), names);
        Assert.DoesNotContain(Name(AwkwardRecords.End.AddDays(isBackfill ? -11 : -9)), names);

        _ = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options with { StartDate = isBackfill ? start : null });
        Assert.Equal(Expected(server, AiCodeKind.Commit, start), DatasetFiles.Read(options.Path).Fingerprints(AiCodeKind.Commit).Order());
    }

    private static TestClient Client(ExpectedRecordsServer server, DateTimeOffset? now = null) =>
        new(server.Http.BaseUri, clock: new TestTimeProvider(now ?? AwkwardRecords.End));

    private static AiCodeDatasetOptions Options(TempFolder folder, AiCodeKind kind, bool compress = false) => new()
    {
        Path = folder.File(kind.ToString()),
        Format = compress ? AiCodeFileFormat.CompressedCsv : AiCodeFileFormat.Csv,
    };

    private static IEnumerable<string> Expected(ExpectedRecordsServer server, AiCodeKind kind, DateTimeOffset start, DateTimeOffset? end = null)
    {
        var range = new AiCodeDateRange(Day(start), end ?? AwkwardRecords.End);
        IEnumerable<ExpectedRecord> records = kind == AiCodeKind.Commit ? server.Commits : server.Changes;
        return records.Where(record => record.CreatedAt >= range.Start && record.CreatedAt <= range.End)
            .Select(static record => $"{Name(record.CreatedAt)} {record.Fingerprint}").Order();
    }

    private static DateTimeOffset Day(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private static string Name(DateTimeOffset day) => day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string FileOf(string folder, DateTimeOffset day) => Path.Combine(folder, "created_date=" + Name(day), "commits.csv");

    private static DateTimeOffset Newest(string folder) =>
        DateTimeOffset.Parse(DatasetFiles.Read(folder).Names[^1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
