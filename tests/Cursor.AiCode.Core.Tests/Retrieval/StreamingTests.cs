using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Tests.Support;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Retrieval;

/// <summary>Tests that requests are sent only when their records are read, and which progress is reported.</summary>
public sealed class StreamingTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(2500, days: 29, seed: 7);

    [Theory]
    [InlineData(AiCodeTransport.Json, 1)]
    [InlineData(AiCodeTransport.Auto, 1)]
    [InlineData(AiCodeTransport.Csv, 2)]
    public async Task Reading_only_the_first_records_sends_no_further_requests(AiCodeTransport transport, int requests)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        Assert.NotEmpty(await client.FirstBatchAsync(CompletenessTests.Query(95, transport)));
        Assert.Equal(requests, server.Http.Requests.Count);
        Assert.Equal(requests, client.Client.RequestCount);
    }

    [Fact]
    public async Task No_request_is_sent_before_the_first_read()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        IAsyncEnumerator<IReadOnlyList<AiCommit>> records = client.Client.ReadCommitsAsync(CompletenessTests.Query(30, AiCodeTransport.Auto)).GetAsyncEnumerator();
        await Task.Delay(50);
        Assert.Empty(server.Http.Requests);
        await records.DisposeAsync();
    }

    [Fact]
    public async Task A_page_is_no_larger_than_the_requested_records()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Auto) with { MaxRecords = 5 };
        Assert.Equal(5, (await client.FirstBatchAsync(query)).Count);
        Assert.Equal("5", Assert.Single(server.Http.Requests).Query["pageSize"]);
    }

    [Fact]
    public async Task Auto_reads_few_records_as_pages_and_many_as_CSV()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        int few = (await client.CommitsAsync(CompletenessTests.Query(10, AiCodeTransport.Auto))).Count;
        Assert.InRange(few, 100, 1000);
        Assert.Single(server.Http.Requests);
        _ = await client.CommitsAsync(CompletenessTests.Query(30, AiCodeTransport.Auto));
        Assert.Equal([false, false, true], server.Http.Requests.Select(static request => request.IsCsv));
    }

    [Fact]
    public async Task A_response_split_into_small_reads_loses_no_records()
    {
        const int Count = 1500;
        const int Piece = 1009;
        byte[] csv = Encoding.UTF8.GetBytes(Response.CommitsText([.. Enumerable.Range(1, Count).Select(static number => Response.CommitRow(number))]));
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(Count, Response.Commit()), async context =>
        {
            context.Response.ContentType = "text/csv";
            for (int at = 0; at < csv.Length; at += Piece)
            {
                await context.Response.Body.WriteAsync(csv.AsMemory(at, Math.Min(Piece, csv.Length - at)));
                await context.Response.Body.FlushAsync();
                await Task.Delay(1);
            }
        }));
        using var client = new TestClient(server);
        List<AiCommit> commits = await client.CommitsAsync(TestClient.Csv);
        Assert.Equal(Enumerable.Range(1, Count).Select(Response.Hash), commits.Select(static commit => commit.CommitHash));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_stream_is_disposed_after_its_pending_read_ends()
    {
        using var body = new SlowBody(Response.CommitsText([.. Enumerable.Range(1, 600).Select(static number => Response.CommitRow(number))]));
        using var handler = new OneBody(Response.PageText(1000, Response.Commit()), body);
        using var folder = new TempFolder();
        using var client = new AiCodeClient(new AiCodeClientOptions(TestServer.Key, new Uri("http://127.0.0.1")) { Handler = handler, RateLimiterDirectory = folder.FullName });
        IAsyncEnumerator<IReadOnlyList<AiCommit>> records = client.ReadCommitsAsync(TestClient.Csv).GetAsyncEnumerator();
        Assert.True(await records.MoveNextAsync());
        await body.Reading.WaitAsync(TimeSpan.FromSeconds(30));
        Task disposing = records.DisposeAsync().AsTask();
        await Task.Delay(50);
        Assert.False(disposing.IsCompleted || body.IsDisposed);
        body.End();
        await disposing;
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [InlineData(350ul, 1000, 4, false)]
    [InlineData(350ul, 4, 4, false)]
    [InlineData(350ul, 3, 1, true)]
    [InlineData(100ul, 1, 1, false)]
    [InlineData(200ul, 2, 2, false)]
    [InlineData(ulong.MaxValue, 1000, 1, true)]
    public async Task The_first_records_are_read_as_pages_if_the_limit_permits_them(ulong wanted, int requestsPerMinute, int pages, bool stream)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http.BaseUri, requestsPerMinute);
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Auto) with { PageSize = 100, MaxRecords = wanted };
        Assert.True((await client.CommitsAsync(query)).Count >= (int)Math.Min(wanted, 1000));
        Assert.Equal(pages, server.Http.Requests.Count(static request => !request.IsCsv));
        Assert.Equal(stream, server.Http.Requests.Any(static request => request.IsCsv));
        Assert.Empty(client.Waits);
    }

    [Fact]
    public async Task All_requests_of_a_call_have_the_same_times()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        _ = await client.CommitsAsync(CompletenessTests.Query(30, AiCodeTransport.Json) with { PageSize = 700 });
        Assert.Equal(4, server.Http.Requests.Count);
        Assert.Single(server.Http.Requests.Select(static request => (request.Query["startDate"], request.Query["endDate"])).Distinct());
        Assert.Equal(["1", "2", "3", "4"], server.Http.Requests.Select(static request => request.Query["page"]));
    }

    [Theory]
    [InlineData(60, 3)]
    [InlineData(60, 1)]
    [InlineData(20, 1)]
    public async Task Progress_only_increases_over_all_windows_and_users(int days, int users)
    {
        IReadOnlyList<ExpectedCommit> commits = AwkwardRecords.Commits(1500, days: 59, seed: 7);
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(commits);
        using var client = new TestClient(server.Http);
        string[] people = commits.Select(static commit => commit.Person.Email).Distinct().Take(users).ToArray();
        AiCodeQuery query = CompletenessTests.Query(days, AiCodeTransport.Json) with { PageSize = 50, Users = people };
        int read = (await client.CommitsAsync(query)).Count;
        ProgressEvent[] all = client.Events.OfType<ProgressEvent>().ToArray();
        int windows = Windows.Of(query.Range).Count() * users;
        Assert.Equal(all.Select(static item => item.Share).Order(), all.Select(static item => item.Share));
        Assert.InRange(all[0].Share, 0.001, 1.0 / windows);
        Assert.Equal(windows == 1, all[0].Expected is not null);
        Assert.Equal(read, all[^1].Records);

        // Two windows count a record on their boundary, which is read once.
        Assert.InRange(all[^1].Share, 1 - (0.2 / windows), 1);
    }

    [Fact]
    public async Task Progress_of_the_first_records_is_a_share_of_MaxRecords()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        AiCodeQuery query = CompletenessTests.Query(30, AiCodeTransport.Json) with { PageSize = 10, MaxRecords = 40 };
        _ = await client.CommitsAsync(query);
        Assert.Equal([0.25, 0.5, 0.75, 1], client.Events.OfType<ProgressEvent>().Select(static item => item.Share));
        Assert.All(client.Events.OfType<ProgressEvent>(), static item => Assert.Equal(40, item.Expected));
    }

    [Fact]
    public async Task Progress_ends_at_the_number_of_records_and_each_request_is_reported()
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits);
        using var client = new TestClient(server.Http);
        int read = (await client.CommitsAsync(CompletenessTests.Query(30, AiCodeTransport.Json))).Count;
        ProgressEvent last = client.Events.OfType<ProgressEvent>().Last();
        Assert.Equal(read, last.Records);
        Assert.Equal(read, last.Expected);
        Assert.Equal(1, last.Share);
        Assert.Equal(server.Http.Requests.Count, client.Events.OfType<RequestEvent>().Count());
        Assert.All(client.Events.OfType<RequestEvent>(), static item => Assert.Equal(200, item.Status));
    }

    /// <summary>Returns a page to JSON requests, and a stream to CSV requests.</summary>
    private sealed class OneBody(string page, Stream csv) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpContent content = request.RequestUri!.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal) ? new StreamContent(csv) : new StringContent(page);
            content.Headers.ContentType = new MediaTypeHeaderValue(content is StreamContent ? "text/csv" : "application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>A body whose second read ignores cancellation, and lasts until <see cref="End"/> is called.</summary>
    private sealed class SlowBody(string start) : MemoryStream(Encoding.UTF8.GetBytes(start))
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => _reading.Task;

        public bool IsDisposed { get; private set; }

        public void End() => _end.SetResult();

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                _reading.SetResult();
                await _end.Task;
                return 0;
            }

            return Read(buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
