using System;
using System.Collections.Generic;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>
/// Parses rows without making objects of them: checks each field against the type of its column, and yields the times and
/// the key, which equals that of the record with times in milliseconds.
/// </summary>
internal sealed class RowParser
{
    private readonly RecordKeyHasher _hasher = new();
    private readonly SourceColumn[] _typedColumns;
    private readonly int[][] _keyColumns;
    private readonly bool _keyHasCreatedAt;
    private readonly bool _normalize;

    /// <summary>Creates a parser of rows below <paramref name="headers"/>.</summary>
    /// <param name="kind">The kind of the records.</param>
    /// <param name="headers">The names of the columns.</param>
    /// <param name="normalize">
    /// Whether keys are the same for texts that <c>-EscapeFormula</c> escaped and their originals: the rows of a file may be escaped.
    /// </param>
    public RowParser(AiCodeKind kind, IReadOnlyList<string> headers, bool normalize)
    {
        _normalize = normalize;
        _keyHasCreatedAt = CsvColumns.KeyHasCreatedAt(kind);
        _keyColumns = CsvColumns.KeyColumns(kind)
            .Select(names => names.Select(name => CsvColumns.IndexOf(headers, name)).Where(static column => column >= 0).ToArray())
            .ToArray();
        _typedColumns = CsvColumns.Of(kind)
            .Where(static column => column.Type != CsvColumnType.Text)
            .Select(column => new SourceColumn(CsvColumns.IndexOf(headers, column.Name), column.Type, column.Name))
            .ToArray();
    }

    /// <summary>The <c>created_at</c> of the row that was parsed last, in UTC ticks.</summary>
    public long CreatedAt { get; private set; }

    /// <summary>The <c>commit_ts</c> of the row that was parsed last, in UTC ticks; 0 if there is none.</summary>
    public long CommittedAt { get; private set; }

    /// <summary>Parses the row that the reader is positioned on. Returns whether all its fields are in the documented form.</summary>
    /// <exception cref="CsvFormatException">A field doesn't have the type of its column.</exception>
    public bool Parse(CsvReader row)
    {
        bool isNormalized = true;
        CommittedAt = 0;
        foreach (SourceColumn column in _typedColumns)
        {
            try
            {
                isNormalized &= FieldNormalizer.IsNormalized(column.Type, column.GetField(row), out long ticks);
                if (column.Type == CsvColumnType.Time)
                {
                    CreatedAt = ticks;
                }
                else if (column.Type == CsvColumnType.OptionalTime)
                {
                    CommittedAt = ticks;
                }
            }
            catch (FormatException e)
            {
                throw new CsvFormatException($"Column '{column.Name}': {e.Message}", row.RowNumber + 1, row.ByteOffset);
            }
        }

        return isNormalized;
    }

    /// <summary>Computes the key of the row that was parsed last, on which the reader is still positioned.</summary>
    public RecordKey GetKey(CsvReader row) => GetKey(row, CreatedAt);

    /// <summary>Computes the key of a row, on which the reader is positioned, with the <c>created_at</c> in UTC ticks.</summary>
    public RecordKey GetKey(CsvReader row, long createdAt)
    {
        foreach (int[] columns in _keyColumns)
        {
            ReadOnlySpan<byte> field = default;
            for (int i = 0; field.IsEmpty && i < columns.Length; i++)
            {
                field = row.GetSpan(columns[i]);
            }

            _hasher.Add(_normalize ? FormulaText.Normalize(field) : field);
        }

        if (_keyHasCreatedAt)
        {
            _hasher.Add(Timestamp.TruncateToMilliseconds(createdAt));
        }

        return _hasher.GetKeyAndReset();
    }

    /// <summary>Returns the key and times of the row that was parsed last, on which the reader is still positioned.</summary>
    public RecordIdentity GetIdentity(CsvReader row) => new(GetKey(row), CreatedAt, CommittedAt);
}
