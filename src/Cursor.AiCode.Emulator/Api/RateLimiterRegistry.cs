using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>The team's limit at each endpoint. All keys that are accepted belong to the one team.</summary>
internal sealed class RateLimiterRegistry(EmulatorOptions options, SimulatedClock clock)
{
    private readonly Dictionary<ApiEndpoint, RateLimiter> _limiters =
        ApiEndpoint.All.ToDictionary(e => e, _ => new RateLimiter(options.Limit, options.LimitModel));

    /// <summary>Counts a request; gives the error where there were too many, with the wait in its header.</summary>
    public ApiError? Acquire(ApiEndpoint endpoint, HttpResponse response)
    {
        DateTimeOffset now = clock.Clock;
        if (_limiters[endpoint].TryAcquire(now) is not TimeSpan wait)
        {
            return null;
        }

        // Whole seconds, rounded up: who waits so long is let through.
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
