using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Retrieval;

/// <summary>Records as objects.</summary>
internal sealed class ObjectBatch<T> : RecordBatch
    where T : class
{
    /// <summary>The records that were not dropped, in the order in which they came.</summary>
    public List<T> Records { get; } = new(DefaultBatchSize);

    /// <summary>Adds a record.</summary>
    public void Add(T record, in RecordKey key, long createdAt, long committedAt)
    {
        Records.Add(record);
        Note(key, createdAt, committedAt);
    }

    public override void Drop(List<int> indexes)
    {
        if (indexes.Count == 0)
        {
            return;
        }

        int next = 0, kept = 0;
        for (int i = 0; i < Records.Count; i++)
        {
            if (next < indexes.Count && indexes[next] == i)
            {
                next++;
            }
            else
            {
                Records[kept++] = Records[i];
            }
        }

        Records.RemoveRange(kept, Records.Count - kept);
    }
}
