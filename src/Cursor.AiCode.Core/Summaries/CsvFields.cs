using System;
using System.Collections.Generic;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Summaries;

/// <summary>Returns the fields of rows by the order of the documented columns, and names the column of an invalid one.</summary>
internal sealed class CsvFields
{
    private readonly IReadOnlyList<CsvColumn> _columns;
    private readonly int[] _indexes;
    private int _last;

    /// <summary>Creates fields of rows below <paramref name="headers"/>.</summary>
    public CsvFields(AiCodeKind kind, IReadOnlyList<string> headers)
    {
        _columns = CsvColumns.Of(kind);
        _indexes = _columns.Select(column => CsvColumns.IndexOf(headers, column.Name)).ToArray();
    }

    /// <summary>Returns a field of the row that the reader is positioned on; empty if it lacks the column.</summary>
    /// <param name="row">The reader.</param>
    /// <param name="column">The index of the column in <see cref="CsvColumns"/>.</param>
    public ReadOnlySpan<byte> Get(CsvReader row, int column)
    {
        _last = column;
        int index = _indexes[column];
        return index >= 0 ? row.GetSpan(index) : default;
    }

    /// <summary>Returns the error of the field that was returned last.</summary>
    public CsvFormatException CreateException(CsvReader row, FormatException e) =>
        new($"Column '{_columns[_last].Name}': {e.Message}", row.RowNumber + 1, row.ByteOffset);
}
