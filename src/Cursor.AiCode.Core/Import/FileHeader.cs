using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Import;

/// <summary>Recognizes the kind of a file by its header.</summary>
internal static class FileHeader
{
    /// <summary>Returns the kind of records below a header; null if it isn't a header of commits or changes.</summary>
    /// <param name="headers">The names of the columns.</param>
    /// <param name="error">What is wrong with the header, and advice; otherwise empty.</param>
    public static AiCodeKind? GetKind(IReadOnlyList<string> headers, out string error)
    {
        error = "";
        bool isCommit = HasKey(headers, AiCodeKind.Commit), isChange = HasKey(headers, AiCodeKind.Change);
        if (isCommit == isChange)
        {
            error = Explain(headers, isCommit);
            return null;
        }

        AiCodeKind kind = isCommit ? AiCodeKind.Commit : AiCodeKind.Change;
        if (headers.Any(static name => name.IndexOf('\uFFFD') >= 0))
        {
            error = "The header isn't UTF-8. Save the file as UTF-8.";
            return null;
        }

        error = CsvReaderFactory.GetHeaderError(headers, kind) ?? "";
        return error.Length == 0 ? kind : null;
    }

    private static bool HasKey(IReadOnlyList<string> headers, AiCodeKind kind) => CsvColumns.IndexOf(headers, Key(kind)) >= 0;

    private static string Key(AiCodeKind kind) => CsvColumns.Of(kind)[0].Name;

    private static string Explain(IReadOnlyList<string> headers, bool hasBoth)
    {
        string commit = Key(AiCodeKind.Commit), change = Key(AiCodeKind.Change);
        if (hasBoth)
        {
            return $"The header has both '{commit}' and '{change}', so the kind of the records isn't clear.";
        }

        // What other programs make of a file, as far as its header shows it.
        string advice = headers.Count == 1 && headers[0].IndexOfAny([';', '\t']) >= 0 && (Contains(headers[0], commit) || Contains(headers[0], change))
            ? " Its columns aren't separated by commas. Save it with commas."
            : headers.Any(static name => name.StartsWith("#TYPE", StringComparison.Ordinal))
                ? " Its first line is a type, not a header. Use Export-AiCodeCsv, or Export-Csv with -NoTypeInformation."
                : CsvColumns.IndexOf(headers, commit.Replace("_", "")) >= 0 || CsvColumns.IndexOf(headers, change.Replace("_", "")) >= 0
                    ? " It has the property names of objects. Use Export-AiCodeCsv instead of Export-Csv."
                    : "";
        return $"The first line isn't a header of commits or changes: neither '{commit}' nor '{change}' is a column.{advice}";
    }

    private static bool Contains(string text, string name) => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0;
}
