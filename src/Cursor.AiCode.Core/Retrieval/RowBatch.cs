using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Retrieval;

/// <summary>Records as the rows of a CSV file, one after another, ready to be written.</summary>
internal sealed class RowBatch : RecordBatch
{
    private const int UsualLength = 256 * 1024;
    private static readonly List<int> None = [];

    private readonly List<int> _ends = new(DefaultBatchSize);
    private readonly ConcurrentBag<RowBatch> _written;
    private byte[] _rows = new byte[UsualLength];
    private int _length;
    private List<int> _dropped = None;

    /// <summary>An empty batch, which goes to <paramref name="written"/> once it is written, for its memory to be used again.</summary>
    public RowBatch(ConcurrentBag<RowBatch> written) => _written = written;

    /// <summary>The number of rows that were not dropped.</summary>
    public int KeptCount => Count - _dropped.Count;

    /// <summary>Adds bytes to the row that is being written, before <see cref="End"/> ends it.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(_length + bytes.Length, _rows.Length * 2));
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

    /// <summary>Writes the rows that were not dropped. After that the batch is no more its owner's.</summary>
    public void WriteTo(Stream stream)
    {
        int start = 0;
        foreach (int index in _dropped)
        {
            stream.Write(_rows, start, (index == 0 ? 0 : _ends[index - 1]) - start);
            start = _ends[index];
        }

        stream.Write(_rows, start, _length - start);
        Forget();
        _ends.Clear();
        _length = 0;
        _dropped = None;
        if (_rows.Length == UsualLength)
        {
            _written.Add(this);
        }
    }
}
