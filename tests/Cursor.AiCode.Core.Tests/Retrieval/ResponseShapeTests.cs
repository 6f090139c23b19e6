using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Completeness;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Retrieval;

/// <summary>Tests responses of different sizes, types and page sizes, and the files that are written from them.</summary>
public sealed class ResponseShapeTests
{
    [Theory]
    [InlineData("text/csv", true)]
    [InlineData("TEXT/CSV", true)]
    [InlineData("application/csv; charset=utf-8", true)]
    [InlineData("text/plain", true)]
    [InlineData("application/octet-stream", true)]
    [InlineData(null, true)]
    [InlineData("text/html", false)]
    [InlineData("application/json", false)]
    public async Task CSV_is_accepted_by_its_content_type(string? type, bool accepted)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(1, Response.Commit()), Response.Body(200, type, Encoding.UTF8.GetBytes(Response.CommitsText(Response.CommitRow())))));
        using var client = new TestClient(server);
        if (accepted)
        {
            Assert.Single(await client.CommitsAsync(TestClient.Csv));
        }
        else
        {
            _ = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Csv);
        }

        Assert.Equal(2, client.Client.RequestCount);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\n\n\n")]
    public async Task Blank_lines_at_the_end_of_CSV_are_ignored(string blankLines)
    {
        string csv = Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2));
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(2, Response.Commit(1), Response.Commit(2)), Response.Csv(csv + blankLines)));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        Assert.Equal(2, (await client.CommitsAsync(TestClient.Csv)).Count);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(csv, await File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task Each_kind_is_requested_with_its_media_type()
    {
        var accepted = new List<string>();
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            accepted.Add($"{context.Request.Path} {context.Request.Headers.Accept}");
            return Response.Either(Response.PageOf(1, Response.Commit()), Response.Csv(Response.CommitsText(Response.CommitRow())))(context);
        });
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Csv));
        Assert.Equal(["/analytics/ai-code/commits application/json", "/analytics/ai-code/commits.csv text/csv"], accepted);
    }

    [Fact]
    public async Task An_unexpected_response_without_a_line_break_is_not_retried()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(1, Response.Commit()), Response.Body(200, "text/html", "<html>"u8.ToArray())));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Csv);
        Assert.Equal(2, client.Client.RequestCount);
    }

    [Theory]
    [InlineData(1000, 500, new[] { 1000, 500 })]
    [InlineData(1000, 100, new[] { 1000, 500, 100 })]
    [InlineData(501, 500, new[] { 501, 500 })]
    [InlineData(500, 100, new[] { 500, 100 })]
    [InlineData(101, 100, new[] { 101, 100 })]
    public async Task A_rejected_page_size_is_reduced(int pageSize, int maxPageSize, int[] sizes)
    {
        await using TestServer server = await TestServer.StartAsync(Sized(maxPageSize, "Page_Size too large"));
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Json with { PageSize = pageSize }));
        Assert.Equal(sizes, Sizes(server));
    }

    // The smaller page begins with the record that follows the previous page.
    [Theory]
    [InlineData(15, new[] { 1, 2, 3, 7, 8, 9 })]
    [InlineData(14, new[] { 1, 2, 3, 5, 6 })]
    public async Task A_later_page_that_is_too_long_is_read_in_smaller_pages(int pageSize, int[] pages)
    {
        int count = pageSize * 3;
        string longMessage = new('x', 2_500_000);
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            int page = int.Parse(context.Request.Query["page"]!, CultureInfo.InvariantCulture), size = int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture);
            return Response.PageOf(count, Enumerable.Range(1, count).Skip((page - 1) * size).Take(size)
                .Select(number => Response.Commit(number, ("message", number > pageSize * 2 ? $"\"{longMessage}\"" : "\"short\""))).ToArray())(context);
        });
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Json with { PageSize = pageSize });
        Assert.Equal(Enumerable.Range(1, count).Select(static number => Response.Hash(number)).Order(), commits.Select(static commit => commit.CommitHash).Order());
        Assert.Equal(pages, server.Requests.Select(static request => int.Parse(request.Query["page"], CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(100, "page size")]
    [InlineData(1000, "the page is closed")]
    public async Task A_page_size_that_is_small_or_rejected_for_another_reason_is_an_error(int pageSize, string message)
    {
        await using TestServer server = await TestServer.StartAsync(Sized(50, message));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json with { PageSize = pageSize });
        Assert.Equal([pageSize], Sizes(server));
    }

    [Theory]
    [InlineData(600_000)]
    [InlineData(1_900_000)]
    public async Task A_page_without_content_length_can_be_long(int length)
    {
        string message = string.Concat(Enumerable.Range(0, length / 8).Select(static i => i.ToString("x8", CultureInfo.InvariantCulture)));
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Response.PageText(2, Response.Commit(1, ("message", $"\"{message}\"")), Response.Commit(2)));
        });
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Json);
        Assert.Equal([message, "Commit 2"], commits.Select(static commit => commit.Message));
    }

    [Fact]
    public async Task A_page_of_32_megabytes_is_too_long()
    {
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            byte[] megabyte = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
            for (int i = 0; i < 33; i++)
            {
                await context.Response.Body.WriteAsync(megabyte, context.RequestAborted);
            }
        });
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Json);
        Assert.StartsWith("The page is longer than 32 MB (at ", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, client.Client.RequestCount);
    }

    [Fact]
    public async Task Email_addresses_are_case_insensitive_and_requested_once()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit()));
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Json with { Users = ["One@company.com", "one@COMPANY.com"] }));
        Assert.Equal("One@company.com", Assert.Single(server.Requests).Query["user"]);
        Assert.Empty(client.Events.OfType<WarningEvent>());
    }

    [Fact]
    public async Task A_record_within_a_day_of_a_boundary_is_returned_once()
    {
        DateTimeOffset end = TestTimeProvider.DefaultStart;
        var range = new AiCodeDateRange(end.AddDays(-60), end);
        DateTimeOffset boundary = end.AddDays(-30);
        DateTimeOffset[] times = [boundary.AddDays(1), boundary.AddDays(1).AddSeconds(-1), boundary, boundary.AddDays(-1)];
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            // Returns a day more at both ends, which are inclusive.
            DateTimeOffset from = DateTimeOffset.Parse(context.Request.Query["startDate"]!, CultureInfo.InvariantCulture).AddDays(-1);
            DateTimeOffset to = DateTimeOffset.Parse(context.Request.Query["endDate"]!, CultureInfo.InvariantCulture).AddDays(1);
            return Response.Page(times.Where(time => time >= from && time <= to)
                .Select(time => Response.Commit((int)(time - boundary).TotalSeconds, ("createdAt", $"\"{Timestamps.Text(time)}\""), ("commitTs", null))).ToArray())(context);
        });
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(new AiCodeQuery(range) { Transport = AiCodeTransport.Json });
        Assert.Equal(times, commits.Select(static commit => new DateTimeOffset(commit.CreatedAt)));
        Assert.Equal(times.Length, client.Events.OfType<ProgressEvent>().Last().Records);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task A_commit_at_a_boundary_is_returned_once_if_the_service_compares_commit_times(AiCodeTransport transport)
    {
        DateTimeOffset end = TestTimeProvider.DefaultStart, boundary = end.AddDays(-30);
        string row = Response.CommitRow(1).Replace($"{Response.Time(1)},{Response.Time(1)}", $"{Timestamps.Text(boundary)},{Timestamps.Text(boundary.AddDays(9))}", StringComparison.Ordinal);
        string item = Response.Commit(1, ("commitTs", $"\"{Timestamps.Text(boundary)}\""), ("createdAt", $"\"{Timestamps.Text(boundary.AddDays(9))}\""));
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.Page(item), Response.Csv(Response.CommitsText(row))));
        using var client = new TestClient(server);
        using var folder = new TempFolder();
        var query = new AiCodeQuery(new AiCodeDateRange(end.AddDays(-60), end)) { Transport = transport };
        Assert.Single(await client.CommitsAsync(query));
        Assert.Equal(1, (await client.Client.ExportAsync(AiCodeKind.Commit, query, new AiCodeExportOptions { Path = folder.File() })).RecordCount);
    }

    [Fact]
    public async Task Pages_appended_to_a_file_leave_its_additional_columns_empty()
    {
        using var folder = new TempFolder();
        string before = $"{Response.CommitHeader},newer,mine\n{Response.CommitRow(9)},a,b\n";
        await File.WriteAllTextAsync(folder.File(), before);
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit()));
        using var client = new TestClient(server);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, new AiCodeExportOptions { Path = folder.File(), Append = true });
        Assert.Equal(before + Response.CommitRow(1, "Commit 1") + ",,\n", await File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task Unknown_columns_are_mapped_by_name_and_neutralized_separately()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), $"{Response.CommitHeader},first,second,third,gone\n");
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(1, Response.Commit()), Response.Csv($"first,{Response.CommitHeader},third,second\n\"=a,\"\"b\"\"\",{Response.CommitRow(1)},\"plain, quoted\",+c\n")));
        using var client = new TestClient(server);
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File(), Append = true, EscapeFormula = true });
        Assert.Equal(
            $"{Response.CommitHeader},first,second,third,gone\n{Response.CommitRow(1)},\"'=a,\"\"b\"\"\",'+c,\"plain, quoted\",\n",
            await File.ReadAllTextAsync(folder.File()));
    }

    [Fact]
    public async Task A_header_without_a_line_break_gets_one_and_a_leading_line_break_is_invalid()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File(), Response.CommitHeader);
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit()));
        using var client = new TestClient(server);
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        _ = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, options);
        Assert.Equal($"{Response.CommitHeader}\r\n{Response.CommitRow(1, "Commit 1")}\r\n", await File.ReadAllTextAsync(folder.File()));
        await File.WriteAllTextAsync(folder.File(), "\n" + Response.CommitHeader + "\n");
        _ = await client.FailsAsync(AiCodeErrorKind.InvalidFile, () => client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, options));
    }

    [Fact]
    public async Task A_complete_file_is_not_written()
    {
        using var folder = new TempFolder();
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit()));
        using var client = new TestClient(server);
        var options = new AiCodeExportOptions { Path = folder.File(), Append = true };
        Assert.Null((await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, options)).Sha256);
        DateTime then = new(2020, 1, 2, 3, 4, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.File(), then);
        foreach (bool hash in new[] { false, true })
        {
            AiCodeExport export = await client.Client.ExportAsync(AiCodeKind.Commit, TestClient.Json, options with { ComputeHash = hash });
            Assert.Equal(0, export.RecordCount);
            Assert.Equal(1, export.TotalRecordCount);
            Assert.Equal(new FileInfo(folder.File()).Length, export.Length);
            Assert.Equal(hash ? Sha256.Of(await File.ReadAllBytesAsync(folder.File())) : null, export.Sha256);
            Assert.Equal(then, File.GetLastWriteTimeUtc(folder.File()));
        }
    }

    [Fact]
    public void Objects_without_metadata_are_written_and_a_file_needs_no_objects()
    {
        using var folder = new TempFolder();
        using (var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
        {
            var time = new DateTime(2025, 7, 30, 1, 2, 3, DateTimeKind.Utc);
            file.Add(new AiCodeChange { ChangeId = "1", CreatedAt = time });
            file.Add(new AiCodeChange { ChangeId = "2", CreatedAt = time, Metadata = [] });
            _ = file.Complete();
        }

        Assert.Equal(
            $"{Response.ChangeHeader}\r\n1,,,,,0,0,2025-07-30T01:02:03.000Z,\r\n2,,,,,0,0,2025-07-30T01:02:03.000Z,[]\r\n",
            File.ReadAllText(folder.File()));
        using var empty = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File(), Append = true });
        AiCodeExport export = empty.Complete();
        Assert.Equal(folder.File(), export.Path);
        Assert.Equal(new FileInfo(folder.File()).Length, export.Length);
    }

    [Fact]
    public void Many_objects_are_written_in_batches()
    {
        using var folder = new TempFolder();
        using var file = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() });
        for (int i = 0; i < 1025; i++)
        {
            file.Add(new AiCodeChange { ChangeId = i.ToString(CultureInfo.InvariantCulture) });
            string temporary = Assert.Single(Directory.GetFiles(folder.FullName));
            Assert.Equal(i >= 511, new FileInfo(temporary).Length > 0);
        }

        Assert.Equal(1025, file.Complete().RecordCount);
        Assert.Equal(Enumerable.Range(0, 1025).Select(static i => i.ToString(CultureInfo.InvariantCulture)), CsvFileText.Read(folder.File()).Column("change_id"));
    }

    [Fact]
    public async Task A_separator_line_in_a_file_is_rejected()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.PageOf(1, Response.Commit()), Response.Csv("sep=;\n" + Response.CommitsText(Response.CommitRow()).Replace(',', ';'))));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Csv);
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("9223372036854775807")]
    public async Task A_huge_Retry_After_is_an_error_without_an_overflow(string seconds)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(429, "", ("Retry-After", seconds)));
        using var client = new TestClient(server);
        Assert.True((await client.CommitsFailAsync(AiCodeErrorKind.RateLimited, TestClient.Json)).RetryAfter > TimeSpan.FromDays(365));
        Assert.Single(server.Requests);
    }

    private static RequestDelegate Sized(int maxPageSize, string message) => context =>
        (int.Parse(context.Request.Query["pageSize"]!, CultureInfo.InvariantCulture) > maxPageSize
            ? Response.Status(400, $$"""{"message":"{{message}}"}""")
            : Response.Page(Response.Commit()))(context);

    private static IEnumerable<int> Sizes(TestServer server) =>
        server.Requests.Select(static request => int.Parse(request.Query["pageSize"], CultureInfo.InvariantCulture));
}
