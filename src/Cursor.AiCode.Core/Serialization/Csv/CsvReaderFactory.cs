using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Reads CSV to the letter of RFC 4180: what does not fit is an error, and no error shows a value.</summary>
internal static class CsvReaderFactory
{
    /// <summary>
    /// What a record that goes on and on is read to, in bytes: far beyond any commit message, far below memory's end. The
    /// reader makes room by doubling it, so one that ends within twice that is read.
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

    /// <summary>A reader over <paramref name="stream"/>, which is left open.</summary>
    public static CsvReader Create(Stream stream) => CsvReader.Create(stream, Options, leaveOpen: true);

    /// <summary>Creates a reader of rows without a header over <paramref name="stream"/>, which is left open.</summary>
    public static CsvReader CreateWithoutHeader(Stream stream) => CsvReader.Create(stream, Options with { HasHeader = false }, leaveOpen: true);

    /// <summary>The first problem of a header: a column twice, or a required one missing; null where there is none.</summary>
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

    /// <summary>What the reader found wrong, without any value.</summary>
    public static string Describe(CsvFormatException e, IReadOnlyList<string> headers)
    {
        string column = e.FieldIndex >= 0 && e.FieldIndex < headers.Count ? $", column '{headers[e.FieldIndex]}'" : "";
        string cause = e.InnerException is not null ? "The value doesn't have the type of the column."
            : e.Message.IndexOf(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal) >= 0 ? $"It is longer than {MaxRecordBytes / (1024 * 1024)} MB."
            : e.Message.Replace($"Record {e.RecordNumber} has", "It has").Replace($"Malformed CSV in record {e.RecordNumber}:", "It has");
        return $"Record {e.RecordNumber - 1} after the header{column} can't be read. {cause}";
    }
}
