using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Tests the messages of responses that are incomplete, invalid or missing.</summary>
public sealed class InvalidResponseMessageTests
{
    private const string Retried = " The request failed 4 times.";
    private static readonly string Page = Response.PageText(2, Response.Commit(1), Response.Commit(2));
    private static readonly string Rows = Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2));

#if !CORE_NETSTANDARD
    public static TheoryData<string, string> Raw => new()
    {
        { "not http\r\n\r\n", "The response isn't valid HTTP (at {at})." + Retried },
        { $"HTTP/1.1 200 OK\r\nX: {new string('x', 200_000)}\r\n\r\n", "The response headers are too large (at {at})." },
        { "HT", "The connection to 127.0.0.1 was lost before the response (at {at})." + Retried },
    };

    [Theory]
    [MemberData(nameof(Raw))]
    public Task A_response_that_is_not_HTTP(string text, string message) => PageFailsAsync(message, RawResponse.Of(text, RawEnd.Close));

    [Fact]
    public async Task A_proxy_that_rejects_the_request()
    {
        await using RawServer proxy = RawServer.Start(RawResponse.Of("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", RawEnd.Close));
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy(proxy.BaseUri), UseProxy = true };
        using var client = new AiCodeClient(new AiCodeClientOptions(TestServer.Key, new Uri("https://api.example"))
        {
            TimeProvider = new TestTimeProvider(),
            Handler = handler,
            RateLimiterDirectory = "",
        });
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CountCommitsAsync(TestClient.Json));
        Assert.Equal(AiCodeErrorKind.ProxyRefused, e.Kind);
        Assert.Equal(
            Message.Of($"The proxy http://127.0.0.1:{proxy.BaseUri.Port} rejected the connection to api.example (407). Configure the proxy credentials for this account, or bypass the proxy for this host (at {{at}}).", e),
            e.Message);
        Assert.Equal(1, client.RequestCount);
    }
#endif

    [Fact]
    public async Task An_unreachable_host()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        using var client = new TestClient(address);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.Unreachable, TestClient.Json);
        Assert.Equal(Message.Of($"127.0.0.1:{address.Port} can't be reached. Check the network, the proxy and -BaseUri (at {{at}})." + Retried, e), e.Message);
        Assert.NotNull(e.InnerException);
    }

    [Fact]
    public Task A_status_without_reason_phrase() => PageFailsAsync(
        "The API rejected the request (499 at {at}). Check -StartDate, -EndDate and -User.", RawResponse.Of("HTTP/1.1 499 \r\nContent-Length: 0\r\n\r\n", RawEnd.Keep));

    [Fact]
    public async Task A_truncated_page()
    {
        await PageFailsAsync("The connection was lost during the response. (at {at})" + Retried, RawResponse.WithLength("application/json", Page[..50], Page.Length, RawEnd.Close), AiCodeErrorKind.IncompleteAnswer);
        await PageFailsAsync("The response ends inside a record: $.items[0].userEmail, byte 62 of line 1 can't be read (at {at})." + Retried, RawResponse.Complete("application/json", """{"items":[{"commitHash":"1","userId":"user_1","userEmail":"one"""), AiCodeErrorKind.IncompleteAnswer);
        await PageFailsAsync("The response isn't a page of records: $.items, byte 24 of line 1 can't be read (at {at})." + Retried, RawResponse.Complete("application/json", """{"items":[],"totalCount":"""[..24]), AiCodeErrorKind.IncompleteAnswer);
        await PageFailsAsync("The response is empty (at {at})." + Retried, RawResponse.Complete("application/json", ""), AiCodeErrorKind.UnexpectedAnswer);
    }

    [Fact]
    public async Task A_response_that_is_not_a_page()
    {
        await PageFailsAsync("The response isn't a page of records: <html>Sign in</html> (at {at}).", RawResponse.Complete("text/html", "<html>Sign\r\nin</html>"));
        await PageFailsAsync("The response isn't a page of records: Later (at {at}).", RawResponse.Complete("application/json", """{"message":"Later"}"""));
        await PageFailsAsync("The response isn't a page of records: null (at {at}).", RawResponse.Complete("application/json", "null"));
        await PageFailsAsync("The response isn't a page of records: $.totalCount, byte 25 of line 1 can't be read (at {at}).", RawResponse.Complete("application/json", """{"items":[],"totalCount":-1}"""));
        await PageFailsAsync("The response isn't a page of records: $.totalCount, byte 25 of line 1 can't be read (at {at}).", RawResponse.Complete("application/json", """{"items":[],"totalCount":"many"}"""));
        await PageFailsAsync("The response isn't a page of records: $.items is missing (at {at}).", RawResponse.Complete("application/json", """{"data":[],"totalCount":0}"""));
    }

    [Fact]
    public async Task An_invalid_record()
    {
        string page = Response.PageText(2, Response.Commit(), "null");
        await PageFailsAsync($"A record isn't valid: $.items[1], byte {page.IndexOf("null]", StringComparison.Ordinal)} of line 1 can't be read (at {{at}}).", RawResponse.Complete("application/json", page));
        await PageFailsAsync("A record isn't valid: $.items[0].createdAt is missing (at {at}).", RawResponse.Complete("application/json", "{\"totalCount\":1,\n\"items\":[{\"commitHash\":[]}]}"));
        await PageFailsAsync(
            "The page isn't UTF-8: $, byte 35 of line 1 can't be read (at {at}).",
            new RawResponse([.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"items\":[],\"totalCount\":0,\"other\":\""), 0xFF, .. "x\"}"u8], RawEnd.Keep));
    }

    [Fact]
    public async Task A_response_that_is_not_CSV()
    {
        await CsvFailsAsync("The response is empty and has no header (at {at})." + Retried, RawResponse.CompleteCsv(""));
        await CsvFailsAsync("The response isn't the requested CSV (text/html): <html> (at {at}).", RawResponse.Complete("text/html", "<html>\n"));
        await CsvFailsAsync("The response isn't the requested CSV (no content type): Later (at {at}).", RawResponse.Of("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"message\":\"Later\"}\n", RawEnd.Keep));
        await CsvFailsAsync("The response isn't the requested CSV (text/csv): The column 'commit_hash' is missing (at {at})." + Retried, RawResponse.CompleteCsv("\"open"));
        await CsvFailsAsync("The CSV response ends inside its header (at {at})." + Retried, RawResponse.CompleteCsv(Response.CommitHeader));
        await CsvFailsAsync(
            "The header of the CSV response isn't UTF-8 (at {at}).",
            new RawResponse([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: {Response.CommitHeader.Length + 3}\r\n\r\n{Response.CommitHeader},"), 0xFF, .. "\n"u8], RawEnd.Keep));
        await CsvFailsAsync("The header of the CSV response isn't valid. The column 'message' occurs twice (at {at}).", RawResponse.CompleteCsv(Response.CommitHeader + ",message\n"));
        await CsvFailsAsync("The header of the CSV response isn't valid. The column 'tab_lines_added' is missing (at {at}).", RawResponse.CompleteCsv(Response.CommitHeader.Replace("tab_lines_added", "tab", StringComparison.Ordinal) + "\n"));
    }

    [Fact]
    public async Task A_truncated_CSV_response()
    {
        await CsvFailsAsync("The CSV response ends without a line break, so its last record may be truncated (at {at})." + Retried, RawResponse.CompleteCsv(Rows[..^1]));
        await CsvFailsAsync("The CSV response ends inside a record (at {at})." + Retried, RawResponse.CompleteCsv(Rows[..^60]));
        await CsvFailsAsync("The CSV response ends inside a record (at {at})." + Retried, RawResponse.CompleteCsv(Rows + "a,\"b\n"));
    }

    public static TheoryData<string, string> BadRows => new()
    {
        { Response.CommitRow(2)[8..], "The record ID is missing." },
        { Response.CommitRow(2).Replace("120", "x", StringComparison.Ordinal), "The value isn't a valid number of lines." },
        { Response.CommitRow(2).Replace("true", "x", StringComparison.Ordinal), "The value is neither true nor false." },
        { Response.CommitRow(2).Replace(Response.Time(2), "x", StringComparison.Ordinal), "The value isn't a valid timestamp." },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task An_invalid_row(string row, string cause)
    {
        string[] columns = Response.CommitHeader.Split(',');
        string[] good = Response.CommitRow(2).Split(','), bad = row.Split(',');
        string column = columns[Enumerable.Range(0, good.Length).First(i => good[i] != bad[i])];
        RawResponse response = RawResponse.CompleteCsv(Response.CommitsText(Response.CommitRow(1), row, Response.CommitRow(3)));
        await CsvFailsAsync($"Record 2 after the header, column '{column}' can't be read. {cause[..^1]} (at {{at}}).", response);

        await using RawServer server = RawServer.StartCsv(Response.PageText(3, Response.Commit()), response);
        using var client = new TestClient(server.BaseUri);
        using var folder = new TempFolder();
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.Client.ExportAsync(
            AiCodeKind.Commit, TestClient.Csv, new AiCodeExportOptions { Path = folder.File() }));
        Assert.Contains($"Record 2 after the header can't be read. Column '{column}': {cause[..^1]}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_too_long() => await CsvFailsAsync(
        "Record 2 after the header can't be read. It is larger than 16 MB, the maximum size of a record. To get the other records, specify date ranges that don't include it (at {at}).",
        RawResponse.CompleteCsv(Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2, new string('x', 40_000_000)), Response.CommitRow(3))));

    [Fact]
    public async Task A_row_with_too_many_fields() => await CsvFailsAsync(
        "Record 2 after the header can't be read. It has 19 fields but 18 were expected (at {at}).",
        RawResponse.CompleteCsv(Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2) + ",secret", Response.CommitRow(3))));

    [Fact]
    public async Task A_row_with_a_stray_quote() => await CsvFailsAsync(
        "Record 2 after the header can't be read. It has a quote inside an unquoted field (byte offset 496) (at {at}).",
        RawResponse.CompleteCsv(Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2, "a secret\"b"), Response.CommitRow(3))));

    [Fact]
    public async Task A_separator_line() => await CsvFailsAsync(
        "The response isn't the requested CSV (text/csv): sep=; commit_hash (at {at}).", RawResponse.CompleteCsv("sep=;\ncommit_hash\n"));

    [Fact]
    public async Task Invalid_metadata()
    {
        string row = $"1,user_1,one@company.com,TAB,,1,2,{Response.Time(1)},";
        await using RawServer server = RawServer.StartCsv(Response.PageText(1, Response.Change()), RawResponse.CompleteCsv(Response.ChangesText(row + "{}")));
        using var client = new TestClient(server.BaseUri);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.ChangesAsync(TestClient.Csv));
        Assert.Contains("column 'metadata_json'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_not_utf8()
    {
        byte[] rows = Encoding.ASCII.GetBytes(Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2, "~")));
        rows[Array.IndexOf(rows, (byte)'~')] = 0xFF;
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: {rows.Length}\r\n\r\n");
        int start = Response.CommitHeader.Length + 1 + Response.CommitRow(1).Length + 1;
        await CsvFailsAsync($"Record 2 after the header, at byte {start}, isn't UTF-8 (at {{at}}).", new RawResponse([.. head, .. rows], RawEnd.Keep));
    }

    [Fact]
    public async Task A_compressed_response()
    {
        await PageFailsAsync(
            "The response is compressed (gzip, br), although the request doesn't allow it, because a truncated compressed response can appear complete (at {at}). Check the proxies and gateways between this computer and the API." + Retried,
            RawResponse.Of($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br\r\nContent-Length: {Page.Length}\r\n\r\n{Page}", RawEnd.Keep));
        await using RawServer server = RawServer.Start(RawResponse.Of($"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: {Page.Length}\r\n\r\n{Page}", RawEnd.Keep));
        using var client = new TestClient(server.BaseUri);
        Assert.Equal(2, (await client.CommitsAsync(TestClient.Json)).Count);
    }

    [Fact]
    public async Task A_response_that_never_starts_or_never_ends()
    {
        foreach ((RawResponse response, string message) in new[]
        {
            (RawResponse.Of("", RawEnd.Stall), "The API didn't respond within 100 seconds (at {at})." + Retried),
            (RawResponse.WithLength("application/json", Page[..20], Page.Length, RawEnd.Stall), "The response stalled for more than 60 seconds. (at {at})" + Retried),
        })
        {
            await using RawServer server = RawServer.Start(response);
            using var client = new TestClient(server.BaseUri);
            Task<AiCodeException> failing = client.CommitsFailAsync(AiCodeErrorKind.Timeout, TestClient.Json);
            await Stall.UntilDoneAsync(failing, client.Clock);
            AiCodeException e = await failing;
            Assert.Equal(Message.Of(message, e), e.Message);
            Assert.Equal(["the API didn't respond in time"], client.Waits.Select(static wait => wait.Reason).Distinct());
        }
    }

    [Fact]
    public async Task Counts_that_differ()
    {
        await using TestServer json = await TestServer.StartAsync(Response.PageOf(5, Response.Commit(1), Response.Commit(2)));
        using var client = new TestClient(json);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.CountMismatch, TestClient.Json);
        Assert.Equal(
            "The API reported 5 commits from 2025-07-24T00:00:00.000Z/2025-07-31T00:00:00.000Z but returned 2 after 3 attempts. Retry later.",
            e.Message);

        // Each pass requests a page, another page without new records, and the count.
        Assert.Equal(9, client.Client.RequestCount);
        await using TestServer changes = await TestServer.StartAsync(Response.PageOf(5, Response.Change(1)));
        using var other = new TestClient(changes);
        e = await other.FailsAsync(AiCodeErrorKind.CountMismatch, () => other.ChangesAsync(TestClient.Json));
        Assert.StartsWith("The API reported 5 changes from ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AiCodeTransport.Json, false)]
    [InlineData(AiCodeTransport.Csv, true)]
    public async Task Trial_N08_json_is_suggested_only_after_a_csv_download(AiCodeTransport transport, bool recommended)
    {
        await using TestServer server = await TestServer.StartAsync(
            Response.Either(Response.PageOf(5, Response.Commit(1), Response.Commit(2)), Response.Csv(Rows)));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.CountMismatch, TestClient.Json with { Transport = transport });
        Assert.Equal(recommended, e.Message.Contains("-Transport Json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Records_that_disappeared()
    {
        int requestCount = 0;
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(2, Response.Commit(1)), context =>
            Response.Csv(Response.CommitsText(++requestCount == 1 ? [Response.CommitRow(3)] : [Response.CommitRow(1), Response.CommitRow(2)]))(context)));
        using var client = new TestClient(server);
        Assert.Equal(
            "Some commits from 2025-07-24T00:00:00.000Z/2025-07-31T00:00:00.000Z disappeared from the API while they were read. Run the command again to get the current records.",
            (await client.CommitsFailAsync(AiCodeErrorKind.DataChanged, TestClient.Csv)).Message);
    }

    [Fact]
    public async Task A_user_without_records()
    {
        await using TestServer server = await TestServer.StartAsync(Response.PageOf(0));
        using var client = new TestClient(server);
        Assert.Empty(await client.CommitsAsync(TestClient.Json with { Users = ["nobody"] }));
        Assert.Equal(
            "The API has no records of 'nobody' from 2025-07-24T00:00:00.000Z to 2025-07-31T00:00:00.000Z. Check the spelling if you expected some.",
            client.Events.OfType<WarningEvent>().Single().Message);
    }

    [Fact]
    public async Task Wait_events_have_a_reason()
    {
        int requestCount = 0;
        await using RawServer server = RawServer.Start(_ => ++requestCount switch
        {
            1 => RawResponse.Of("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", RawEnd.Keep),
            2 => RawResponse.Of("HT", RawEnd.Close),
            3 => RawResponse.Complete("application/json", Page[..60]),
            4 => RawResponse.Complete("application/json", Page),
            5 => RawResponse.Of("HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n", RawEnd.Keep),
            6 => RawResponse.WithLength("text/csv", Rows[..^5], Rows.Length, RawEnd.Close),
            _ => RawResponse.CompleteCsv(Rows),
        });
        using var client = new TestClient(server.BaseUri);
        Assert.Equal(2, (await client.CommitsAsync(TestClient.Csv)).Count);
        Assert.Equal(
            ["the API failed", "the connection was lost", "the response was incomplete", "the API's rate limit is reached", "the response was incomplete"],
            client.Waits.Select(static wait => wait.Reason));

        await using RawServer good = RawServer.Start(RawResponse.Complete("application/json", Page));
        using var slow = new TestClient(good.BaseUri, requestsPerMinute: 1);
        Assert.Equal(2, await slow.Client.CountCommitsAsync(TestClient.Json));
        Assert.Equal(2, await slow.Client.CountCommitsAsync(TestClient.Json));
        Assert.Equal(["the limit of 1 requests per minute to this endpoint is reached"], slow.Waits.Select(static wait => wait.Reason));

        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        using var alone = new TestClient(address);
        _ = await alone.CommitsFailAsync(AiCodeErrorKind.Unreachable, TestClient.Json);
        Assert.Equal(["the host didn't respond"], alone.Waits.Select(static wait => wait.Reason).Distinct());
    }

    private static async Task PageFailsAsync(string message, RawResponse response, AiCodeErrorKind? kind = null)
    {
        await using RawServer server = RawServer.Start(response);
        using var client = new TestClient(server.BaseUri);
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CommitsAsync(TestClient.Json));
        Assert.Equal(Message.Of(message, e, server.BaseUri), e.Message);
        Assert.Equal(kind ?? e.Kind, e.Kind);
        Assert.Equal(message.EndsWith(Retried, StringComparison.Ordinal) ? 4 : 1, client.Client.RequestCount);
    }

    private static async Task CsvFailsAsync(string message, RawResponse response)
    {
        await using RawServer server = RawServer.StartCsv(Response.PageText(3, Response.Commit()), response);
        using var client = new TestClient(server.BaseUri);
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CommitsAsync(TestClient.Csv));
        Assert.Equal(Message.Of(message, e, server.BaseUri), e.Message);
        Assert.Equal(message.EndsWith(Retried, StringComparison.Ordinal) ? 5 : 2, client.Client.RequestCount);
        Assert.Contains(client.Events.OfType<RequestEvent>(), item => item.Problem is not null && e.Message.StartsWith(item.Problem, StringComparison.Ordinal));
    }
}
