using System;
using System.Buffers.Text;

namespace Cursor.AiCode.Serialization;

/// <summary>Reads a number of lines that is sent as text.</summary>
internal static class LineCount
{
    /// <summary>Reads a whole number, including forms such as <c>12.0</c> and <c>1e2</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        if (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length)
        {
            return true;
        }

        if (((Utf8Parser.TryParse(text, out decimal exact, out consumed) && consumed == text.Length) ||
             (Utf8Parser.TryParse(text, out exact, out consumed, 'E') && consumed == text.Length)) &&
            decimal.Truncate(exact) == exact && exact is >= int.MinValue and <= int.MaxValue)
        {
            value = (int)exact;
            return true;
        }

        value = 0;
        return false;
    }

    /// <summary>Whether the text is the shortest form of the number: an optional minus sign, digits, no leading zero.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text.Length > 1 && text[0] == '-' ? text.Slice(1) : text;
        if (digits.IsEmpty || (digits[0] == '0' && text.Length > 1))
        {
            return false;
        }

        foreach (byte b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
        }

        return true;
    }
}
