namespace Cursor.AiCode.Emulator.Data;

/// <summary>All records of one kind, none of them stored: each is made from the seed and its index when it is asked for.</summary>
internal abstract class RecordSequence
{
    private UserIndex? _users;

    /// <summary>Lays the records over the company's calendar.</summary>
    protected RecordSequence(Dataset dataset, ulong seed, long count, int arrivingPerMinute)
    {
        Dataset = dataset;
        Timeline = new Timeline(dataset.Calendar, SplitMix64.Of(seed, 1), count, arrivingPerMinute);
    }

    /// <summary>Whose records they are.</summary>
    public Dataset Dataset { get; }

    /// <summary>When each was taken in.</summary>
    public Timeline Timeline { get; }

    /// <summary>Where each developer's records are.</summary>
    public UserIndex Users => _users ??= new UserIndex(this);

    /// <summary>The developer of a record, as cheaply as possible: counts for a user go over all records.</summary>
    /// <param name="index">The record.</param>
    /// <param name="hour">The hour of a record near it; becomes its own.</param>
    public abstract int DeveloperOf(long index, ref int hour);
}
