using System;
using System.Collections.Generic;
using CsvHelper;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Reads records from rows with their columns in any order, and writes them column by column. The mappers are written by
/// hand, because those that CsvHelper generates load it with this assembly, even if no CSV is read.
/// </summary>
internal abstract class RecordCsvMapper<T> : CsvRecordMapper<T>
    where T : class
{
    private readonly IReadOnlyList<CsvColumn> _known;
    private readonly int[] _columns;
    private int _next;

    /// <summary>Creates a mapper for rows below <paramref name="headers"/>.</summary>
    protected RecordCsvMapper(AiCodeKind kind, IReadOnlyList<string> headers)
    {
        _known = CsvColumns.Of(kind);
        _columns = new int[_known.Count];
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = CsvColumns.IndexOf(headers, _known[i].Name);
        }
    }

    /// <summary>The <c>created_at</c> of the record that was read last, in UTC.</summary>
    protected DateTime CreatedAt { get; private set; }

    /// <summary>The <c>commit_ts</c> of the record that was read last, in UTC; null if it has none.</summary>
    protected DateTime? CommittedAt { get; private set; }

    /// <summary>Reads the row that the reader is positioned on.</summary>
    /// <exception cref="CsvFormatException">A field doesn't have the type of its column.</exception>
    public ParsedRecord<T> ReadParsed(CsvReader reader)
    {
        CommittedAt = null;
        CsvRecordMapper<T> mapper = this;
        T record = reader.GetRecord(mapper);
        return new ParsedRecord<T>(record, CreatedAt, CommittedAt);
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

    /// <summary>Reads the record from fields that <see cref="Next"/> returns in the documented order.</summary>
    protected abstract T ReadRecord(CsvReader reader);

    /// <summary>Returns the next field in the documented order of columns; empty if the row lacks that column.</summary>
    protected ReadOnlySpan<byte> Next(CsvReader reader)
    {
        int column = _columns[_next++];
        return column >= 0 ? reader.GetSpan(column) : default;
    }

    /// <summary>Reads <c>created_at</c>, and returns it as local time.</summary>
    protected DateTime NextCreatedAt(CsvReader reader)
    {
        CreatedAt = CsvValue.ReadTime(Next(reader));
        return CreatedAt.ToLocalTime();
    }

    /// <summary>Reads <c>commit_ts</c>, and returns it as local time.</summary>
    protected DateTime? NextCommittedAt(CsvReader reader)
    {
        CommittedAt = CsvValue.ReadOptionalTime(Next(reader));
        return CommittedAt?.ToLocalTime();
    }
}
