using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Creates CSV readers that are strict about RFC 4180, and whose errors never contain a value.</summary>
internal static class CsvReaderFactory
{
    // A record that is a little larger than the maximum is read, so that the error can name it. The buffer of the reader
    // grows by a factor of two, so it doesn't become larger than for a record of the maximum size.
    private const int MaxReadBytes = RecordSize.MaxBytes / 2 * 3;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        DetectSeparatorHint = false,
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MaxRecordSize = MaxReadBytes,
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

    /// <summary>
    /// Creates a reader over a response, which leaves it to the caller to compare the number of fields of a row with that of
    /// the header. The stream is left open.
    /// </summary>
    public static CsvReader CreateForResponse(Stream stream) =>
        CsvReader.Create(stream, Options with { FieldCountMismatch = CsvFieldCountHandling.Allow }, leaveOpen: true);

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

    /// <summary>Verifies the size of the row that the reader is positioned on.</summary>
    /// <exception cref="CsvFormatException">The row is too large.</exception>
    public static void VerifySize(CsvReader row, AiCodeKind kind) => VerifySize(row, kind, row.RawRecord.Length);

    /// <summary>Verifies the size that the row that the reader is positioned on has in a file.</summary>
    /// <exception cref="CsvFormatException">The row is too large.</exception>
    public static void VerifySize(CsvReader row, AiCodeKind kind, int length)
    {
        if (length > RecordSize.MaxBytes)
        {
            throw new CsvFormatException(
                RecordSize.Describe(Field(CsvColumns.Of(kind)[0].Name), Field("created_at")), row.RowNumber + 1, row.ByteOffset);
        }

        string? Field(string name) => CsvColumns.IndexOf(row.Headers, name) is >= 0 and int index ? row.GetString(index) : null;
    }

    /// <summary>Returns a description of an error. It contains no value, except the ID and the time of a record that is too large.</summary>
    public static string Describe(CsvFormatException e, IReadOnlyList<string> headers)
    {
        string column = e.FieldIndex >= 0 && e.FieldIndex < headers.Count ? $", column '{headers[e.FieldIndex]}'" : "";
        string cause = e.InnerException is FormatException ? e.InnerException.Message
            : e.InnerException is not null ? "The value doesn't have the type of the column."
            : e.Message.IndexOf(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal) >= 0 ? RecordSize.Describe(null, null)
            : e.Message.Replace($"Record {e.RecordNumber} has", "It has").Replace($"Malformed CSV in record {e.RecordNumber}:", "It has");
        return $"Record {e.RecordNumber - 1} after the header{column} can't be read. {cause}";
    }
}
