using System;
using System.Buffers;
using System.Buffers.Text;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Bytes on their way out. Records are written here one after another; nothing on the way allocates.</summary>
internal sealed class Utf8Buffer : IDisposable
{
    private const int DayLength = 11;
    private const long DayMilliseconds = 86_400_000;

    // The current record's date is nearly always the last one's.
    private readonly byte[] _dayText = new byte[DayLength];
    private long _day = long.MinValue;
    private byte[] _bytes;

    /// <summary>Takes a buffer from the pool; it grows where it must.</summary>
    public Utf8Buffer(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many bytes it holds.</summary>
    public int Length { get; private set; }

    /// <summary>What it holds.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Drops what it holds.</summary>
    public void Clear() => Length = 0;

    /// <summary>Cuts it back to a length it had before.</summary>
    public void Truncate(int length) => Length = length;

    /// <inheritdoc/>
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

    /// <summary>Appends an instant as the API writes it: UTC, milliseconds, Z.</summary>
    public void AppendTime(long unixMilliseconds)
    {
        long day = Math.DivRem(unixMilliseconds, DayMilliseconds, out long rest);
        if (day != _day)
        {
            _ = DateTime.UnixEpoch.AddDays(day).TryFormat(
                _dayText, out _, "yyyy-MM-ddT", System.Globalization.CultureInfo.InvariantCulture);
            _day = day;
        }

        int left = (int)rest;
        Span<byte> span = Reserve(24);
        _dayText.CopyTo(span);
        Digits(span[11..13], left / 3_600_000);
        span[13] = (byte)':';
        Digits(span[14..16], left / 60_000 % 60);
        span[16] = (byte)':';
        Digits(span[17..19], left / 1000 % 60);
        span[19] = (byte)'.';
        Digits(span[20..23], left % 1000);
        span[23] = (byte)'Z';
        Length += 24;
    }

    private static void Digits(Span<byte> span, int value)
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
