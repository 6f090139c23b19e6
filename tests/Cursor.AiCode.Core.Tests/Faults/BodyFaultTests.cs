using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Faults;

/// <summary>Tests responses that are interrupted, stall or are invalid HTTP. Rows 7 to 23 of the faults.</summary>
public sealed class BodyFaultTests
{
    private const int Count = 1500;

    private static readonly string[] Items = Enumerable.Range(1, Count).Select(static number => Response.Commit(number)).ToArray();
    private static readonly string[] Rows = Enumerable.Range(1, Count).Select(static number => Response.CommitRow(number, "\"Commit " + number + "\"")).ToArray();
    private static readonly string AllCsv = Response.CommitsText(Rows);
    private static readonly string Page = Response.PageText(2, Response.Commit(1), Response.Commit(2));

    [Fact]
    public async Task Fault_07_a_reset_before_the_headers_is_retried()
    {
        await using RawServer server = RawServer.Start(RawResponse.Of("", RawEnd.Reset), RawResponse.Of("HTT", RawEnd.Close), RawResponse.Complete("application/json", Page));
        using var client = new TestClient(server.BaseUri);
        Assert.Equal(2, (await client.CommitsAsync(TestClient.Json)).Count);
    }

    [Fact]
    public async Task Fault_07_a_permanent_reset_is_an_error()
    {
        await using RawServer server = RawServer.Start(RawResponse.Of("", RawEnd.Reset));
        using var client = new TestClient(server.BaseUri);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.ConnectionLost, TestClient.Json);
        Assert.Equal(4, client.Client.RequestCount);
    }

    public static TheoryData<string> Cuts => ["reset", "close, chunked", "close, below Content-Length", "reset, chunked"];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Fault_08_09_10_an_interrupted_page_is_requested_again(string cut)
    {
        await using RawServer server = RawServer.Start(Cut(cut, "application/json", Page, Page.Length / 2), RawResponse.Complete("application/json", Page));
        using var client = new TestClient(server.BaseUri);
        Assert.Equal([Response.Hash(1), Response.Hash(2)], (await client.CommitsAsync(TestClient.Json)).Select(static commit => commit.CommitHash));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Fault_08_09_10_an_interrupted_CSV_response_continues_without_duplicates(string cut)
    {
        await using RawServer server = RawServer.StartCsv(
            Response.PageText(Count, Items[0]),
            Cut(cut, "text/csv", AllCsv, AllCsv.Length / 2),
            Cut(cut, "text/csv", AllCsv, AllCsv.Length * 3 / 4),
            RawResponse.CompleteCsv(AllCsv));
        using var client = new TestClient(server.BaseUri);
        await EachOnceAsync(client, TestClient.Csv);
        Assert.Equal(3, server.Requests.Count(static line => line.Contains(".csv", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Fault_08_09_10_a_CSV_response_that_is_always_interrupted_is_an_error(string cut)
    {
        await using RawServer server = RawServer.StartCsv(Response.PageText(Count, Items[0]), Cut(cut, "text/csv", AllCsv, AllCsv.Length / 2));
        using var client = new TestClient(server.BaseUri);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.IncompleteAnswer, TestClient.Csv);
        Assert.Equal(4, server.Requests.Count(static line => line.Contains(".csv", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Fault_08_pages_are_requested_if_the_CSV_response_is_always_interrupted()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(PageOfAll, async context =>
        {
            context.Response.ContentType = "text/csv";
            await context.Response.WriteAsync(AllCsv[..(AllCsv.Length / 2)]);
            await context.Response.Body.FlushAsync();
            context.Abort();
        }));
        using var client = new TestClient(server);
        await EachOnceAsync(client, TestClient.Auto with { PageSize = 100 });
        Assert.Equal(2, server.Requests.Count(static request => request.IsCsv));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Fault_05_07_pages_are_requested_if_the_CSV_response_never_starts(int status)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(PageOfAll, context =>
        {
            if (status != 0)
            {
                return Response.Status(status)(context);
            }

            context.Abort();
            return Task.CompletedTask;
        }));
        using var client = new TestClient(server);
        await EachOnceAsync(client, TestClient.Auto with { PageSize = 500 });
        Assert.Equal(4, server.Requests.Count(static request => request.IsCsv));
        _ = await client.CommitsFailAsync(status == 0 ? AiCodeErrorKind.ConnectionLost : AiCodeErrorKind.ServerError, TestClient.Csv);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Fault_08_09_10_reading_continues_at_the_interrupted_page(string cut)
    {
        int second = 0;
        await using RawServer server = RawServer.Start(line =>
        {
            int page = line.Contains("&page=2&", StringComparison.Ordinal) ? 1 : line.Contains("&page=3&", StringComparison.Ordinal) ? 2 : 0;
            string body = Response.PageText(Count, Items.Skip(page * 500).Take(500).ToArray());
            return page == 1 && second++ == 0 ? Cut(cut, "application/json", body, body.Length / 2) : RawResponse.Complete("application/json", body);
        });
        using var client = new TestClient(server.BaseUri);
        await EachOnceAsync(client, TestClient.Json with { PageSize = 500 });
        Assert.Equal(["1", "2", "2", "3"], server.Requests.Select(static line => line.Split("&page=")[1][..1]));
    }

    // The stream is interrupted after records were returned. In the next response, one of them is missing or replaced.
    [Theory]
    [InlineData("reset", true)]
    [InlineData("close, chunked", true)]
    [InlineData("close, below Content-Length", false)]
    [InlineData("reset, chunked", false)]
    public async Task Fault_08_09_10_data_that_changed_during_the_retry_is_an_error(string cut, bool replaced)
    {
        string other = Response.CommitsText([.. replaced ? [Response.CommitRow(9999)] : Array.Empty<string>(), .. Rows[1..]]);
        int counts = 0;
        int streams = 0;
        await using RawServer server = RawServer.Start(line => !line.Contains(".csv", StringComparison.Ordinal)
            ? RawResponse.Complete("application/json", Response.PageText(counts++ == 0 || replaced ? Count : Count - 1, Items[0]))
            : streams++ == 0 ? Cut(cut, "text/csv", AllCsv, AllCsv.Length * 3 / 4) : RawResponse.CompleteCsv(other));
        using var client = new TestClient(server.BaseUri);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.DataChanged, TestClient.Csv);
    }

    [Fact]
    public async Task Fault_11_a_csv_response_that_ends_inside_a_record_is_incomplete()
    {
        string message = "\"two\nlines, \"\"quoted\"\"\"";
        string whole = Response.CommitsText(Response.CommitRow(1), Response.CommitRow(2, message), Response.CommitRow(3, message));
        for (int length = 30; length < whole.Length; length++)
        {
            string part = whole[..length];
            if (part.EndsWith('\n') && (part.Count(static c => c == '"') % 2) == 0)
            {
                continue;
            }

            await using RawServer server = RawServer.StartCsv(Response.PageText(3, Items[0]), RawResponse.UntilClose("text/csv", part));
            using var client = new TestClient(server.BaseUri);
            AiCodeException e = await client.CommitsFailAsync(TestClient.Csv);
            Assert.True(e.Kind == AiCodeErrorKind.IncompleteAnswer, $"{e.Kind} if truncated after: …{part[^20..]}");

            // Truncates the response at every byte of the last record, and at some bytes before it.
            length += length < whole.Length - 160 ? 11 : 0;
        }
    }

    [Fact]
    public async Task Fault_12_a_csv_response_that_ends_after_a_record_differs_from_the_count()
    {
        string cut = Response.CommitsText(Rows[..^1]);
        await using RawServer once = RawServer.StartCsv(Response.PageText(Count, Items[0]), RawResponse.UntilClose("text/csv", cut), RawResponse.UntilClose("text/csv", AllCsv));
        using var client = new TestClient(once.BaseUri);
        await EachOnceAsync(client, TestClient.Csv);

        await using RawServer always = RawServer.StartCsv(Response.PageText(Count, Items[0]), RawResponse.UntilClose("text/csv", cut));
        using var other = new TestClient(always.BaseUri);
        _ = await other.CommitsFailAsync(AiCodeErrorKind.CountMismatch, TestClient.Csv);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("deflate", true)]
    [InlineData("br", true)]
    [InlineData("x-unknown", false)]
    public async Task Fault_13_14_15_a_compressed_response_is_rejected(string encoding, bool truncated)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(Page));
        }

        byte[] body = compressed.ToArray()[..^(truncated ? 8 : 0)];
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return Response.Body(200, "application/json", body)(context);
        });
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.UnexpectedAnswer, TestClient.Json);
    }

    [Fact]
    public async Task Fault_16_headers_that_never_arrive_time_out()
    {
        int requestCount = 0;
        await using TestServer server = await TestServer.StartAsync(context =>
            Interlocked.Increment(ref requestCount) > 1 ? Response.Json(Page)(context) : Task.Delay(-1, context.RequestAborted));
        using var client = new TestClient(server);
        Task<List<AiCommit>> reading = client.CommitsAsync(TestClient.Json);
        await Stall.UntilDoneAsync(reading, client.Clock);
        Assert.Equal(2, (await reading).Count);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Fault_17_a_body_that_stalls_times_out(AiCodeTransport transport)
    {
        bool csv = transport == AiCodeTransport.Csv;
        string page = Response.PageText(Count, csv ? [Items[0]] : Items);
        int requestCount = 0;
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            bool now = context.Request.Path.Value!.EndsWith(".csv", StringComparison.Ordinal) == csv;
            string body = context.Request.Path.Value.EndsWith(".csv", StringComparison.Ordinal) ? AllCsv : page;
            if (!now || Interlocked.Increment(ref requestCount) > 1)
            {
                await (csv && now ? Response.Csv(body) : Response.Json(body))(context);
                return;
            }

            context.Response.ContentType = csv ? "text/csv" : "application/json";
            await context.Response.WriteAsync(body[..(body.Length / 2)]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(-1, context.RequestAborted);
        });
        using var client = new TestClient(server);
        Task reading = EachOnceAsync(client, TestClient.Days(7, transport) with { PageSize = 1000 });
        await Stall.UntilDoneAsync(reading, client.Clock);
        Assert.Equal(2, requestCount);
        Assert.Contains(client.Events.OfType<RequestEvent>(), static item => item.Problem is not null);
    }

    [Fact]
    public async Task Fault_17_a_body_that_always_stalls_is_an_error()
    {
        await using RawServer server = RawServer.Start(RawResponse.WithLength("application/json", "{\"items\":[", 1000, RawEnd.Stall));
        using var client = new TestClient(server.BaseUri);
        Task failing = client.CommitsFailAsync(AiCodeErrorKind.Timeout, TestClient.Json);
        await Stall.UntilDoneAsync(failing, client.Clock);
        Assert.Equal(4, client.Client.RequestCount);
    }

    [Fact]
    public async Task Fault_18_a_body_that_trickles_times_out()
    {
        var clock = new TestTimeProvider();
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            byte[] page = Encoding.UTF8.GetBytes(Page);
            for (int i = 0; i < page.Length; i++)
            {
                await context.Response.Body.WriteAsync(page.AsMemory(i, 1), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(2, context.RequestAborted);
                clock.Advance(TimeSpan.FromSeconds(5));
            }
        });
        using var client = new TestClient(server.BaseUri, clock: clock);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.Timeout, TestClient.Json);
    }

    [Fact]
    public async Task Fault_18_a_slow_caller_causes_no_timeout()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(Count, Items[0]), Response.Csv(AllCsv)));
        using var client = new TestClient(server);
        int read = 0;
        await foreach (IReadOnlyList<AiCommit> batch in client.Client.ReadCommitsAsync(TestClient.Csv))
        {
            client.Clock.Advance(TimeSpan.FromMinutes(10));
            read += batch.Count;
        }

        Assert.Equal(Count, read);
    }

    [Theory]
    [InlineData(AiCodeTransport.Json)]
    [InlineData(AiCodeTransport.Csv)]
    public async Task Fault_19_cancellation_in_a_body_ends_immediately(AiCodeTransport transport)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            async context =>
            {
                string page = Response.PageText(Count, Items[0]);
                await context.Response.WriteAsync(transport == AiCodeTransport.Csv ? page : page[..50]);
                await context.Response.Body.FlushAsync();
                await (transport == AiCodeTransport.Csv ? Task.CompletedTask : Task.Delay(-1, context.RequestAborted));
            },
            async context =>
            {
                context.Response.ContentType = "text/csv";
                await context.Response.WriteAsync(AllCsv[..(AllCsv.Length / 2)]);
                await context.Response.Body.FlushAsync();
                await Task.Delay(-1, context.RequestAborted);
            }));
        using var client = new TestClient(server);
        using var stop = new CancellationTokenSource();
        Task<List<AiCommit>> reading = client.CommitsAsync(TestClient.Days(7, transport), stop.Token);
        await Task.Delay(150);
        Assert.False(reading.IsCompleted);
        await stop.CancelAsync();
        await PromptlyAsync(Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading));
    }

    [Fact]
    public async Task Fault_19_cancellation_in_a_wait_ends_immediately()
    {
        var clock = new TestTimeProvider { EndsWaits = false };
        await using TestServer server = await TestServer.StartAsync(Response.Status(429, "{}", ("Retry-After", "60")));
        using var client = new TestClient(server.BaseUri, clock: clock);
        using var stop = new CancellationTokenSource();
        Task<List<AiCommit>> reading = client.CommitsAsync(TestClient.Json, stop.Token);
        while (client.Waits.Count == 0)
        {
            await Task.Delay(5);
        }

        await stop.CancelAsync();
        await PromptlyAsync(Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading));
    }

    [Fact]
    public async Task Fault_19_leaving_the_enumeration_ends_the_stream_immediately()
    {
        var closed = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(1_000_000, Items[0]), async context =>
        {
            context.Response.ContentType = "text/csv";
            await context.Response.WriteAsync(AllCsv);
            await context.Response.Body.FlushAsync();
            using CancellationTokenRegistration left = context.RequestAborted.Register(() => closed.TrySetResult());
            await closed.Task;
        }));
        using var client = new TestClient(server);
        await PromptlyAsync(client.FirstBatchAsync(TestClient.Csv));

        // To reuse the connection, .NET first waits two seconds for the rest of the response.
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Fault_20_a_closed_persistent_connection_is_replaced()
    {
        // The server closes the connection after each response, without a Connection header.
        await using RawServer server = RawServer.Start(_ => RawResponse.Complete("application/json", Page) with { End = RawEnd.Close });
        using var client = new TestClient(server.BaseUri);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(2, (await client.CommitsAsync(TestClient.Json)).Count);
            await Task.Delay(5);
        }
    }

    [Theory]
    [InlineData("HTTQ/1.1 200 OK\r\n\r\n{}")]
    [InlineData("not http at all\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}")]
    public async Task Fault_21_invalid_http_is_an_error(string text)
    {
        await using RawServer server = RawServer.Start(RawResponse.Of(text, RawEnd.Close));
        using var client = new TestClient(server.BaseUri);
        AiCodeException e = await client.CommitsFailAsync(TestClient.Json);
        Assert.Contains(e.Kind, new[] { AiCodeErrorKind.UnexpectedAnswer, AiCodeErrorKind.ConnectionLost, AiCodeErrorKind.IncompleteAnswer });
        Assert.InRange(client.Client.RequestCount, 1, 4);
    }

    [Fact]
    public async Task Fault_22_headers_of_many_megabytes_are_an_error()
    {
        string headers = string.Concat(Enumerable.Range(0, 8).Select(static i => $"X-{i}: {new string('x', 1_000_000)}\r\n"));
        await using RawServer server = RawServer.Start(RawResponse.Of($"HTTP/1.1 200 OK\r\n{headers}\r\n{{}}", RawEnd.Close));
        using var client = new TestClient(server.BaseUri);
        AiCodeException e = await client.CommitsFailAsync(TestClient.Json);
        Assert.Contains(e.Kind, new[] { AiCodeErrorKind.UnexpectedAnswer, AiCodeErrorKind.ConnectionLost });
    }

    [Fact]
    public async Task Fault_23_an_unresolved_host_name_is_an_error_that_contains_it()
    {
        using var client = new TestClient(new Uri("https://no-such-host.invalid"));
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.Unreachable, TestClient.Json);
        Assert.Contains("no-such-host.invalid", e.Message, StringComparison.Ordinal);
        Assert.Equal(4, client.Client.RequestCount);
    }

    private static Task PageOfAll(HttpContext context)
    {
        int page = int.Parse(context.Request.Query["page"]!, System.Globalization.CultureInfo.InvariantCulture);
        int size = int.Parse(context.Request.Query["pageSize"]!, System.Globalization.CultureInfo.InvariantCulture);
        return Response.PageOf(Count, Items.Skip((page - 1) * size).Take(size).ToArray())(context);
    }

    private static RawResponse Cut(string cut, string type, string body, int length) => cut switch
    {
        "reset" => RawResponse.WithLength(type, body[..length], body.Length, RawEnd.Reset),
        "reset, chunked" => RawResponse.Chunked(type, body[..length], complete: false, RawEnd.Reset),
        "close, chunked" => RawResponse.Chunked(type, body[..length], complete: false, RawEnd.Close),
        _ => RawResponse.WithLength(type, body[..length], body.Length, RawEnd.Close),
    };

    private static async Task EachOnceAsync(TestClient client, AiCodeQuery query)
    {
        List<AiCommit> commits = await client.CommitsAsync(query);
        Assert.Equal(Enumerable.Range(1, Count).Select(static number => Response.Hash(number)), commits.Select(static commit => commit.CommitHash));
    }

    private static async Task PromptlyAsync(Task task)
    {
        // The servers of these tests never end the response. The 10 seconds are for busy machines.
        Assert.True(await Task.WhenAny(task, Task.Delay(TimeSpan.FromSeconds(10))) == task, "The task takes more than 10 seconds.");
        await task;
    }
}
