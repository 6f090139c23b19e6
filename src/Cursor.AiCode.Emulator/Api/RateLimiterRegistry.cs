using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>The team's rate limiter for each endpoint. All accepted keys belong to one team.</summary>
internal sealed class RateLimiterRegistry(EmulatorOptions options, SimulatedClock clock)
{
    private readonly Dictionary<ApiEndpoint, RateLimiter> _limiters =
        ApiEndpoint.All.ToDictionary(e => e, _ => new RateLimiter(options.Limit, options.LimitModel));

    /// <summary>Acquires a permit for a request. If there is none, sets Retry-After and returns the error.</summary>
    public ApiError? Acquire(ApiEndpoint endpoint, HttpResponse response)
    {
        DateTimeOffset now = clock.UtcNow;
        if (_limiters[endpoint].TryAcquire(now) is not TimeSpan wait)
        {
            return null;
        }

        // Whole seconds, rounded up: a client that waits for them gets a permit.
        double seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        response.Headers.RetryAfter = options.RetryAfter switch
        {
            RetryAfterStyle.Seconds => seconds.ToString(CultureInfo.InvariantCulture),
            RetryAfterStyle.Date => now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture),
            _ => default,
        };
        return ApiError.TooManyRequests(options.Limit);
    }
}

/// <summary>Counts the requests of one endpoint.</summary>
internal sealed class RateLimiter(int limit, LimitModel model)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly object _lock = new();
    private readonly Queue<DateTimeOffset> _acquired = new();

    /// <summary>Acquires a permit. Returns null on success, otherwise the time until the next permit.</summary>
    public TimeSpan? TryAcquire(DateTimeOffset now)
    {
        if (limit <= 0)
        {
            return null;
        }

        lock (_lock)
        {
            DateTimeOffset since = model == LimitModel.Fixed
                ? new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero)
                : now - Minute;
            while (_acquired.TryPeek(out DateTimeOffset oldest) && (model == LimitModel.Fixed ? oldest < since : oldest <= since))
            {
                _acquired.Dequeue();
            }

            if (_acquired.Count < limit)
            {
                _acquired.Enqueue(now);
                return null;
            }

            return (model == LimitModel.Fixed ? since : _acquired.Peek()) + Minute - now;
        }
    }
}
