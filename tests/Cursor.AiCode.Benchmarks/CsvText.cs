using System;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Fields as text.</summary>
internal static class CsvText
{
    private static readonly char[] NeedQuotes = [',', '"', '\r', '\n'];

    /// <summary>Returns a field in the format of RFC 4180.</summary>
    public static string AsQuotedWhereNeeded(this string text) =>
        text.AsSpan().IndexOfAny(NeedQuotes) < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
