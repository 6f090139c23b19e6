using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Http;

/// <summary>
/// Keeps the requests to one endpoint with one key under the limit of the API, over all processes of the user on this
/// machine: a sliding log of when answers came, in a file that the processes share.
/// </summary>
internal sealed class RequestBudget
{
    // The server's clock for a request runs between our sending and our receiving, and its window may be reckoned from
    // either; the guard covers what the network adds.
    private static readonly TimeSpan Guard = TimeSpan.FromMilliseconds(500);

    private readonly RequestLogFile _file;
    private readonly int? _asked;
    private readonly TimeProvider _clock;

    public RequestBudget(RequestLogFile file, int? requestsPerMinute, TimeProvider clock)
    {
        _file = file;
        _asked = requestsPerMinute;
        _clock = clock;
    }

    private static TimeSpan Window => RetryAfter.Window + Guard;

    /// <summary>How many requests could go now without a wait.</summary>
    public int Available()
    {
        using RequestLog log = _file.Open();
        log.Forget(_clock.GetUtcNow(), Window);
        return Math.Max(0, Limit(log) - log.Count);
    }

    /// <summary>Takes a place in the budget, waiting until there is one.</summary>
    /// <returns>The place, to be given back to <see cref="Answered"/>.</returns>
    public async Task<long> TakeAsync(Action<AiCodeNotice> notify, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            int limit;
            using (RequestLog log = _file.Open())
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
            notify(new WaitNotice($"the limit of {limit} requests a minute to this endpoint is used up", wait));
            await _clock.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that the request of <paramref name="place"/> was answered: its minute starts now.</summary>
    /// <param name="place">What <see cref="TakeAsync"/> gave.</param>
    /// <param name="refused">Whether the answer was a 429, which teaches the limit.</param>
    /// <param name="wait">The wait that a 429 asked for; null where it asked for none.</param>
    public void Answered(long place, bool refused, TimeSpan? wait = null)
    {
        using RequestLog log = _file.Open();
        DateTimeOffset now = _clock.GetUtcNow();
        if (refused)
        {
            log.Forget(now, RetryAfter.Window);
            log.Learn(now, wait);
        }

        log.Answer(place, now, served: !refused);
    }

    // Who names a limit knows it; else the API's own lesson counts.
    private int Limit(RequestLog log) => _asked ??
        Math.Min(AiCodeConnection.DefaultRequestsPerMinute, log.LearnedLimit ?? AiCodeConnection.DefaultRequestsPerMinute);
}
