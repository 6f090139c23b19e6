using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace Cursor.AiCode.Resilience;

/// <summary>Reads the <c>Retry-After</c> header.</summary>
internal static class RetryAfterHeader
{
    /// <summary>The window over which the API counts requests, which is also the delay if the header is missing or invalid.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MinDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns the delay that a response requests: whole seconds, or the time until a date by the clock of the server, if
    /// it sends the <c>Date</c> header. The minimum is one second. Returns null if the header is missing or invalid.
    /// </summary>
    public static TimeSpan? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values))
        {
            return null;
        }

        string text = values.First().Trim();
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return AtLeastMinDelay(TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (text.Length > 10 && DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, Styles, out DateTimeOffset until))
        {
            return AtLeastMinDelay(until - (response.Headers.Date ?? now));
        }

        return null;
    }

    private static TimeSpan AtLeastMinDelay(TimeSpan delay) => delay < MinDelay ? MinDelay : delay;
}
