using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Tests.Support;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>An API without a network, and clients with a fake clock.</summary>
internal sealed class FakeApi : HttpMessageHandler
{
    private static readonly DateTimeOffset End = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);
    private static int _clients;

    private readonly Func<Uri, (string Type, Stream Body)> _respond;

    public FakeApi(Func<Uri, (string Type, Stream Body)> respond) => _respond = respond;

    /// <summary>The URIs of the requests.</summary>
    public List<Uri> Requests { get; } = [];

    /// <summary>Returns an API with the specified CSV or first JSON page, and count of records.</summary>
    public static FakeApi Of(AiCodeTransport transport, Func<Stream> body, long count) => new(address =>
    {
        bool csv = address.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal);
        string query = address.Query;
        bool isBody = csv || (transport == AiCodeTransport.Json && query.Contains("&page=1&", StringComparison.Ordinal) && !query.EndsWith("&pageSize=1", StringComparison.Ordinal));
        return isBody
            ? (csv ? "text/csv" : "application/json", body())
            : ("application/json", new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"items":[],"totalCount":{{count}},"page":1,"pageSize":1}""")));
    });

    public static AiCodeQuery Query(AiCodeTransport transport) => new(new AiCodeDateRange(End.AddDays(-7), End)) { Transport = transport };

    /// <summary>Returns all records that the client returns, in their order.</summary>
    public async Task<List<RecordValues>> ReadAsync(AiCodeKind kind, AiCodeTransport transport)
    {
        using AiCodeClient client = Client();
        return kind == AiCodeKind.Commit
            ? await ReadAsync(client.ReadCommitsAsync(Query(transport)), RecordValues.Of)
            : await ReadAsync(client.ReadChangesAsync(Query(transport)), RecordValues.Of);
    }

    /// <summary>Returns a client with a new key, so that it doesn't share a rate limit.</summary>
    public AiCodeClient Client() => Client("key_" + Interlocked.Increment(ref _clients), new TestTimeProvider(), "", requestsPerMinute: 1000);

    public AiCodeClient Client(string key, TimeProvider clock, string rateLimiterFolder, int? requestsPerMinute) => new(new AiCodeClientOptions(key)
    {
        Handler = this,
        TimeProvider = clock,
        RateLimiterDirectory = rateLimiterFolder,
        RequestsPerMinute = requestsPerMinute,
    });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Requests)
        {
            Requests.Add(request.RequestUri!);
        }

        (string type, Stream body) = _respond(request.RequestUri!);
        var content = new StreamContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return Task.FromResult(new HttpResponseMessage { Content = content, RequestMessage = request });
    }

    private static async Task<List<RecordValues>> ReadAsync<T>(IAsyncEnumerable<IReadOnlyList<T>> batches, Func<T, RecordValues> toValues)
    {
        var all = new List<RecordValues>();
        await foreach (IReadOnlyList<T> batch in batches)
        {
            all.AddRange(batch.Select(toValues));
        }

        return all;
    }
}
