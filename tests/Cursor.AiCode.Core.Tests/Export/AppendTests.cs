using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Retrieval;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that an append adds the missing records to a file, and no record twice.</summary>
public sealed class AppendTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(1200, days: 25, seed: 6);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(1200, days: 25, seed: 6);
    private static readonly (IReadOnlyList<ExpectedCommit> Commits, IReadOnlyList<ExpectedChange> Changes) Few = (Commits.Take(600).ToArray(), Changes.Take(600).ToArray());

    public static TheoryData<string, AiCodeTransport> Variants
    {
        get
        {
            var variants = new TheoryData<string, AiCodeTransport>();
            foreach (string behavior in new[] { "as documented", "reversed columns, CRLF", "times with microseconds", "epoch times", "unknown fields, nulls omitted", "oldest first" })
            {
                variants.Add(behavior, AiCodeTransport.Json);
                variants.Add(behavior, AiCodeTransport.Csv);
                variants.Add(behavior, AiCodeTransport.Auto);
            }

            return variants;
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task A_second_run_adds_nothing_and_a_later_one_adds_new_records(string behavior, AiCodeTransport transport)
    {
        foreach (bool escape in new[] { false, true })
        {
            // The records of the last days haven't arrived yet.
            DateTimeOffset then = AwkwardRecords.End.AddDays(-5);
            ApiBehavior served = CompletenessTests.Behaviors[behavior];
            await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(
                Few.Commits.Where(commit => commit.CreatedAt < then).ToArray(), Few.Changes.Where(change => change.CreatedAt < then).ToArray(),
                served with { Order = null });
            using var client = new TestClient(server.Http);
            using var folder = new TempFolder();
            AiCodeQuery query = CompletenessTests.Query(30, transport);
            foreach (AiCodeKind kind in Enum.GetValues<AiCodeKind>())
            {
                var options = new AiCodeExportOptions { Path = folder.File(kind + ".csv"), Append = true, ComputeHash = true, EscapeFormula = escape };
                AiCodeExport first = await client.Client.ExportAsync(kind, query, options);
                Assert.True(first.RecordCount > 250);
                byte[] before = await File.ReadAllBytesAsync(options.Path);

                AiCodeExport second = await client.Client.ExportAsync(kind, query, options);
                Assert.Equal(0, second.RecordCount);
                Assert.Equal(first.RecordCount, second.TotalRecordCount);
                Assert.Equal(first.Sha256, second.Sha256);
                Assert.True(File.ReadAllBytes(options.Path).AsSpan().SequenceEqual(before));

                (IReadOnlyList<ExpectedCommit> commits, IReadOnlyList<ExpectedChange> changes) = (server.Commits, server.Changes);
                (server.Commits, server.Changes) = Few;
                AiCodeExport third = await client.Client.ExportAsync(kind, query, options);
                byte[] after = await File.ReadAllBytesAsync(options.Path);
                IReadOnlyList<string> expected = server.ExpectInFile(kind, query.Range);
                Assert.Equal(expected.Count, third.TotalRecordCount);
                Assert.Equal(expected.Count - first.RecordCount, third.RecordCount);
                Assert.True(after.AsSpan().StartsWith(before));
                Assert.Equal(Sha256.Of(after), third.Sha256);
                Assert.Equal(after.Length, third.Length);
                if (!escape)
                {
                    Assert.Equal(expected.Order(), CsvFileText.Read(options.Path).Fingerprints(kind).Order());
                }

                Assert.Equal(0, (await client.Client.ExportAsync(kind, query, options)).RecordCount);
                Assert.True(File.ReadAllBytes(options.Path).AsSpan().SequenceEqual(after));
                (server.Commits, server.Changes) = (commits, changes);
            }

            Assert.Equal(["Change.csv", "Commit.csv"], folder.Names);
        }
    }

    [Fact]
    public async Task An_append_requests_records_since_a_day_before_the_newest()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End.AddDays(1)));
        using var folder = new TempFolder();
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, CompletenessTests.Query(30, AiCodeTransport.Auto), options);
        DateTimeOffset newest = CsvFileText.Read(folder.File()).Column("created_at").Max(static text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
        int before = server.Http.Requests.Count;
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, CompletenessTests.Query(3, AiCodeTransport.Auto), options);
        Assert.All(server.Http.Requests.Skip(before), request => Assert.Equal(Timestamps.Text(newest.AddDays(-1)), request.Query["startDate"]));
        Assert.Equal(newest.AddDays(-1), new DateTimeOffset(export.StartDate!.Value));
    }

    [Fact]
    public async Task A_record_that_arrived_late_is_added()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits.Where(static (_, index) => index is not (2 or 5)).ToArray());
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End.AddDays(1)));
        using var folder = new TempFolder();
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        AiCodeQuery query = new(new AiCodeDateRange(AwkwardRecords.End.AddDays(-20), AwkwardRecords.End.AddDays(1))) { Transport = AiCodeTransport.Csv };
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, query, options);
        server.Commits = Commits;
        Assert.Equal(2, (await client.Client.ExportAsync(AiCodeKind.Commit, query, options)).RecordCount);
        Assert.Equal(server.ExpectInFile(AiCodeKind.Commit, query.Range).Order(), CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit).Order());
    }

    [Theory]
    [InlineData("\n", false, true)]
    [InlineData("\r\n", false, true)]
    [InlineData("\n", true, false)]
    [InlineData("\r\n", true, false)]
    public async Task The_file_keeps_its_line_breaks_and_BOM(string newLine, bool bom, bool lastLineBreak)
    {
        using var folder = new TempFolder();
        string before = (bom ? "\uFEFF" : "") + Response.CommitHeader + newLine + Response.CommitRow(9, "\"nine\nlines\"") + (lastLineBreak ? newLine : "");
        await File.WriteAllTextAsync(folder.File(), before, new UTF8Encoding(false));
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(2, Response.Commit()), Response.Csv(Response.CommitsText(Response.CommitRow(1), Response.CommitRow(9, "\"nine\nlines\"")))));
        using var client = new TestClient(server);
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal(1, export.RecordCount);
        Assert.Equal(2, export.TotalRecordCount);
        Assert.Equal(
            before + (lastLineBreak ? "" : newLine) + Response.CommitRow(1) + newLine,
            new UTF8Encoding(false).GetString(await File.ReadAllBytesAsync(folder.File())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("header")]
    public async Task An_empty_file_or_one_with_only_a_header_gets_the_requested_range(string content)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), content.Length == 0 ? "" : Response.CommitHeader + "\n");
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        AiCodeQuery query = CompletenessTests.Query(10, AiCodeTransport.Auto);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, query, new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal(server.ExpectInFile(AiCodeKind.Commit, query.Range), CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit));
    }

    [Fact]
    public async Task Additional_columns_of_the_file_are_kept_and_filled_from_the_API()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), $"{Response.CommitHeader},newer,mine\n{Response.CommitRow(9)},a,b\n");
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(1, Response.Commit()), Response.Csv($"newest,newer,{Response.CommitHeader}\nx,\"y\nz\",{Response.CommitRow(1)}\n")));
        using var client = new TestClient(server);
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        AiCodeQuery query = TestClient.Days(2, AiCodeTransport.Csv);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, query, options);
        CsvFileText file = CsvFileText.Read(folder.File());
        Assert.Equal(["a", "y\nz"], file.Column("newer"));
        Assert.Equal(["b", ""], file.Column("mine"));
        Assert.DoesNotContain("newest", file.Header);
        Assert.Equal(1, (await client.Client.ExportAsync(AiCodeKind.Commit, query, options)).RequestCount - 1);
        Assert.Equal(2, CsvFileText.Read(folder.File()).Rows.Count);
    }

    public static TheoryData<string> OtherFiles =>
    [
        "a,b,c\n1,2,3\n",
        "no header",
        Response.ChangeHeader + "\n",
        Response.CommitHeader.Replace("tab_lines_added,", "", StringComparison.Ordinal) + "\n",
        Response.CommitHeader + "\n" + Response.CommitRow(1)[..40] + "\n",
        Response.CommitHeader + "\n" + Response.CommitRow(1) + "\n" + Response.CommitRow(2, "\"open") + "\n",
        Response.CommitHeader + "\n" + Response.CommitRow(1).Replace(Response.Time(1), "30.07.2025", StringComparison.Ordinal) + "\n",
        Response.CommitHeader + "\n\n" + Response.CommitRow(1) + "\n",
        Response.CommitsText(Response.CommitRow(1), Response.CommitHeader, Response.CommitRow(2)),
        "\u001F\u008B\u0008",
        "\0\u0001\u0002",
    ];

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public async Task An_unsuitable_or_damaged_file_is_unchanged(string content)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), content);
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        _ = await client.FailsAsync(AiCodeErrorKind.InvalidFile, () => client.Client.ExportAsync(AiCodeKind.Commit, CompletenessTests.Query(3, AiCodeTransport.Auto), options));
        Assert.Empty(server.Http.Requests);
        Assert.Equal(content, await File.ReadAllTextAsync(folder.File()));
        using (var file = new AiCodeCsvWriter(options))
        {
            Assert.Equal(AiCodeErrorKind.InvalidFile, Assert.Throws<AiCodeException>(() => file.Add(new AiCommit { CommitHash = "a" })).Kind);
        }

        Assert.Equal(["records.csv"], folder.Names);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("  \n \n")]
    [InlineData("\u001A")]
    [InlineData("\r\n\u001A")]
    public async Task Trial_F10_blank_lines_at_the_end_are_ignored(string end)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Response.CommitsText(Response.CommitRow(2)) + end);
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1)));
        using var client = new TestClient(server);
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Append = true, ComputeHash = true });
        Assert.Equal((1, 2), (export.RecordCount, export.TotalRecordCount));
        string text = await File.ReadAllTextAsync(folder.File());
        Assert.StartsWith(Response.CommitsText(Response.CommitRow(2)), text, StringComparison.Ordinal);
        Assert.Equal(3, text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(Sha256.Of(await File.ReadAllBytesAsync(folder.File())), export.Sha256);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\r\n")]
    public async Task Trial_F10_a_file_of_blank_lines_is_treated_as_a_new_file(string content)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), content);
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(1, Response.Commit(1)), Response.Csv(Response.CommitsText(Response.CommitRow(1)))));
        using var client = new TestClient(server);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal(Response.CommitsText(Response.CommitRow(1)), await File.ReadAllTextAsync(folder.File()));
    }

    [Theory]
    [InlineData("2099-01-01T00:00:00.000Z")]
    [InlineData("2025-08-02T12:00:00.000Z")]
    public async Task Trial_F05_a_record_dated_in_the_future_does_not_stop_an_append(string future)
    {
        using var folder = new TempFolder();
        string dated = Response.CommitRow(9).Replace(Response.Time(9), future, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File(), Response.CommitsText(dated, Response.CommitRow(2)));
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(2), Response.Commit(1)));
        using var client = new TestClient(server);
        AiCodeExport export = await client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Days(2, AiCodeTransport.Json), new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal(1, export.RecordCount);
        Assert.All(server.Requests, static request => Assert.Equal("2025-07-29T14:12:28.000Z", request.Query["startDate"]));
    }

    [Fact]
    public async Task Trial_F05_days_before_a_record_dated_in_the_future_are_requested()
    {
        // The file was written on July 27, with a record of July 30. Today, on July 31, that is no longer the future.
        using var folder = new TempFolder();
        string[] rows = [DatedRow(9, "2025-07-30T00:00:00.000Z"), DatedRow(8, "2025-07-26T06:00:00.000Z")];
        await File.WriteAllTextAsync(folder.File(), Response.CommitsText(rows));
        File.SetLastWriteTimeUtc(folder.File(), new DateTime(2025, 7, 27, 0, 0, 0, DateTimeKind.Utc));
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit(1)));
        using var client = new TestClient(server);
        _ = await client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Days(2, AiCodeTransport.Json), new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.All(server.Requests, static request => Assert.Equal("2025-07-25T06:00:00.000Z", request.Query["startDate"]));

        static string DatedRow(int number, string time) => Response.CommitRow(number).Replace(Response.Time(number), time, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_are_added_once()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes, new ApiBehavior { Times = TimeFormat.Microseconds });
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Auto);
        List<AiCommit> commits = await client.CommitsAsync(query);
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        Assert.Equal(700, Append(commits.Take(700)).RecordCount);
        Assert.Equal(0, Append(commits.Take(700)).RecordCount);
        Assert.Equal(commits.Count - 700, Append(commits.Skip(600).Concat(commits.Skip(900))).RecordCount);
        Assert.Null(Append([]).Kind);
        Assert.Equal(0, (await client.Client.ExportAsync(AiCodeKind.Commit, query, options)).RecordCount);
        Assert.Equal(server.ExpectInFile(AiCodeKind.Commit, query.Range).Order(), CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit).Order());

        AiCodeExport Append(IEnumerable<AiCommit> records)
        {
            using var file = new AiCodeCsvWriter(options);
            foreach (AiCommit record in records)
            {
                file.Add(record);
            }

            return file.Complete();
        }
    }

    [Fact]
    public async Task A_column_that_is_missing_in_the_file_is_a_warning()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.Page(Response.Commit(2)), Response.Csv(Response.CommitsText(Response.CommitRow(2)))));
        using var folder = new TempFolder();
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        foreach (AiCodeTransport transport in new[] { AiCodeTransport.Json, AiCodeTransport.Csv })
        {
            // The file was written before the API had the column.
            await File.WriteAllTextAsync(folder.File(), Response.CommitHeader.Replace(",commit_source", "", StringComparison.Ordinal) + "\n");
            using var client = new TestClient(server);
            _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json with { Transport = transport }, options);
            Assert.Contains("commit_source", Assert.Single(client.Events.OfType<WarningEvent>()).Message, StringComparison.Ordinal);
        }

        using var file = new AiCodeCsvWriter(options);
        file.Add(new AiCommit { CommitHash = "a", CreatedAt = DateTime.UnixEpoch });
        Assert.Empty(file.OmittedColumns);
        file.Add(new AiCommit { CommitHash = "b", CreatedAt = DateTime.UnixEpoch, CommitSource = "ide" });
        Assert.Equal(["commit_source"], file.OmittedColumns);
    }

    [Fact]
    public void Records_of_users_without_an_id_are_distinguished_by_email_address()
    {
        using var folder = new TempFolder();
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        foreach ((string user, int added) in new[] { ("ann@company.com", 1), ("ben@company.com", 1), ("ann@company.com", 0) })
        {
            using var file = new AiCodeCsvWriter(options);
            file.Add(new AiCommit { CommitHash = "a", UserEmail = user, CreatedAt = DateTime.UnixEpoch });
            Assert.Equal(added, file.Complete().RecordCount);
        }
    }

    [Fact]
    public async Task Texts_that_look_neutralized_are_distinguished_from_empty_ones()
    {
        // Text that begins with an apostrophe and an equals sign can be original or neutralized.
        using var folder = new TempFolder();
        string[] branches = ["'=x", "=y", "'plain", "@z"];
        AiCommit[] commits = branches.Select(static (branch, index) => new AiCommit
        {
            CommitHash = Response.Hash(index),
            BranchName = branch,
            CreatedAt = TestTimeProvider.DefaultStart.LocalDateTime,
        }).ToArray();
        foreach (bool escape in new[] { false, true, false, true })
        {
            using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), Append = true, EscapeFormula = escape });
            Array.ForEach(commits, file.Add);
            _ = file.Complete();
            Assert.Equal(4, CsvFileText.Read(folder.File()).Rows.Count);
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task Fault_41_concurrent_appends_lose_nothing()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Csv);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            // Uses the real clock, because each append waits up to ten minutes for the others.
            using var client = new AiCodeClient(new AiCodeClientOptions(TestServer.Key, server.Http.BaseUri) { RateLimiterDirectory = "", RequestsPerMinute = 1000 }, static _ => { });
            for (int i = 0; i < 3; i++)
            {
                AiCodeQuery mine = query with { Users = [AwkwardRecords.People[(number + i) % 4].Id] };
                _ = await client.ExportAsync(AiCodeKind.Commit, mine, new AiCodeExportOptions { Path = folder.File(), Append = true });
            }
        })));
        string[] rows = CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit).ToArray();
        Assert.Equal(rows.Length, rows.Distinct().Count());
        Assert.Subset(server.ExpectInFile(AiCodeKind.Commit, query.Range).ToHashSet(), rows.ToHashSet());
        Assert.Equal(["records.csv"], folder.Names);
    }

    [Fact]
    public async Task Fault_41_concurrent_appends_of_objects_lose_nothing()
    {
        using var folder = new TempFolder();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), Append = true });
                file.Add(new AiCommit { CommitHash = $"{number}-{i}", CreatedAt = TestTimeProvider.DefaultStart.LocalDateTime });
                Assert.Equal(1, file.Complete().RecordCount);
            }
        })));
        Assert.Equal(40, CsvFileText.Read(folder.File()).Rows.Count);
        Assert.Equal(["records.csv"], folder.Names);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task Rows_are_added_to_the_current_file_if_another_program_changed_it_meanwhile(string newLine)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Text(9));
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            // The other program adds one of the records that the API returns, and another one.
            await File.WriteAllTextAsync(folder.File(), Text(9, 8, 1));
            await Response.Page(Response.Commit(1), Response.Commit(2), Response.Commit(3))(context);
        });
        using var client = new TestClient(server);
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal(2, export.RecordCount);
        Assert.Equal(Text(9, 8, 1, 2, 3), await File.ReadAllTextAsync(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);

        string Text(params int[] numbers) =>
            Response.CommitsText(numbers.Select(static number => Response.CommitRow(number, $"Commit {number}")).ToArray()).Replace("\n", newLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_41_concurrent_exports_leave_one_complete_file()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Csv);
        await Task.WhenAll(Enumerable.Range(1, 5).Select(days => Task.Run(async () =>
        {
            using var client = new TestClient(server.Http);
            _ = await client.Client.ExportAsync(AiCodeKind.Commit, CompletenessTests.Query(days * 5, AiCodeTransport.Csv), new AiCodeExportOptions { Path = folder.File() });
        })));
        string[] rows = CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit).ToArray();
        Assert.Contains(Enumerable.Range(1, 5), days => server.ExpectInFile(AiCodeKind.Commit, CompletenessTests.Query(days * 5, AiCodeTransport.Csv).Range).SequenceEqual(rows));
        Assert.Equal(["records.csv"], folder.Names);
    }
}
