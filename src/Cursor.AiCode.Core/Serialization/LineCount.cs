using System;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization;

/// <summary>Reads a number of lines that the API sends as text.</summary>
internal static class LineCount
{
    // As many digits as any int can hold.
    private const int SafeDigits = 9;

    /// <summary>Reads a whole number, also one written as <c>12.0</c> or <c>1e2</c>.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > SafeDigits)
        {
            return TryParseAny(text, out value);
        }

        foreach (byte b in text)
        {
            int digit = b - '0';
            if (digit is < 0 or > 9)
            {
                return TryParseAny(text, out value);
            }

            value = (value * 10) + digit;
        }

        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> text, out int value)
    {
        if (Utf8Parser.TryParse(text, out value, out int used) && used == text.Length)
        {
            return true;
        }

        if ((Utf8Parser.TryParse(text, out decimal exact, out used) && used == text.Length) ||
            (Utf8Parser.TryParse(text, out exact, out used, 'E') && used == text.Length))
        {
            if (decimal.Truncate(exact) == exact && exact is >= int.MinValue and <= int.MaxValue)
            {
                value = (int)exact;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Whether the text is just as the number is written: digits, and no zero too many.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        int start = text.Length > 1 && text[0] == '-' ? 1 : 0;
        if (text.Length == start || (text[start] == '0' && text.Length > 1))
        {
            return false;
        }

        foreach (byte b in text.Slice(start))
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        return true;
    }
}
