using System;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Fields as text.</summary>
internal static class CsvText
{
    private static readonly char[] NeedQuotes = [',', '"', '\r', '\n'];

    /// <summary>The field as RFC 4180 writes it.</summary>
    public static string AsQuotedWhereNeeded(this string text) =>
        text.AsSpan().IndexOfAny(NeedQuotes) < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
