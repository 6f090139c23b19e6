using System;
using System.Collections.Generic;
using System.Text;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Parquet;

/// <summary>Records as columns, with the files of changes in columns of their own.</summary>
internal sealed class ColumnBatch : RecordBatch
{
    private readonly ColumnBufferPool _pool;
    private readonly List<int> _fileEnds = [];
    private List<int>? _kept;

    /// <summary>Creates an empty batch.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="pool">Where the memory comes from and returns to.</param>
    public ColumnBatch(ParquetColumns columns, ColumnBufferPool pool)
    {
        _pool = pool;
        Rows = pool.RentRecords();
        Files = columns.HasFiles ? pool.RentFiles() : null;
    }

    /// <summary>The values of the records.</summary>
    public ColumnBuffer Rows { get; }

    /// <summary>The values of the files of all changes; null for commits.</summary>
    public ColumnBuffer? Files { get; }

    /// <summary>Adds the files of the record that is being written, and their number as its last value.</summary>
    public void AddFiles(AiCodeChangeMetadata[]? files)
    {
        Rows.AddNumber(files?.Length ?? ColumnBuffer.Null);
        Span<byte> text = stackalloc byte[512];
        foreach (AiCodeChangeMetadata file in files ?? [])
        {
            AddText(file.FileName, text);
            AddText(file.FileExtension, text);
            Files!.AddNumber(file.LinesAdded);
            Files.AddNumber(file.LinesDeleted);
        }

        _fileEnds.Add(Files!.Count);
    }

    /// <summary>Ends the record.</summary>
    public void EndRow(in RecordIdentity identity) => AddIdentity(identity);

    public override void Remove(IReadOnlyList<int> indexes)
    {
        if (_kept is null)
        {
            _kept = new List<int>(Count);
            for (int i = 0; i < Count; i++)
            {
                _kept.Add(i);
            }
        }

        Remove(_kept, indexes);
        base.Remove(indexes);
    }

    /// <summary>Adds some records to the buffers of a file.</summary>
    public void CopyTo(ColumnBuffer rows, ColumnBuffer? files, int first, int count)
    {
        int next = first, end = first + count;
        while (next < end)
        {
            // Records are removed rarely, so most batches are copied as one block.
            int start = RowOf(next), length = 1;
            while (next + length < end && RowOf(next + length) == start + length)
            {
                length++;
            }

            rows.Add(Rows, start, length);
            if (files is not null)
            {
                int firstFile = start == 0 ? 0 : _fileEnds[start - 1];
                files.Add(Files!, firstFile, _fileEnds[start + length - 1] - firstFile);
            }

            next += length;
        }
    }

    public override void Release() => _pool.Return(Rows, Files);

    private int RowOf(int index) => _kept is null ? index : _kept[index];

    private void AddText(string? text, Span<byte> buffer)
    {
        if (text is null)
        {
            Files!.AddText(default);
            return;
        }

        int length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = length <= buffer.Length ? buffer : new byte[length];
        Files!.AddText(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }
}
