namespace Cursor.AiCode.Emulator.Data;

/// <summary>The records that a query asks for: a range of indices, and perhaps one developer's only.</summary>
internal sealed class Selection
{
    /// <summary>Everyone's records, as a developer.</summary>
    public const int Everyone = -1;

    /// <summary>A developer who does not exist, and has no records.</summary>
    public const int Nobody = -2;

    private readonly long _ranksBefore;

    /// <summary>Records taken in from <paramref name="start"/> to before <paramref name="end"/>, in Unix milliseconds.</summary>
    public Selection(RecordSequence records, long start, long end, int developer)
    {
        Records = records;
        Developer = developer;
        First = records.Timeline.IndexAt(start);
        End = System.Math.Max(First, records.Timeline.IndexAt(end));
        if (developer >= 0)
        {
            _ranksBefore = records.Users.CountBefore(developer, First);
            Count = records.Users.CountBefore(developer, End) - _ranksBefore;
        }
        else
        {
            Count = developer == Nobody ? 0 : End - First;
        }
    }

    /// <summary>Where the records come from.</summary>
    public RecordSequence Records { get; }

    /// <summary>The oldest record's index.</summary>
    public long First { get; }

    /// <summary>The index after the newest record's.</summary>
    public long End { get; }

    /// <summary>The developer's index, or <see cref="Everyone"/> or <see cref="Nobody"/>.</summary>
    public int Developer { get; }

    /// <summary>How many records there are.</summary>
    public long Count { get; }

    /// <summary>The index of a record by its place, newest first.</summary>
    public long IndexAt(long position) =>
        Developer >= 0 ? Records.Users.IndexOf(Developer, _ranksBefore + Count - 1 - position) : End - 1 - position;
}
