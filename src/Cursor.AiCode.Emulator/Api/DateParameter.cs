using System;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Reads the forms of a date that the API takes: an ISO date or date and time, <c>now</c>, <c>7d</c>.</summary>
internal static class DateParameter
{
    /// <summary>What a refused value should have been.</summary>
    public const string Expected = "expected an ISO date, \"now\", or relative days like \"7d\"";

    // Far enough back for anyone, and short of the calendar's end.
    private const int MaxDays = 365_000;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads a value. Without an offset it is UTC; a date alone is that day's beginning.</summary>
    public static bool TryRead(string text, DateTimeOffset now, out DateTimeOffset instant)
    {
        instant = now;
        if (text == "now")
        {
            return true;
        }

        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int days))
        {
            if (days > MaxDays)
            {
                return false;
            }

            instant = now.AddDays(-days);
            return true;
        }

        return DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
    }
}
