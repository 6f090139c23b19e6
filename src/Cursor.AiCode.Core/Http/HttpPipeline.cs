using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Resilience;

namespace Cursor.AiCode.Http;

/// <summary>Sends requests within the budget, and again where a fault may pass.</summary>
internal sealed class HttpPipeline : IDisposable
{
    private readonly AiCodeClientOptions _connection;
    private readonly HttpTransport _transport;
    private readonly Action<AiCodeEvent> _notify;
    private readonly bool _retry;
    private readonly ConcurrentDictionary<string, SharedRateLimiter> _limiters = new(StringComparer.Ordinal);
    private int _requestCount;

    public HttpPipeline(AiCodeClientOptions connection, Action<AiCodeEvent> notify, bool retry = true)
    {
        _retry = retry;
        _connection = connection;
        _notify = notify;
        _transport = new HttpTransport(connection);
    }

    /// <summary>The number of requests that went out.</summary>
    public int RequestCount => _requestCount;

    /// <summary>How many requests could go to the endpoint now without a wait.</summary>
    public int GetAvailablePermits(string endpoint) => LimiterOf(endpoint).GetAvailablePermits();

    /// <summary>
    /// Asks <paramref name="request"/> and reads its answer with <paramref name="read"/>. A fault that may pass, in
    /// asking or in reading, is met by asking again, a few times.
    /// </summary>
    public Task<T> SendAsync<T>(
        ApiRequest request, Func<ApiResponse, CancellationToken, Task<(T Result, long Records)>> read, CancellationToken cancellationToken) =>
        ExecuteAsync(token => SendOnceAsync(request, read, token), cancellationToken);

    /// <summary>Asks <paramref name="request"/> and returns the answer with its body still to come; the caller reads, reports and disposes it.</summary>
    public Task<ApiResponse> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(token => AskAsync(request, token), cancellationToken);

    /// <summary>Waits before a whole answer is asked for again, after the failure number <paramref name="failures"/> in a row.</summary>
    public Task WaitBeforeRetryAsync(int failures, CancellationToken cancellationToken)
    {
        TimeSpan wait = RetryPolicy.GetDelay(failures);
        _notify(new WaitEvent("the response was incomplete", wait));
        return _connection.TimeProvider.WaitAsync(wait, cancellationToken);
    }

    /// <summary>Tells how an answer ended.</summary>
    public void Report(ApiResponse answer, long? records, string? problem) => _notify(new RequestEvent(
        answer.Address, answer.Status, records, answer.Body.BytesRead, _connection.TimeProvider.GetElapsedTime(answer.Started), problem));

    public void Dispose() => _transport.Dispose();

    private async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        AiCodeException first;
        try
        {
            return await attempt(cancellationToken).ConfigureAwait(false);
        }
        catch (AiCodeException e) when (e.IsTransient && _retry)
        {
            first = e;
        }

        // Polly is entered only now: most calls never need it, and loading it takes longer than an answer.
        return await RetryPolicy.AfterAsync(first, attempt, _connection.TimeProvider, _notify, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendOnceAsync<T>(
        ApiRequest request, Func<ApiResponse, CancellationToken, Task<(T Result, long Records)>> read, CancellationToken cancellationToken)
    {
        using ApiResponse answer = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            (T result, long records) = await read(answer, cancellationToken).ConfigureAwait(false);
            Report(answer, records, null);
            return result;
        }
        catch (AiCodeException e)
        {
            Report(answer, null, e.Message);
            throw;
        }
    }

    private async Task<ApiResponse> AskAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        SharedRateLimiter limiter = LimiterOf(request.Endpoint);
        long lease = await limiter.AcquireAsync(_notify, cancellationToken).ConfigureAwait(false);
        _ = Interlocked.Increment(ref _requestCount);
        long started = _connection.TimeProvider.GetTimestamp();
        try
        {
            ApiResponse answer = await _transport.AskAsync(request, started, cancellationToken).ConfigureAwait(false);
            limiter.Complete(lease, refused: false);
            return answer;
        }
        catch (AiCodeException e)
        {
            limiter.Complete(lease, refused: e.Kind == AiCodeErrorKind.RateLimited, e.RetryAfter);
            _notify(new RequestEvent(
                _transport.Shown(request.Address), (int?)e.StatusCode, null, 0, _connection.TimeProvider.GetElapsedTime(started), e.Message));
            throw;
        }
    }

    private SharedRateLimiter LimiterOf(string endpoint) => _limiters.GetOrAdd(
        endpoint,
        name => new SharedRateLimiter(new RateLimiterStateFile(_connection, name), _connection.RequestsPerMinute, _connection.TimeProvider));
}
