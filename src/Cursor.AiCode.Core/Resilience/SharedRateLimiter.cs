using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Resilience;

/// <summary>
/// Limits the requests to one endpoint with one key, over all processes of the user on this computer. It keeps a sliding
/// window of the times of responses in a file that the processes share.
/// </summary>
internal sealed class SharedRateLimiter
{
    // The server counts a request at some time between sending it and receiving the response. The margin covers the
    // latency of the network.
    private static readonly TimeSpan ClockSkewMargin = TimeSpan.FromMilliseconds(500);

    private readonly RateLimiterStateFile _file;
    private readonly int? _requestsPerMinute;
    private readonly TimeProvider _time;

    public SharedRateLimiter(RateLimiterStateFile file, int? requestsPerMinute, TimeProvider time)
    {
        _file = file;
        _requestsPerMinute = requestsPerMinute;
        _time = time;
    }

    private static TimeSpan Window => RetryAfterHeader.Window + ClockSkewMargin;

    /// <summary>Returns how many requests can be sent now without a wait.</summary>
    public int GetAvailablePermits()
    {
        using RateLimiterState state = _file.Open();
        state.Evict(_time.GetUtcNow(), Window);
        return Math.Max(0, Limit(state) - state.Count);
    }

    /// <summary>Acquires a lease for one request, and waits until one is available.</summary>
    /// <returns>The lease, for <see cref="Complete"/>.</returns>
    public async Task<long> AcquireAsync(Action<AiCodeEvent> report, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            int limit;
            using (RateLimiterState state = _file.Open())
            {
                DateTimeOffset now = _time.GetUtcNow();
                state.Evict(now, Window);
                limit = Limit(state);
                if (state.Count < limit)
                {
                    return state.Add(now);
                }

                wait = state.EntryFromEnd(limit) + Window - now;
            }

            wait = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, Math.Min(wait.Ticks, Window.Ticks)));
            report(new WaitEvent($"the limit of {limit} requests per minute to this endpoint is reached", wait));
            await _time.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Completes a request. It counts against the limit for one minute from now on.</summary>
    /// <param name="lease">The lease that <see cref="AcquireAsync"/> returned.</param>
    /// <param name="refused">Whether the status of the response is 429. Then the limit is observed.</param>
    /// <param name="retryAfter">The delay that a 429 response requested; null if it requested none.</param>
    public void Complete(long lease, bool refused, TimeSpan? retryAfter = null)
    {
        using RateLimiterState state = _file.Open();
        DateTimeOffset now = _time.GetUtcNow();
        if (refused)
        {
            state.Evict(now, RetryAfterHeader.Window);
            state.ObserveLimit(now, retryAfter);
        }

        state.Complete(lease, now, served: !refused);
    }

    // A limit that the user specified takes precedence over the observed one.
    private int Limit(RateLimiterState state) => _requestsPerMinute ??
        Math.Min(AiCodeClientOptions.DefaultRequestsPerMinute, state.ObservedLimit ?? AiCodeClientOptions.DefaultRequestsPerMinute);
}
