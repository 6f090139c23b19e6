using System;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// Reads the forms of ISO 8601 in which the API's times may come beside the canonical one, to the letter: a reader
/// that makes the best of what it gets takes <c>2025-07-3T14:12:03Z</c>, a day that lost a digit, for the third.
/// </summary>
internal ref struct IsoTime
{
    private const int FinestDigits = 7;
    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private IsoTime(ReadOnlySpan<byte> text)
    {
        _text = text;
        _at = 0;
    }

    /// <summary>
    /// Reads <c>yyyy-MM-dd</c>, then <c>T</c> or a space and <c>HH:mm</c>, <c>:ss</c>, a fraction, and <c>Z</c> or an
    /// offset, of which all but the date can be missing. Without a zone it is UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime utc) => new IsoTime(text).TryRead(out utc);

    private bool TryRead(out DateTime utc)
    {
        utc = default;
        if (!TryNumber(4, out int year) || !Takes('-') || !TryNumber(2, out int month) || !Takes('-') || !TryNumber(2, out int day) ||
            year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        long ticks = new DateTime(year, month, day).Ticks;
        if (_at < _text.Length)
        {
            if (!TryTime(out long time) || !TryOffset(out long offset))
            {
                return false;
            }

            ticks += time - offset;
        }

        if (_at != _text.Length || ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        utc = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }

    private bool TryTime(out long ticks)
    {
        ticks = 0;
        int second = 0;
        if (!(Takes('T') || Takes(' ')) || !TryNumber(2, out int hour) || !Takes(':') || !TryNumber(2, out int minute) ||
            (Takes(':') && !(TryNumber(2, out second) && TryFraction(out ticks))))
        {
            return false;
        }

        ticks += ((((hour * 60) + minute) * 60L) + second) * TimeSpan.TicksPerSecond;
        return hour < 24 && minute < 60 && second < 60;
    }

    private bool TryFraction(out long ticks)
    {
        ticks = 0;
        if (!Takes('.'))
        {
            return true;
        }

        int digits = 0;
        for (; _at < _text.Length && _text[_at] is >= (byte)'0' and <= (byte)'9'; _at++, digits++)
        {
            ticks = digits < FinestDigits ? (ticks * 10) + (_text[_at] - '0') : ticks;
        }

        for (int i = digits; i < FinestDigits; i++)
        {
            ticks *= 10;
        }

        return digits > 0;
    }

    private bool TryOffset(out long ticks)
    {
        ticks = 0;
        if (_at == _text.Length || Takes('Z'))
        {
            return true;
        }

        bool west = Takes('-');
        if ((!west && !Takes('+')) || !TryNumber(2, out int hours))
        {
            return false;
        }

        int minutes = 0;
        if (_at < _text.Length)
        {
            _ = Takes(':');
            if (!TryNumber(2, out minutes))
            {
                return false;
            }
        }

        ticks = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (west ? -1 : 1);
        return hours <= 14 && minutes < 60;
    }

    private bool Takes(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TryNumber(int digits, out int value)
    {
        value = 0;
        for (int i = 0; i < digits; i++, _at++)
        {
            if (_at >= _text.Length || _text[_at] is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (_text[_at] - '0');
        }

        return true;
    }
}
