using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace Cursor.AiCode.Resilience;

/// <summary>Reads the wait that an answer asks for.</summary>
internal static class RetryAfterHeader
{
    /// <summary>The window over which the API counts requests; the wait where an answer does not name a usable one.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The wait that <paramref name="response"/> asks for: whole seconds, or a date, which is reckoned against the
    /// server's own clock where it tells it. Null where it says nothing usable.
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
            return AtLeastShortest(TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (text.Length > 10 && DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, Styles, out DateTimeOffset until))
        {
            return AtLeastShortest(until - (response.Headers.Date ?? now));
        }

        return null;
    }

    private static TimeSpan AtLeastShortest(TimeSpan wait) => wait < Shortest ? Shortest : wait;
}
