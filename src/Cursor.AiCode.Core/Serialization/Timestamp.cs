using System;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// Reads and writes the API's time stamps. The canonical form is UTC with milliseconds and Z; also read are other
/// numbers of fraction digits, an offset, no zone at all (which is UTC), a date alone, and epoch milliseconds.
/// </summary>
internal static class Timestamp
{
    /// <summary>The length of the canonical form, <c>2025-07-30T14:12:03.000Z</c>.</summary>
    public const int CanonicalLength = 24;

    private const int MaxTextBytes = 64;
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The canonical text of <paramref name="instant"/>, in UTC with milliseconds.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(AiCodeDate.CanonicalFormat, CultureInfo.InvariantCulture);

    /// <summary>The canonical text of <paramref name="time"/>, whatever its kind.</summary>
    public static string Format(DateTime time) =>
        time.ToUniversalTime().ToString(AiCodeDate.CanonicalFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a time stamp in any of the accepted forms as a UTC time.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime utc) =>
        TryParseCanonical(text, out utc) || TryParseOther(text, out utc);

    /// <summary>Reads the canonical form alone, fast: it is what the API sends.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static bool TryParseCanonical(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length != CanonicalLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
            text[13] != ':' || text[16] != ':' || text[19] != '.' || text[23] != 'Z')
        {
            return false;
        }

        int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
        int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
        int millisecond = Digits(text, 20, 3);
        if ((year | month | day | hour | minute | second | millisecond) < 0 ||
            year == 0 || month is 0 or > 12 || day == 0 || hour > 23 || minute > 59 || second > 59 ||
            day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        utc = new DateTime(year, month, day, hour, minute, second, millisecond, DateTimeKind.Utc);
        return true;
    }

    /// <summary>Reads epoch milliseconds as a UTC time.</summary>
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

    /// <summary>The ticks of a time without what is finer than a millisecond.</summary>
    public static long WholeMilliseconds(long ticks) => ticks - (ticks % TimeSpan.TicksPerMillisecond);

    private static bool TryParseOther(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.IsEmpty || text.Length > MaxTextBytes)
        {
            return false;
        }

        if (Utf8Parser.TryParse(text, out long milliseconds, out int consumed) && consumed == text.Length)
        {
            return TryParseEpoch(milliseconds, out utc);
        }

        return IsoTime.TryParse(text, out utc);
    }

    [MethodImpl(Jit.AtOnce)]
    private static int Digits(ReadOnlySpan<byte> text, int start, int count)
    {
        int value = 0;
        for (int i = start; i < start + count; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return -1;
            }

            value = (value * 10) + digit;
        }

        return value;
    }
}
