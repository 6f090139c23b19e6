using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>
/// A client with its own connections, clock and rate limiter folder. <see cref="Dispose"/> asserts that its events don't
/// contain the key, and <see cref="FailsAsync(Func{Task})"/> asserts it for the error.
/// </summary>
internal sealed class TestClient : IDisposable
{
    private static readonly DateTimeOffset Newest = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpMessageHandler _handler = SharedHttpHandler.Create(useProxy: false);
    private readonly ConcurrentQueue<AiCodeEvent> _events = new();
    private readonly string[] _secrets;

    public TestClient(Uri baseUri, int? requestsPerMinute = 1000, TimeSpan? maxRetryAfter = null, string key = TestServer.Key, TestTimeProvider? clock = null)
    {
        Clock = clock ?? new TestTimeProvider();
        _secrets = [key, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(key + ":")).TrimEnd('=')];
        var options = new AiCodeClientOptions(key, baseUri)
        {
            TimeProvider = Clock,
            Handler = _handler,
            RateLimiterDirectory = RateLimiterFolder.FullName,
            // A later server can get the same port.
            WindowLimits = [],
            DetailLimits = [],
            RequestsPerMinute = requestsPerMinute,
            MaxRetryAfter = maxRetryAfter ?? AiCodeClientOptions.DefaultMaxRetryAfter,
        };
        Client = new AiCodeClient(options, _events.Enqueue);
    }

    public TestClient(TestServer server)
        : this(server.BaseUri)
    {
    }

    public TempFolder RateLimiterFolder { get; } = new();

    public TestTimeProvider Clock { get; }

    public AiCodeClient Client { get; }

    /// <summary>The events that the client has reported.</summary>
    public IReadOnlyList<AiCodeEvent> Events => _events.ToArray();

    /// <summary>The wait events that the client has reported.</summary>
    public IReadOnlyList<WaitEvent> Waits => Events.OfType<WaitEvent>().ToArray();

    /// <summary>A query for the last days before the newest record of <see cref="Response"/>.</summary>
    public static AiCodeQuery Days(int days, AiCodeTransport transport = AiCodeTransport.Auto) =>
        new(new AiCodeDateRange(Newest.AddDays(-days), Newest)) { Transport = transport };

    public static AiCodeQuery Json => Days(7, AiCodeTransport.Json);

    public static AiCodeQuery Csv => Days(7, AiCodeTransport.Csv);

    public static AiCodeQuery Auto => Days(7);

    public async Task<List<AiCommit>> CommitsAsync(AiCodeQuery query, CancellationToken cancellationToken = default)
    {
        var commits = new List<AiCommit>();
        await foreach (IReadOnlyList<AiCommit> batch in Client.ReadCommitsAsync(query, cancellationToken))
        {
            commits.AddRange(batch);
        }

        return commits;
    }

    public async Task<List<AiCodeChange>> ChangesAsync(AiCodeQuery query, CancellationToken cancellationToken = default)
    {
        var changes = new List<AiCodeChange>();
        await foreach (IReadOnlyList<AiCodeChange> batch in Client.ReadChangesAsync(query, cancellationToken))
        {
            changes.AddRange(batch);
        }

        return changes;
    }

    /// <summary>Reads the first batch, and stops the enumeration.</summary>
    public async Task<IReadOnlyList<AiCommit>> FirstBatchAsync(AiCodeQuery query)
    {
        await foreach (IReadOnlyList<AiCommit> batch in Client.ReadCommitsAsync(query))
        {
            return batch;
        }

        return [];
    }

    /// <summary>Expects an error that doesn't contain the key.</summary>
    public async Task<AiCodeException> FailsAsync(Func<Task> action)
    {
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(action);
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            AssertNoKey(cause.ToString());
            AssertNoKey(string.Join(' ', cause.Data.Values.Cast<object?>()));
        }

        AssertNoKey(e.RequestUri?.OriginalString);
        AssertNoKey(e.ServiceMessage);
        return e;
    }

    /// <summary>Expects an error of a kind that doesn't contain the key.</summary>
    public async Task<AiCodeException> FailsAsync(AiCodeErrorKind kind, Func<Task> action)
    {
        AiCodeException e = await FailsAsync(action);
        Assert.True(kind == e.Kind, $"Expected {kind}, but it was {e.Kind}: {e.Message}");
        return e;
    }

    /// <summary>Expects that reading commits ends with an error.</summary>
    public Task<AiCodeException> CommitsFailAsync(AiCodeQuery query) => FailsAsync(() => CommitsAsync(query));

    /// <summary>Expects that reading commits ends with an error of a kind.</summary>
    public Task<AiCodeException> CommitsFailAsync(AiCodeErrorKind kind, AiCodeQuery query) => FailsAsync(kind, () => CommitsAsync(query));

    public void AssertNoKey(string? text) =>
        Assert.All(_secrets, secret => Assert.DoesNotContain(secret, text ?? "", StringComparison.OrdinalIgnoreCase));

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
        RateLimiterFolder.Dispose();
        foreach (AiCodeEvent item in Events)
        {
            AssertNoKey(item.ToString());
        }
    }
}
