using System;
using System.Buffers.Text;

namespace Cursor.AiCode.Serialization;

/// <summary>Reads the number of a line in a file.</summary>
internal static class LineNumber
{
    /// <summary>
    /// Reads a whole number, including forms such as <c>12.0</c> and <c>1e2</c>. A number that is too large for a
    /// <see cref="long"/> becomes the largest one: no file has so many lines, but the other ranges of the commit are valid.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        if (Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length)
        {
            return true;
        }

        value = 0;
        if (!Utf8Parser.TryParse(text, out double number, out consumed) || consumed != text.Length || double.IsNaN(number) ||
            Math.Floor(number) != number)
        {
            return false;
        }

        // The bounds of a long are powers of two, which a double holds exactly.
        value = number >= long.MaxValue ? long.MaxValue : number <= long.MinValue ? long.MinValue : (long)number;
        return true;
    }
}
