using System;
using System.Collections.Generic;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Reads records from rows, whatever the order of the columns. They are hand-written, since what CsvHelper generates
/// loads it with this assembly, also where no CSV comes.
/// </summary>
internal abstract class RecordCsvMapper<T> : CsvRecordMapper<T>
    where T : class
{
    private readonly IReadOnlyList<CsvColumn> _known;
    private readonly int[] _columns;
    private int _next;

    /// <summary>A reader of records below <paramref name="headers"/>.</summary>
    protected RecordCsvMapper(AiCodeKind kind, IReadOnlyList<string> headers)
    {
        _known = CsvColumns.Of(kind);
        _columns = new int[_known.Count];
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = CsvColumns.IndexOf(headers, _known[i].Name);
        }
    }

    public override T Read(CsvReader reader)
    {
        _next = 0;
        return ReadRecord(reader);
    }

    public override string? FindFailingMember(CsvReader reader, out int fieldIndex)
    {
        fieldIndex = _columns[_next - 1];
        return _known[_next - 1].Name;
    }

    /// <summary>The record, of fields that are read in the canonical order.</summary>
    protected abstract T ReadRecord(CsvReader reader);

    /// <summary>The next field in the canonical order of columns; empty where the text does not have that column.</summary>
    protected ReadOnlySpan<byte> Next(CsvReader reader)
    {
        int column = _columns[_next++];
        return column >= 0 ? reader.GetSpan(column) : default;
    }
}
