using System;
using System.IO;
using System.Text;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Escapes texts that a spreadsheet runs as formulas, by an apostrophe. A spreadsheet whose list separator is a semicolon
/// or a tab cuts a comma-separated row at these characters and at line breaks, also inside quotation marks. Each part is
/// a cell, so a formula can also begin in the middle of a text.
/// </summary>
internal static class FormulaText
{
    /// <summary>The characters at the start of a text that make a spreadsheet run it.</summary>
    public const string Prefixes = "=+-@\t\r";

    private const byte Apostrophe = (byte)'\'';

    private static ReadOnlySpan<byte> Cuts => ";\t\n\r"u8;

    /// <summary>Whether <see cref="Escape"/> changes the text.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> text) => FindFormula(text, 0) >= 0;

    /// <summary>Returns the text with an apostrophe before each formula. A text that has apostrophes there gets one more.</summary>
    public static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> text)
    {
        int next = FindFormula(text, 0);
        if (next < 0)
        {
            return text;
        }

        using var escaped = new MemoryStream(text.Length + 8);
        int start = 0;
        for (; next >= 0; next = FindFormula(text, next + 1))
        {
            escaped.Write(text.Slice(start, next - start));
            escaped.WriteByte(Apostrophe);
            start = next;
        }

        escaped.Write(text.Slice(start));
        return escaped.ToArray();
    }

    /// <summary>Returns the text that <see cref="Escape"/> was given.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text) => RemoveApostrophes(text, all: false);

    /// <summary>Returns the text without any apostrophes before formulas. It is the same for an escaped text and its original.</summary>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text) => RemoveApostrophes(text, all: true);

    /// <inheritdoc cref="Normalize(ReadOnlySpan{byte})"/>
    public static string? Normalize(string? text) =>
        text is null || text.IndexOf('\'') < 0 ? text : Normalize(Encoding.UTF8.GetBytes(text)).ToText();

    private static ReadOnlySpan<byte> RemoveApostrophes(ReadOnlySpan<byte> text, bool all)
    {
        if (text.IndexOf(Apostrophe) < 0)
        {
            return text;
        }

        using var removed = new MemoryStream(text.Length);
        int start = 0;
        for (int next = FindFormula(text, 0); next >= 0; next = FindFormula(text, next + 1))
        {
            int end = next;
            while (text[end] == Apostrophe && (all || end == next))
            {
                end++;
            }

            removed.Write(text.Slice(start, next - start));
            start = end;
        }

        removed.Write(text.Slice(start));
        return removed.ToArray();
    }

    // The index of the next formula, or of the apostrophes before it, at or after an index; -1 if there is none.
    private static int FindFormula(ReadOnlySpan<byte> text, int from)
    {
        if (from == 0 && BeginsWithFormula(text, Prefixes))
        {
            return 0;
        }

        // The character before the index can be a cut.
        int at = Math.Max(0, from - 1);
        for (int cut; (cut = text.Slice(at).IndexOfAny(Cuts)) >= 0;)
        {
            at += cut + 1;
            int cell = at;
            while (cell < text.Length && text[cell] is (byte)'"' or (byte)' ')
            {
                cell++;
            }

            if (cell >= from && BeginsWithFormula(text.Slice(cell), "=+-@"))
            {
                return cell;
            }
        }

        return -1;
    }

    private static bool BeginsWithFormula(ReadOnlySpan<byte> text, string prefixes)
    {
        int length = 0;
        while (length < text.Length && text[length] == Apostrophe)
        {
            length++;
        }

        return length < text.Length && prefixes.IndexOf((char)text[length]) >= 0;
    }
}
