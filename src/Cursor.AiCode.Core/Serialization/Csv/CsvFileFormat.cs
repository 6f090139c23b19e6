using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>Describes the format of a CSV file: its columns in their order, its header and its line break.</summary>
internal sealed record CsvFileFormat
{
    /// <summary>The line break of RFC 4180.</summary>
    public const string StandardNewLine = "\r\n";

    private CsvFileFormat(AiCodeKind kind, IReadOnlyList<string> columns, string newLine, byte[]? header = null)
    {
        Columns = columns;
        NewLine = newLine == StandardNewLine ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
        KnownColumns = columns.Select(name => CsvColumns.IndexOf(kind, name)).ToArray();
        Header = header ?? FormatHeader(columns, newLine);
    }

    /// <summary>The names of the columns, in the order of the file.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>For each column, its index in <see cref="CsvColumns"/>; -1 if the column is not a documented one.</summary>
    public IReadOnlyList<int> KnownColumns { get; }

    /// <summary>The line break.</summary>
    public byte[] NewLine { get; }

    /// <summary>The header with its line break.</summary>
    public byte[] Header { get; }

    /// <summary>The default format: the documented columns in the documented order.</summary>
    public static CsvFileFormat Default(AiCodeKind kind) => new(kind, CsvColumns.Of(kind).Select(static column => column.Name).ToList(), StandardNewLine);

    /// <summary>The format of a file or response that has a header.</summary>
    /// <param name="kind">The kind of the records.</param>
    /// <param name="headers">The names of the columns.</param>
    /// <param name="newLine">The line break.</param>
    /// <param name="rawHeader">The header as it was received, with its line break; null to write it from the names.</param>
    public static CsvFileFormat FromHeader(AiCodeKind kind, IReadOnlyList<string> headers, string newLine, byte[]? rawHeader = null) =>
        new(kind, headers.ToList(), newLine, rawHeader);

    private static byte[] FormatHeader(IReadOnlyList<string> columns, string newLine)
    {
        using var bytes = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = newLine }, leaveOpen: true))
        {
            foreach (string column in columns)
            {
                csv.WriteField(column);
            }

            csv.EndRecord();
        }

        return bytes.ToArray();
    }
}
