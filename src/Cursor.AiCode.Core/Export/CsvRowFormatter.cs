using System;
using System.IO;
using CsvHelper;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>Writes rows field by field, in the documented form and in the columns of a file.</summary>
internal sealed class CsvRowFormatter<T> : IDisposable
    where T : class
{
    private readonly RecordDescriptor<T> _descriptor;
    private readonly bool _escapeFormula;
    private readonly MemoryStream _row = new();
    private readonly CsvWriter _csv;

    public CsvRowFormatter(RecordDescriptor<T> descriptor, bool escapeFormula)
    {
        _descriptor = descriptor;
        _escapeFormula = escapeFormula;
        var options = new CsvWriterOptions
        {
            NewLine = "\n",

            // Import-Csv removes spaces at the start of a field that has no quotes.
            Quoting = CsvQuoting.WhenNeededOrWhitespace,

            // HasValue writes rows of its own.
            ValidateFieldCount = false,
        };
        _csv = CsvWriter.Create(_row, options, leaveOpen: true);
    }

    /// <summary>Writes an object as a row. Columns that aren't documented stay empty.</summary>
    public void Write(RowBatch target, in ParsedRecord<T> record, CsvFileFormat format)
    {
        foreach (int column in format.KnownColumns)
        {
            _descriptor.WriteField(_csv, column, record, _escapeFormula);
        }

        EndRow(target, format);
    }

    /// <summary>Whether an object has a value in a column.</summary>
    /// <param name="column">The index of the column in <see cref="CsvColumns"/>.</param>
    /// <param name="record">The object.</param>
    public bool HasValue(int column, in ParsedRecord<T> record)
    {
        // A row of one empty field would have quotes.
        _csv.WriteField("");
        _descriptor.WriteField(_csv, column, record, _escapeFormula);
        _csv.EndRecord();
        _csv.Flush();
        bool hasValue = _row.Length > ",\n".Length;
        _row.SetLength(0);
        return hasValue;
    }

    /// <summary>Writes the row that a reader is positioned on.</summary>
    /// <param name="target">The batch that gets the row.</param>
    /// <param name="row">The reader.</param>
    /// <param name="columns">The index in the response of each column of the file.</param>
    /// <param name="format">The format of the file.</param>
    public void Write(RowBatch target, CsvReader row, SourceColumn[] columns, CsvFileFormat format)
    {
        foreach (SourceColumn column in columns)
        {
            FieldNormalizer.Write(_csv, column.Type, column.GetField(row), _escapeFormula);
        }

        EndRow(target, format);
    }

    public void Dispose()
    {
        _csv.Dispose();
        _row.Dispose();
    }

    private void EndRow(RowBatch target, CsvFileFormat format)
    {
        _csv.EndRecord();
        _csv.Flush();

        // The row without the writer's line break: the file has its own.
        target.Append(_row.GetBuffer().AsSpan(0, (int)_row.Length - 1));
        target.Append(format.NewLine);
        _row.SetLength(0);
    }
}
