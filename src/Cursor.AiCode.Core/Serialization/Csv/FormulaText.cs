using System;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Recognizes texts that a spreadsheet runs as formulas, and reverses what <c>-EscapeFormula</c> does to them.</summary>
internal static class FormulaText
{
    /// <summary>The characters at the start of a text that make a spreadsheet run it.</summary>
    public const string Prefixes = "=+-@\t\r";

    /// <summary>Whether a spreadsheet would run the text.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> text) => !text.IsEmpty && Prefixes.IndexOf((char)text[0]) >= 0;

    /// <summary>Returns the text as it was before <c>-EscapeFormula</c> escaped it.</summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text) =>
        text.Length > 1 && text[0] == '\'' && IsFormula(text.Slice(1)) ? text.Slice(1) : text;

    /// <inheritdoc cref="Unescape(ReadOnlySpan{byte})"/>
    public static string? Unescape(string? text) =>
        text is { Length: > 1 } && text[0] == '\'' && Prefixes.IndexOf(text[1]) >= 0 ? text.Substring(1) : text;
}
