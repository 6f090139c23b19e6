using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Parquet;

/// <summary>Records of several days in the order in which they arrived.</summary>
internal sealed class RecordSegments
{
    private readonly List<(ParquetDayFile File, int First, int Count)> _segments = [];

    public RecordSegments(ParquetColumns columns)
    {
        Records = columns.CreateBuffer();
        Files = columns.HasFiles ? ParquetColumns.CreateFileBuffer() : null;
    }

    /// <summary>The values of the records.</summary>
    public ColumnBuffer Records { get; }

    /// <summary>The values of their files; null for commits.</summary>
    public ColumnBuffer? Files { get; }

    /// <summary>The number of bytes that the values take.</summary>
    public long ByteCount => Records.ByteCount + (Files?.ByteCount ?? 0);

    /// <summary>Adds some records of a batch.</summary>
    public void Add(ParquetDayFile file, ColumnBatch batch, int first, int count)
    {
        if (_segments.Count > 0 && _segments[^1].File == file)
        {
            _segments[^1] = (file, _segments[^1].First, _segments[^1].Count + count);
        }
        else
        {
            _segments.Add((file, Records.Count, count));
        }

        batch.CopyTo(Records, Files, first, count);
    }

    /// <summary>Returns the records by file.</summary>
    public IEnumerable<(ParquetDayFile File, RowGroup RowGroup)> ToRowGroups(ParquetColumns columns)
    {
        int[] fileStarts = GetFileStarts(columns);
        foreach (IGrouping<ParquetDayFile, (ParquetDayFile File, int First, int Count)> day in _segments.GroupBy(static segment => segment.File))
        {
            int[] rows = day.SelectMany(static segment => Enumerable.Range(segment.First, segment.Count)).ToArray();
            int[] files = Files is null ? [] : rows.SelectMany(row => Enumerable.Range(fileStarts[row], fileStarts[row + 1] - fileStarts[row])).ToArray();
            yield return (day.Key, new RowGroup(columns, Records, rows, Files, files));
        }
    }

    /// <summary>Removes all records, and keeps the memory.</summary>
    public void Clear()
    {
        _segments.Clear();
        Records.Clear();
        Files?.Clear();
    }

    // For each record, the index of the first of its files.
    private int[] GetFileStarts(ParquetColumns columns)
    {
        if (Files is null)
        {
            return [];
        }

        int[] starts = new int[Records.Count + 1];
        for (int row = 0; row < Records.Count; row++)
        {
            starts[row + 1] = starts[row] + (int)Math.Max(0, Records.GetNumber(row, columns.FileCountIndex));
        }

        return starts;
    }
}
