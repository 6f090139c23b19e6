using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>How a file is written: its columns in their order, and its line break.</summary>
internal sealed record CsvFileFormat
{
    /// <summary>The line break of RFC 4180, where nothing else is given.</summary>
    public const string StandardNewLine = "\r\n";

    private CsvFileFormat(AiCodeKind kind, IReadOnlyList<string> columns, string newLine)
    {
        Kind = kind;
        Columns = columns;
        NewLine = newLine;
        NewLineBytes = newLine == StandardNewLine ? "\r\n"u8.ToArray() : "\n"u8.ToArray();
    }

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; }

    /// <summary>The names of the columns: the known ones in their canonical order, then any others.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line break.</summary>
    public string NewLine { get; }

    /// <summary>The line break as it is written.</summary>
    public byte[] NewLineBytes { get; }

    /// <summary>The number of columns beyond those that are known.</summary>
    public int ExtraColumns => Columns.Count - CsvColumns.Of(Kind).Count;

    /// <summary>The layout of a new file: the known columns, then what else the API's header has.</summary>
    public static CsvFileFormat ForHeader(AiCodeKind kind, IReadOnlyList<string> headers, string newLine)
    {
        List<string> columns = CsvColumns.NamesOf(kind).ToList();
        columns.AddRange(headers.Where(header => CsvColumns.IndexOf(columns, header) < 0));
        return new CsvFileFormat(kind, columns, newLine);
    }

    /// <summary>The layout of a new file with the known columns only.</summary>
    public static CsvFileFormat Canonical(AiCodeKind kind) => new(kind, CsvColumns.NamesOf(kind).ToList(), StandardNewLine);

    /// <summary>The layout of an existing file; null where its header does not begin with the known columns in their order.</summary>
    public static CsvFileFormat? OfFile(AiCodeKind kind, IReadOnlyList<string> headers, string newLine)
    {
        List<string> known = CsvColumns.NamesOf(kind).ToList();
        return headers.Count >= known.Count && headers.Take(known.Count).SequenceEqual(known, StringComparer.Ordinal)
            ? new CsvFileFormat(kind, headers.ToList(), newLine)
            : null;
    }

    /// <summary>The header, with its line break.</summary>
    public byte[] Header()
    {
        using var bytes = new MemoryStream();
        using (CsvWriter csv = CsvWriter.Create(bytes, new CsvWriterOptions { NewLine = NewLine }, leaveOpen: true))
        {
            foreach (string column in Columns)
            {
                csv.WriteField(column);
            }

            csv.EndRecord();
        }

        return bytes.ToArray();
    }
}
