using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Export;

/// <summary>Records as rows of a CSV file, in one buffer.</summary>
internal sealed class RowBatch : RecordBatch
{
    private const int InitialLength = 256 * 1024;

    private readonly List<int> _ends = new(DefaultBatchSize);
    private byte[] _rows = ArrayPool<byte>.Shared.Rent(InitialLength);
    private int _length;

    /// <summary>The length of all rows in bytes.</summary>
    public int Length => _length;

    /// <summary>The length of the row that is being written, in bytes.</summary>
    public int RowLength => _length - (_ends.Count == 0 ? 0 : _ends[_ends.Count - 1]);

    /// <summary>Adds bytes to the row that is being written. <see cref="EndRow"/> ends it.</summary>
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

    /// <summary>Ends the row.</summary>
    public void EndRow(in RecordIdentity identity)
    {
        _ends.Add(_length);
        AddIdentity(identity);
    }

    public override void Remove(IReadOnlyList<int> indexes)
    {
        var kept = new List<int>(_ends.Count - indexes.Count);
        int next = 0, start = 0, length = 0;
        for (int i = 0; i < _ends.Count; i++)
        {
            int end = _ends[i];
            if (next < indexes.Count && indexes[next] == i)
            {
                next++;
            }
            else
            {
                Buffer.BlockCopy(_rows, start, _rows, length, end - start);
                length += end - start;
                kept.Add(length);
            }

            start = end;
        }

        base.Remove(indexes);
        _length = length;
        _ends.Clear();
        _ends.AddRange(kept);
    }

    /// <summary>Writes the rows. The batch can't be used after that.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Write(_rows, 0, _length);
        Release();
    }

    /// <summary>Writes some of the rows.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The index of the first row.</param>
    /// <param name="count">The number of rows, at least one.</param>
    public void WriteTo(Stream stream, int first, int count)
    {
        int start = first == 0 ? 0 : _ends[first - 1];
        stream.Write(_rows, start, _ends[first + count - 1] - start);
    }

    /// <inheritdoc/>
    public override void Release()
    {
        ArrayPool<byte>.Shared.Return(_rows);
        _rows = [];
        _length = 0;
    }
}
