using System;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Parses a date parameter: an ISO date or date and time, <c>now</c>, or days before now, as in <c>7d</c>.</summary>
internal static class DateParameter
{
    /// <summary>The accepted formats, for error messages.</summary>
    public const string Expected = "expected an ISO date, \"now\", or relative days like \"7d\"";

    // A thousand years: dates stay within the range of DateTimeOffset.
    private const int MaxDays = 365_000;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Parses a value. A time without an offset is UTC; a date is the start of that day.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset result)
    {
        result = now;
        if (text == "now")
        {
            return true;
        }

        if (text.EndsWith('d') && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int days))
        {
            result = now.AddDays(-Math.Min(days, MaxDays));
            return days <= MaxDays;
        }

        return DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out result);
    }
}
