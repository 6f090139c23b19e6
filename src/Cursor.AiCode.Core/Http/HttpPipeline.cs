using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Resilience;

namespace Cursor.AiCode.Http;

/// <summary>Sends requests within the rate limit, and retries after transient failures.</summary>
internal sealed class HttpPipeline : IDisposable
{
    private readonly AiCodeClientOptions _options;
    private readonly HttpTransport _transport;
    private readonly Action<AiCodeEvent> _report;
    private readonly bool _retry;
    private readonly ConcurrentDictionary<string, SharedRateLimiter> _limiters = new(StringComparer.Ordinal);
    private int _requestCount;

    public HttpPipeline(AiCodeClientOptions options, Action<AiCodeEvent> report, bool retry = true)
    {
        _retry = retry;
        _options = options;
        _report = report;
        _transport = new HttpTransport(options);
    }

    /// <summary>The number of requests that were sent, including retries.</summary>
    public int RequestCount => _requestCount;

    /// <summary>Returns how many requests can be sent to the endpoint now without a wait.</summary>
    public int GetAvailablePermits(string endpoint) => LimiterOf(endpoint).GetAvailablePermits();

    /// <summary>
    /// Sends <paramref name="request"/>, and reads the response with <paramref name="read"/>. Both are retried after
    /// transient failures.
    /// </summary>
    public Task<T> SendAsync<T>(
        IApiRequest request, Func<ApiResponse, CancellationToken, Task<(T Result, long Records)>> read, CancellationToken cancellationToken) =>
        ExecuteAsync(token => SendOnceAsync(request, read, token), cancellationToken);

    /// <summary>Sends <paramref name="request"/>, and returns the response before its body is received. The caller reads, reports and disposes it.</summary>
    public Task<ApiResponse> OpenAsync(IApiRequest request, CancellationToken cancellationToken) =>
        ExecuteAsync(token => SendRequestAsync(request, token), cancellationToken);

    /// <summary>Waits before a download is retried.</summary>
    /// <param name="failures">The number of consecutive failures.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task WaitBeforeRetryAsync(int failures, CancellationToken cancellationToken)
    {
        TimeSpan wait = RetryPolicy.GetDelay(failures);
        _report(new WaitEvent("the response was incomplete", wait));
        return _options.TimeProvider.WaitAsync(wait, cancellationToken);
    }

    /// <summary>Reports a response that was read, or whose reading failed.</summary>
    public void Report(ApiResponse response, long? records, string? problem) => _report(new RequestEvent(
        response.Address, response.Status, records, response.Body.BytesRead, _options.TimeProvider.GetElapsedTime(response.Started), problem));

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

        // Polly is loaded only now: most calls don't need it, and loading it takes longer than a request.
        return await RetryPolicy.AfterAsync(first, attempt, _options.TimeProvider, _report, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendOnceAsync<T>(
        IApiRequest request, Func<ApiResponse, CancellationToken, Task<(T Result, long Records)>> read, CancellationToken cancellationToken)
    {
        using ApiResponse response = await SendRequestAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            (T result, long records) = await read(response, cancellationToken).ConfigureAwait(false);
            Report(response, records, null);
            return result;
        }
        catch (AiCodeException e)
        {
            Report(response, null, e.Message);
            throw;
        }
    }

    private async Task<ApiResponse> SendRequestAsync(IApiRequest request, CancellationToken cancellationToken)
    {
        SharedRateLimiter limiter = LimiterOf(request.Endpoint);
        long lease = await limiter.AcquireAsync(_report, cancellationToken).ConfigureAwait(false);
        _ = Interlocked.Increment(ref _requestCount);
        long started = _options.TimeProvider.GetTimestamp();
        try
        {
            ApiResponse response = await _transport.SendAsync(request, started, cancellationToken).ConfigureAwait(false);
            limiter.Complete(lease, refused: false);
            return response;
        }
        catch (AiCodeException e)
        {
            limiter.Complete(lease, refused: e.Kind == AiCodeErrorKind.RateLimited, e.RetryAfter);
            _report(new RequestEvent(
                _transport.Redact(request.Address), (int?)e.StatusCode, null, 0, _options.TimeProvider.GetElapsedTime(started), e.Message));
            throw;
        }
    }

    private SharedRateLimiter LimiterOf(string endpoint) => _limiters.GetOrAdd(
        endpoint,
        name => new SharedRateLimiter(new RateLimiterStateFile(_options, name), _options.RequestsPerMinute, _options.TimeProvider));
}
