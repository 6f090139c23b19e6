using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Resilience;

/// <summary>
/// Keeps the requests to one endpoint with one key under the limit of the API, over all processes of the user on this
/// machine: a sliding log of when answers came, in a file that the processes share.
/// </summary>
internal sealed class SharedRateLimiter
{
    // The server's clock for a request runs between our sending and our receiving, and its window may be reckoned from
    // either; the guard covers what the network adds.
    private static readonly TimeSpan ClockSkewMargin = TimeSpan.FromMilliseconds(500);

    private readonly RateLimiterStateFile _file;
    private readonly int? _asked;
    private readonly TimeProvider _clock;

    public SharedRateLimiter(RateLimiterStateFile file, int? requestsPerMinute, TimeProvider clock)
    {
        _file = file;
        _asked = requestsPerMinute;
        _clock = clock;
    }

    private static TimeSpan Window => RetryAfterHeader.Window + ClockSkewMargin;

    /// <summary>How many requests could go now without a wait.</summary>
    public int GetAvailablePermits()
    {
        using RateLimiterState log = _file.Open();
        log.Forget(_clock.GetUtcNow(), Window);
        return Math.Max(0, Limit(log) - log.Count);
    }

    /// <summary>Takes a lease in the budget, waiting until there is one.</summary>
    /// <returns>The lease, to be given back to <see cref="Complete"/>.</returns>
    public async Task<long> AcquireAsync(Action<AiCodeEvent> notify, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            int limit;
            using (RateLimiterState log = _file.Open())
            {
                DateTimeOffset now = _clock.GetUtcNow();
                log.Forget(now, Window);
                limit = Limit(log);
                if (log.Count < limit)
                {
                    return log.Add(now);
                }

                wait = log.EntryFromEnd(limit) + Window - now;
            }

            wait = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, Math.Min(wait.Ticks, Window.Ticks)));
            notify(new WaitEvent($"the limit of {limit} requests per minute to this endpoint is reached", wait));
            await _clock.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that the request of <paramref name="lease"/> was answered: its minute starts now.</summary>
    /// <param name="lease">What <see cref="AcquireAsync"/> gave.</param>
    /// <param name="refused">Whether the answer was a 429, which teaches the limit.</param>
    /// <param name="wait">The wait that a 429 asked for; null where it asked for none.</param>
    public void Complete(long lease, bool refused, TimeSpan? wait = null)
    {
        using RateLimiterState log = _file.Open();
        DateTimeOffset now = _clock.GetUtcNow();
        if (refused)
        {
            log.Forget(now, RetryAfterHeader.Window);
            log.ObserveLimit(now, wait);
        }

        log.Answer(lease, now, served: !refused);
    }

    // Who names a limit knows it; else the API's own lesson counts.
    private int Limit(RateLimiterState log) => _asked ??
        Math.Min(AiCodeClientOptions.DefaultRequestsPerMinute, log.ObservedLimit ?? AiCodeClientOptions.DefaultRequestsPerMinute);
}
