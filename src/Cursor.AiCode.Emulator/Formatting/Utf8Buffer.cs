using System;
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>A growing buffer of UTF-8 text. Writing a record to it allocates nothing.</summary>
internal sealed class Utf8Buffer : IDisposable
{
    private const int DateLength = 11;
    private const long MillisecondsPerDay = 86_400_000;

    // The date of the last time: nearly always that of the next one too.
    private readonly byte[] _date = new byte[DateLength];
    private long _day = long.MinValue;
    private byte[] _bytes;

    /// <summary>Rents a buffer from the pool.</summary>
    public Utf8Buffer(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The number of bytes in the buffer.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes in the buffer.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Removes all bytes.</summary>
    public void Clear() => Length = 0;

    /// <summary>Removes the bytes after a length that the buffer had before.</summary>
    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Appends a number in decimal digits.</summary>
    public void AppendNumber(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out int written);
        Length += written;
    }

    /// <summary>Appends the lowest <paramref name="digits"/> hex digits of a number.</summary>
    public void AppendHex(ulong value, int digits)
    {
        Span<byte> span = Reserve(digits);
        for (int i = digits - 1; i >= 0; i--)
        {
            span[i] = "0123456789abcdef"u8[(int)(value & 15)];
            value >>= 4;
        }

        Length += digits;
    }

    /// <summary>Appends a time as the API writes it: UTC, with milliseconds and Z.</summary>
    public void AppendTime(long unixMilliseconds)
    {
        long day = Math.DivRem(unixMilliseconds, MillisecondsPerDay, out long rest);
        if (day != _day)
        {
            _ = DateTime.UnixEpoch.AddDays(day).TryFormat(_date, out _, "yyyy-MM-ddT", CultureInfo.InvariantCulture);
            _day = day;
        }

        int milliseconds = (int)rest;
        Span<byte> span = Reserve(24);
        _date.CopyTo(span);
        WriteDigits(span[11..13], milliseconds / 3_600_000);
        span[13] = (byte)':';
        WriteDigits(span[14..16], milliseconds / 60_000 % 60);
        span[16] = (byte)':';
        WriteDigits(span[17..19], milliseconds / 1000 % 60);
        span[19] = (byte)'.';
        WriteDigits(span[20..23], milliseconds % 1000);
        span[23] = (byte)'Z';
        Length += 24;
    }

    /// <summary>Appends a CSV field and a comma.</summary>
    public void AppendField(ReadOnlySpan<byte> text)
    {
        Append(text);
        Append((byte)',');
    }

    /// <summary>Appends two numbers as CSV fields, each with a comma.</summary>
    public void AppendFields(int added, int deleted)
    {
        AppendNumber(added);
        Append((byte)',');
        AppendNumber(deleted);
        Append((byte)',');
    }

    /// <summary>Appends a JSON member that is a number or null; <paramref name="name"/> includes the punctuation.</summary>
    public void AppendMember(ReadOnlySpan<byte> name, int? value)
    {
        Append(name);
        if (value is int number)
        {
            AppendNumber(number);
        }
        else
        {
            Append("null"u8);
        }
    }

    /// <summary>Appends a JSON string with a time, or null.</summary>
    public void AppendJsonTime(long? unixMilliseconds)
    {
        if (unixMilliseconds is not long known)
        {
            Append("null"u8);
            return;
        }

        Append((byte)'"');
        AppendTime(known);
        Append((byte)'"');
    }

    private static void WriteDigits(Span<byte> span, int value)
    {
        for (int i = span.Length - 1; i >= 0; i--)
        {
            span[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
