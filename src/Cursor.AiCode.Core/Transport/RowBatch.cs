using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;

namespace Cursor.AiCode.Transport;

/// <summary>Records as the rows of a CSV file, one after another, ready to be written.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A memory stream holds nothing that needs to be disposed of.")]
internal sealed class RowBatch : RecordBatch
{
    private readonly List<int> _ends = [];
    private readonly MemoryStream _rows = new(256 * 1024);
    private List<int> _dropped = [];

    /// <summary>Where rows are written to, before <see cref="End"/> ends each.</summary>
    public Stream Rows => _rows;

    /// <summary>The number of rows that were not dropped.</summary>
    public int KeptCount => Count - _dropped.Count;

    /// <summary>Ends the row that was written to <see cref="Rows"/>.</summary>
    public void End(in RecordKey key, long createdAt, long committedAt)
    {
        _ends.Add((int)_rows.Length);
        Note(key, createdAt, committedAt);
    }

    public override void Drop(List<int> indexes) => _dropped = indexes;

    /// <summary>The keys of the rows that were not dropped.</summary>
    public IEnumerable<RecordKey> KeptKeys()
    {
        int next = 0;
        for (int i = 0; i < Count; i++)
        {
            if (next < _dropped.Count && _dropped[next] == i)
            {
                next++;
            }
            else
            {
                yield return KeyOf(i);
            }
        }
    }

    /// <summary>Writes the rows that were not dropped.</summary>
    public void WriteTo(Stream stream)
    {
        byte[] bytes = _rows.GetBuffer();
        int start = 0;
        foreach (int index in _dropped)
        {
            stream.Write(bytes, start, (index == 0 ? 0 : _ends[index - 1]) - start);
            start = _ends[index];
        }

        stream.Write(bytes, start, (int)_rows.Length - start);
    }
}
