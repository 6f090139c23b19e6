using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>What tells the rows of a CSV text apart, straight from their fields.</summary>
internal sealed class CsvKeyReader
{
    private readonly RecordKeyHasher _key;
    private readonly IReadOnlyList<string> _names;
    private readonly bool _keyHasTime;
    private readonly int[] _columns;
    private int _createdAt = -1;
    private int _committedAt = -1;

    /// <summary>The identity of rows.</summary>
    /// <param name="key">Makes their keys.</param>
    /// <param name="names">The columns that make up the key, in the order in which they go into it.</param>
    /// <param name="keyHasTime">Whether <c>created_at</c> belongs to the key, as its last part.</param>
    public CsvKeyReader(RecordKeyHasher key, IReadOnlyList<string> names, bool keyHasTime)
    {
        _key = key;
        _names = names;
        _keyHasTime = keyHasTime;
        _columns = new int[names.Count];
    }

    /// <summary>Gets ready for the rows below a header.</summary>
    public void Begin(IReadOnlyList<string> headers)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = CsvColumns.IndexOf(headers, _names[i]);
        }

        _createdAt = CsvColumns.IndexOf(headers, "created_at");
        _committedAt = CsvColumns.IndexOf(headers, "commit_ts");
    }

    /// <summary>The key of the row that the reader stands on, which was created at <paramref name="createdAt"/>.</summary>
    [MethodImpl(Jit.AtOnce)]
    public RecordKey KeyOf(CsvReader reader, long createdAt)
    {
        foreach (int column in _columns)
        {
            _key.Add(column >= 0 ? reader.GetSpan(column) : default);
        }

        return _keyHasTime ? _key.AddTime(createdAt).Build() : _key.Build();
    }

    /// <summary>When the service took the record in, in UTC ticks; 0 where the row does not say.</summary>
    public long CreatedAt(CsvReader reader) => TimeOf(reader, _createdAt);

    /// <summary>The commit's own time in UTC ticks; 0 where the row does not say.</summary>
    public long CommittedAt(CsvReader reader) => TimeOf(reader, _committedAt);

    private static long TimeOf(CsvReader reader, int column) =>
        column >= 0 && Timestamp.TryParse(reader.GetSpan(column), out DateTime utc) ? utc.Ticks : 0;
}
