using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Creates CSV readers that are strict about RFC 4180, and whose errors never contain a value.</summary>
internal static class CsvReaderFactory
{
    /// <summary>
    /// The maximum length of a record in bytes, far longer than any commit message. The buffer of the reader grows by a
    /// factor of two, so some records of up to twice this length are read.
    /// </summary>
    public const int MaxRecordBytes = 4 * 1024 * 1024;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        DetectSeparatorHint = false,
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MaxRecordSize = MaxRecordBytes,
        IncludeValuesInExceptions = false,
        BufferSize = 128 * 1024,
    };

    /// <summary>Creates a reader over <paramref name="stream"/>, which is left open.</summary>
    public static CsvReader Create(Stream stream) => CsvReader.Create(stream, Options, leaveOpen: true);

    /// <summary>
    /// Creates a reader over a file that a person may have edited. It counts lines, and leaves it to the caller to compare the
    /// number of fields of a row with that of the header. The stream is left open.
    /// </summary>
    public static CsvReader CreateForFile(Stream stream) =>
        CsvReader.Create(stream, Options with { TrackLineNumbers = true, FieldCountMismatch = CsvFieldCountHandling.Allow }, leaveOpen: true);

    /// <summary>Creates a reader of rows without a header over <paramref name="stream"/>, which is left open.</summary>
    public static CsvReader CreateWithoutHeader(Stream stream) => CsvReader.Create(stream, Options with { HasHeader = false }, leaveOpen: true);

    /// <summary>Returns the first error of a header, a duplicate or missing column; null if there is none.</summary>
    public static string? GetHeaderError(IReadOnlyList<string> headers, AiCodeKind kind)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string header in headers)
        {
            if (!seen.Add(header.Trim()))
            {
                return $"The column '{header}' occurs twice.";
            }
        }

        foreach (CsvColumn column in CsvColumns.Of(kind))
        {
            if (column.Required && !seen.Contains(column.Name))
            {
                return $"The column '{column.Name}' is missing.";
            }
        }

        return null;
    }

    /// <summary>Returns a description of an error, without any value.</summary>
    public static string Describe(CsvFormatException e, IReadOnlyList<string> headers)
    {
        string column = e.FieldIndex >= 0 && e.FieldIndex < headers.Count ? $", column '{headers[e.FieldIndex]}'" : "";
        string cause = e.InnerException is FormatException ? e.InnerException.Message
            : e.InnerException is not null ? "The value doesn't have the type of the column."
            : e.Message.IndexOf(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal) >= 0 ? $"It is longer than {MaxRecordBytes / (1024 * 1024)} MB."
            : e.Message.Replace($"Record {e.RecordNumber} has", "It has").Replace($"Malformed CSV in record {e.RecordNumber}:", "It has");
        return $"Record {e.RecordNumber - 1} after the header{column} can't be read. {cause}";
    }
}
