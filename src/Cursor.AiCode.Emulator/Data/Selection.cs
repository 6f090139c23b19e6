using System;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>The records that a query selects, newest first: a range of indexes, or a list of indexes from such a range.</summary>
internal sealed class Selection
{
    // Ascending; null if all records of the range are selected.
    private readonly ReadOnlyMemory<int>? _indexes;

    private Selection(long first, long end, ReadOnlyMemory<int>? indexes)
    {
        First = first;
        End = end;
        _indexes = indexes;
    }

    /// <summary>The index of the first record of the range.</summary>
    public long First { get; }

    /// <summary>The index after the last record of the range.</summary>
    public long End { get; }

    /// <summary>The number of selected records.</summary>
    public long Count => _indexes?.Length ?? End - First;

    /// <summary>Selects everyone's records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="start">The start of the range in Unix milliseconds, inclusive.</param>
    /// <param name="end">The end of the range in Unix milliseconds, exclusive.</param>
    public static Selection OfEveryone(RecordSequence records, long start, long end)
    {
        long first = records.Timeline.IndexAt(start);
        return new Selection(first, Math.Max(first, records.Timeline.IndexAt(end)), null);
    }

    /// <summary>Selects one developer's records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="start">The start of the range in Unix milliseconds, inclusive.</param>
    /// <param name="end">The end of the range in Unix milliseconds, exclusive.</param>
    /// <param name="developer">The index of the developer; if it is negative, no records are selected.</param>
    public static Selection OfDeveloper(RecordSequence records, long start, long end, int developer)
    {
        Selection all = OfEveryone(records, start, end);
        ReadOnlyMemory<int> indexes = developer < 0 ? default : records.IndexesOf(developer);
        int from = CountBelow(indexes.Span, all.First);
        return new Selection(all.First, all.End, indexes[from..CountBelow(indexes.Span, all.End)]);
    }

    /// <summary>Returns the selection without the records whose index meets a condition.</summary>
    public Selection Without(Predicate<long> condition)
    {
        var indexes = new int[Count];
        int count = 0;
        for (long position = Count - 1; position >= 0; position--)
        {
            long index = IndexAt(position);
            if (!condition(index))
            {
                indexes[count++] = (int)index;
            }
        }

        return new Selection(First, End, indexes.AsMemory(0, count));
    }

    /// <summary>Returns the index of the record at a position; position 0 is the newest record.</summary>
    public long IndexAt(long position) =>
        _indexes is ReadOnlyMemory<int> indexes ? indexes.Span[(int)(Count - 1 - position)] : End - 1 - position;

    private static int CountBelow(ReadOnlySpan<int> indexes, long bound)
    {
        int found = indexes.BinarySearch((int)bound);
        return found >= 0 ? found : ~found;
    }
}

/// <summary>Reads a selection, newest record first.</summary>
internal sealed class SelectionCursor(Selection selection, long skip = 0, long take = long.MaxValue)
{
    private readonly long _end = take > selection.Count - skip ? selection.Count : skip + take;
    private long _position = skip;
    private int _hour;

    /// <summary>The index of the current record.</summary>
    public long Index { get; private set; }

    /// <summary>The hour of the current record. It is kept from one record to the next, so that it is found quickly.</summary>
    public ref int Hour => ref _hour;

    /// <summary>Moves to the next record; returns false after the last one.</summary>
    public bool MoveNext()
    {
        if (_position >= _end)
        {
            return false;
        }

        Index = selection.IndexAt(_position++);
        return true;
    }
}
