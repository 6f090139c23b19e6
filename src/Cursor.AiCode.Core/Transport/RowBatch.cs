using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;

namespace Cursor.AiCode.Transport;

/// <summary>Records as the rows of a CSV file, one after another, ready to be written.</summary>
internal sealed class RowBatch : RecordBatch
{
    private const int UsualLength = 256 * 1024;

    private readonly List<int> _ends = [];
    private byte[] _rows = ArrayPool<byte>.Shared.Rent(UsualLength);
    private int _length;
    private List<int> _dropped = [];

    /// <summary>The number of rows that were not dropped.</summary>
    public int KeptCount => Count - _dropped.Count;

    /// <summary>Adds bytes to the row that is being written, before <see cref="End"/> ends it.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _rows.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, _rows.Length * 2));
            _rows.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_rows);
            _rows = larger;
        }

        bytes.CopyTo(_rows.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Ends the row that was appended.</summary>
    public void End(in RecordKey key, long createdAt, long committedAt)
    {
        _ends.Add(_length);
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

    /// <summary>Writes the rows that were not dropped, and gives their memory back: a batch is written once.</summary>
    public void WriteTo(Stream stream)
    {
        int start = 0;
        foreach (int index in _dropped)
        {
            stream.Write(_rows, start, (index == 0 ? 0 : _ends[index - 1]) - start);
            start = _ends[index];
        }

        stream.Write(_rows, start, _length - start);
        ArrayPool<byte>.Shared.Return(_rows);
        _rows = [];
        _length = 0;
    }
}
