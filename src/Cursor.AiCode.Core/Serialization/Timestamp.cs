using System;
using System.Buffers.Text;
using System.Globalization;
using System.Linq;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// Reads and writes the API's timestamps. The documented form is UTC with milliseconds and <c>Z</c>. Other numbers of
/// fraction digits, an offset, no zone (which means UTC), a date alone, and epoch milliseconds are read too.
/// </summary>
internal static class Timestamp
{
    /// <summary>The length of the documented form, <c>2025-07-30T14:12:03.000Z</c>.</summary>
    public const int DocumentedLength = 24;

    private const int MaxTextLength = 64;
    private const int MaxFractionDigits = 7;
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // "K" accepts Z, an offset with minutes, or nothing; "zz" accepts an offset of hours alone.
    private static readonly string[] Forms =
        new[] { "yyyy-MM-dd" }.Concat(
            from separator in new[] { "'T'", "' '" }
            from time in new[] { "HH':'mm':'ss'.'FFFFFFF", "HH':'mm':'ss", "HH':'mm" }
            from zone in new[] { "K", "zz" }
            select "yyyy-MM-dd" + separator + time + zone).ToArray();

    /// <summary>Returns the documented form of an instant, in UTC.</summary>
    public static string Format(DateTimeOffset instant) => AiCodeDate.FormatUtc(instant.UtcDateTime);

    /// <summary>Returns the documented form of a time, in UTC. A time without a kind is local.</summary>
    public static string Format(DateTime time) => AiCodeDate.FormatUtc(time.ToUniversalTime());

    /// <summary>Reads a timestamp in any accepted form as UTC.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime utc) =>
        TryParseDocumented(text, out utc) || TryParseOther(text, out utc);

    /// <summary>Reads the documented form, which the API sends.</summary>
    public static bool TryParseDocumented(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length != DocumentedLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
            text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z')
        {
            return false;
        }

        int year = Digits(text.Slice(0, 4)), month = Digits(text.Slice(5, 2)), day = Digits(text.Slice(8, 2));
        int hour = Digits(text.Slice(11, 2)), minute = Digits(text.Slice(14, 2)), second = Digits(text.Slice(17, 2));
        int millisecond = Digits(text.Slice(20, 3));
        if ((year | month | day | hour | minute | second | millisecond) < 0 ||
            year == 0 || month is 0 or > 12 || day == 0 || hour > 23 || minute > 59 || second > 59 ||
            day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        utc = new DateTime(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
        return true;
    }

    /// <summary>Converts epoch milliseconds to UTC.</summary>
    public static bool TryParseEpoch(long milliseconds, out DateTime utc)
    {
        utc = default;
        if (milliseconds < -62135596800000 || milliseconds > 253402300799999)
        {
            return false;
        }

        utc = Epoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>Returns ticks without the part that is smaller than a millisecond, as CSV files hold them.</summary>
    public static long TruncateToMilliseconds(long ticks) => ticks - (ticks % TimeSpan.TicksPerMillisecond);

    private static bool TryParseOther(ReadOnlySpan<byte> utf8, out DateTime utc)
    {
        utc = default;
        if (utf8.IsEmpty || utf8.Length > MaxTextLength)
        {
            return false;
        }

        if (Utf8Parser.TryParse(utf8, out long milliseconds, out int consumed) && consumed == utf8.Length)
        {
            return TryParseEpoch(milliseconds, out utc);
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        bool read = DateTimeOffset.TryParseExact(LimitFraction(utf8.ToText()), Forms, CultureInfo.InvariantCulture, Styles, out DateTimeOffset instant);
        utc = instant.UtcDateTime;
        return read;
    }

    // .NET reads seven digits of a fraction, which are its ticks. More of them are cut off.
    private static string LimitFraction(string text)
    {
        int start = text.IndexOf('.') + 1;
        if (start == 0)
        {
            return text;
        }

        int end = start;
        while (end < text.Length && text[end] is >= '0' and <= '9')
        {
            end++;
        }

        return end - start > MaxFractionDigits ? text.Remove(start + MaxFractionDigits, end - start - MaxFractionDigits)
            : end == start ? ""
            : text;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int value = 0;
        foreach (byte b in text)
        {
            int digit = b - '0';
            if ((uint)digit > 9)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return value;
    }
}
