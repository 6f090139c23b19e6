using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>All records of one kind. None is stored: each is generated from the seed and its index when it is read.</summary>
internal abstract class RecordSequence(Dataset dataset, ulong seed, long count, int arrivingPerMinute)
{
    private readonly ConcurrentDictionary<int, int[]> _indexesByDeveloper = new();

    /// <summary>The company whose records they are.</summary>
    public Dataset Dataset { get; } = dataset;

    /// <summary>The times of the records.</summary>
    public Timeline Timeline { get; } = new(dataset.Calendar, SplitMix64.Hash(seed, 1), count, arrivingPerMinute);

    /// <summary>
    /// Returns the indexes of one developer's records, oldest first. The first call for a developer reads all records;
    /// the result is kept, which for all developers together takes four bytes per record.
    /// </summary>
    public int[] IndexesOf(int developer) => _indexesByDeveloper.GetOrAdd(developer, FindIndexes);

    /// <summary>Returns the index of a record's developer without generating the record.</summary>
    /// <param name="index">The record.</param>
    /// <param name="hour">The hour of a record nearby; set to the hour of the record.</param>
    protected abstract int DeveloperOf(long index, ref int hour);

    private int[] FindIndexes(int developer)
    {
        var found = new List<int>();
        int hour = 0;
        for (int i = 0; i < Timeline.Count; i++)
        {
            if (DeveloperOf(i, ref hour) == developer)
            {
                found.Add(i);
            }
        }

        return found.ToArray();
    }
}
