using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Retrieval;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that the file contains all records of the server with equal fields.</summary>
public sealed class ExportTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(AwkwardRecords.Some, days: 29, seed: 4);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(AwkwardRecords.Some, days: 29, seed: 4);

    [Theory]
    [MemberData(nameof(CompletenessTests.Variants), MemberType = typeof(CompletenessTests))]
    public async Task Commits_in_a_file_equal_those_of_the_server(string behavior, AiCodeTransport transport)
    {
        ApiBehavior served = CompletenessTests.Behaviors[behavior];
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, behavior: served);
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, transport);
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, query, new AiCodeExportOptions { Path = folder.File() });
        CsvFileText file = CsvFileText.Read(folder.File());
        IReadOnlyList<string> expected = server.ExpectInFile(AiCodeKind.Commit, query.Range);
        Assert.Equal(expected, file.Fingerprints(AiCodeKind.Commit));
        Assert.Equal(expected.Count, export.RecordCount);
        Assert.Equal(expected.Count, export.TotalRecordCount);
        Assert.Equal(new FileInfo(folder.File()).Length, export.Length);
        Assert.Equal(AiCodeKind.Commit, export.Kind);
        Assert.Equal(folder.File(), export.Path);
        Assert.Equal(server.Http.Requests.Count, export.RequestCount);
        Assert.Null(export.Sha256);
        Assert.Equal(["records.csv"], folder.Names);
        if (served.Extras && transport != AiCodeTransport.Json)
        {
            Assert.Contains("new_thing", file.Header);
            Assert.All(file.Column("new_thing"), static value => Assert.Equal("a,\"b\"\n=new", value));
        }
    }

    [Theory]
    [MemberData(nameof(CompletenessTests.Variants), MemberType = typeof(CompletenessTests))]
    public async Task Changes_in_a_file_equal_those_of_the_server(string behavior, AiCodeTransport transport)
    {
        ApiBehavior served = CompletenessTests.Behaviors[behavior];
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(
            changes: Changes, behavior: served with { Order = served.Order?.Where(static index => index < 9).ToArray() });
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, transport);
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Change, query, new AiCodeExportOptions { Path = folder.File() });
        IReadOnlyList<string> expected = server.ExpectInFile(AiCodeKind.Change, query.Range);
        Assert.Equal(expected, CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Change));
        Assert.Equal(expected.Count, export.RecordCount);
    }

    [Theory]
    [InlineData("as documented", "\n", AiCodeTransport.Csv)]
    [InlineData("as documented", "\r\n", AiCodeTransport.Csv)]
    [InlineData("as documented", "\n", AiCodeTransport.Auto)]
    [InlineData("as documented", "\r\n", AiCodeTransport.Auto)]
    [InlineData("column order of the newer sample", "\n", AiCodeTransport.Auto)]
    [InlineData("column order of the newer sample", "\r\n", AiCodeTransport.Csv)]
    [InlineData("without commit_source", "\n", AiCodeTransport.Auto)]
    [InlineData("reversed columns, CRLF", "\r\n", AiCodeTransport.Auto)]
    public async Task Documented_rows_are_written_unchanged_in_any_column_order(string columns, string newLine, AiCodeTransport transport)
    {
        ApiBehavior behavior = CompletenessTests.Behaviors[columns] with { NewLine = newLine };
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes, behavior);
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, transport);
        foreach (AiCodeKind kind in behavior.Order is null ? Enum.GetValues<AiCodeKind>() : [AiCodeKind.Commit])
        {
            AiCodeExport export = await client.Client.ExportAsync(kind, query, new AiCodeExportOptions { Path = folder.File(), ComputeHash = true });
            byte[] written = await File.ReadAllBytesAsync(folder.File());
            Assert.True(server.CsvOf(kind, query.Range).AsSpan().SequenceEqual(written));
            Assert.Equal(Sha256.Of(written), export.Sha256);
        }
    }

    [Fact]
    public async Task Ranges_longer_than_a_window_give_one_file_without_duplicates()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(AwkwardRecords.Commits(AwkwardRecords.Many, 95, seed: 5));
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(95, AiCodeTransport.Auto);
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, query, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(server.ExpectInFile(AiCodeKind.Commit, query.Range).Order(), CsvFileText.Read(folder.File()).Fingerprints(AiCodeKind.Commit).Order());
        Assert.Equal(query.Range.Start, new DateTimeOffset(export.StartDate!.Value));
        Assert.Equal(query.Range.End, new DateTimeOffset(export.EndDate!.Value));
    }

    [Fact]
    public async Task Fault_34_duplicates_are_written_once()
    {
        int[] numbers = Enumerable.Range(1, 1500).ToArray();
        IEnumerable<int> sent = numbers.SelectMany(static number => number % 300 is 0 or 1 or 7 ? new[] { number, number } : [number]);
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(numbers.Length, Response.Commit()), Response.Csv(Response.CommitsText(sent.Select(static number => Response.CommitRow(number)).ToArray()))));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(numbers.Length, export.RecordCount);
        Assert.Equal(
            Response.CommitsText(numbers.Select(static number => Response.CommitRow(number)).ToArray()), await File.ReadAllTextAsync(folder.File()));
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    [InlineData(AiCodeTransport.Auto)]
    public async Task A_file_without_records_has_a_header(AiCodeTransport transport)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync();
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeExport export = await client.Client.ExportAsync(
            AiCodeKind.Change, CompletenessTests.Query(3, transport), new AiCodeExportOptions { Path = folder.File(), ByteOrderMark = true, ComputeHash = true });
        byte[] bytes = await File.ReadAllBytesAsync(folder.File());
        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes(Response.ChangeHeader + "\r\n")], bytes);
        Assert.Equal(0, export.RecordCount);
        Assert.Equal(bytes.Length, export.Length);
        Assert.Equal(Sha256.Of(bytes), export.Sha256);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_BOM_is_written_if_requested(bool bom)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, behavior: new ApiBehavior { ByteOrderMark = true });
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, CompletenessTests.Query(1, AiCodeTransport.Csv), new AiCodeExportOptions { Path = folder.File(), ByteOrderMark = bom });
        Assert.Equal(bom, (await File.ReadAllBytesAsync(folder.File())).AsSpan().StartsWith("\uFEFF"u8));
    }

    // Matches the positions where an apostrophe is inserted.
    private static readonly Regex Formula = new("^(?='*[=+\\-@\\t\\r])|(?<=[;\\t\\n\\r][\" ]*)(?='*[=+\\-@])");

    [Theory]
    [InlineData(AiCodeTransport.Json, false)]
    [InlineData(AiCodeTransport.Csv, false)]
    [InlineData(AiCodeTransport.Csv, true)]
    public async Task Fault_43_only_formulas_are_neutralized_and_only_if_requested(AiCodeTransport transport, bool shuffled)
    {
        var behavior = new ApiBehavior { Order = shuffled ? Enumerable.Range(0, 18).Reverse().ToArray() : null };
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, behavior: behavior);
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, transport);
        var options = new AiCodeExportOptions { Path = folder.File() };
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, query, options);
        CsvFileText plain = CsvFileText.Read(folder.File());
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, query, options with { EscapeFormula = true });
        CsvFileText escaped = CsvFileText.Read(folder.File());
        Assert.Equal(plain.Rows.Count, escaped.Rows.Count);
        int changed = 0;
        for (int i = 0; i < plain.Rows.Count; i++)
        {
            for (int j = 0; j < plain.Header.Length; j++)
            {
                string cell = plain.Rows[i][j];
                bool number = plain.Header[j].Contains("_lines_", StringComparison.Ordinal);
                string expected = number ? cell : Formula.Replace(cell, "'");
                Assert.Equal(expected, escaped.Rows[i][j]);
                changed += expected != cell ? 1 : 0;
            }
        }

        Assert.True(changed > 100);
    }

    [Fact]
    public async Task Fault_43_formulas_in_unknown_columns_are_neutralized()
    {
        string header = Response.CommitHeader + ",new,newer";
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(2, Response.Commit()), Response.Csv(
            $"{header}\n{Response.CommitRow(1)},=1+1,\"@x\ny\"\n{Response.CommitRow(2)},plain,\"quo\"\"ted\"\n")));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), EscapeFormula = true });
        CsvFileText file = CsvFileText.Read(folder.File());
        Assert.Equal(["'=1+1", "plain"], file.Column("new"));
        Assert.Equal(["'@x\ny", "quo\"ted"], file.Column("newer"));
    }

    [Fact]
    public async Task Leading_and_trailing_spaces_are_kept_with_both_transports()
    {
        foreach (AiCodeTransport transport in new[] { AiCodeTransport.Json, AiCodeTransport.Csv })
        {
            await using TestServer server = await TestServer.StartAsync(Response.Either(
                Response.PageOf(1, Response.Commit(1, ("message", "\"  two \""))), Response.Csv(Response.CommitsText(Response.CommitRow(1, "  two ")))));
            using var client = new TestClient(server);
            using var folder = new TempFolder();
            _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Days(7, transport), new AiCodeExportOptions { Path = folder.File() });
            Assert.Equal(["  two "], CsvFileText.Read(folder.File()).Column("message"));
        }
    }

    [Theory]
    [InlineData(AiCodeKind.Commit)]
    [InlineData(AiCodeKind.Change)]
    public async Task Objects_are_written_like_the_records_of_the_API(AiCodeKind kind)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes, new ApiBehavior { Times = TimeFormat.Microseconds });
        using var client = new TestClient(server.Http);
        using var folder = new TempFolder();
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Auto);
        using (var file = new Cursor.AiCode.AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), ComputeHash = true, ByteOrderMark = true }))
        {
            if (kind == AiCodeKind.Commit)
            {
                (await client.CommitsAsync(query)).ForEach(file.Add);
            }
            else
            {
                (await client.ChangesAsync(query)).ForEach(file.Add);
            }

            Assert.Equal(kind, file.Kind);
            Assert.False(File.Exists(folder.File()));
            AiCodeExport export = file.Complete();
            Assert.Equal(server.ExpectInFile(kind, query.Range).Count, export.RecordCount);
            Assert.Equal(Sha256.Of(await File.ReadAllBytesAsync(folder.File())), export.Sha256);
        }

        Assert.Equal(server.ExpectInFile(kind, query.Range), CsvFileText.Read(folder.File()).Fingerprints(kind));
        Assert.Equal(["records.csv"], folder.Names);
    }

    [Fact]
    public void A_file_has_one_kind_of_objects()
    {
        using var folder = new TempFolder();
        using var file = new Cursor.AiCode.AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() });
        Assert.Null(file.Kind);
        file.Add(new AiCommit { CommitHash = "a" });
        Assert.Throws<InvalidOperationException>(() => file.Add(new AiCodeChange { ChangeId = "1" }));
    }

    [Fact]
    public void Without_objects_a_new_file_is_empty_and_an_append_changes_nothing()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File(), "before");
        using (var file = new Cursor.AiCode.AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), Append = true }))
        {
            Assert.Null(file.Complete().Kind);
        }

        Assert.Equal("before", File.ReadAllText(folder.File()));
        using (var file = new Cursor.AiCode.AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
        {
            Assert.Equal(0, file.Complete().Length);
        }

        Assert.Equal("", File.ReadAllText(folder.File()));
        Assert.Equal(["records.csv"], folder.Names);
    }
}
