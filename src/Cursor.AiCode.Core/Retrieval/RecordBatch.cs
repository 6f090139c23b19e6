using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Retrieval;

/// <summary>Some records that came together, with what tells them apart.</summary>
internal abstract class RecordBatch
{
    /// <summary>How many records a batch of a stream holds.</summary>
    public const int DefaultBatchSize = 512;

    private readonly List<RecordKey> _keys = new(DefaultBatchSize);
    private readonly List<long> _createdAt = new(DefaultBatchSize);
    private readonly List<long> _committedAt = new(DefaultBatchSize);

    /// <summary>The number of records that came.</summary>
    public int Count => _keys.Count;

    /// <summary>The key of a record.</summary>
    public RecordKey KeyOf(int index) => _keys[index];

    /// <summary>When the service took a record in, in UTC ticks.</summary>
    public long CreatedAt(int index) => _createdAt[index];

    /// <summary>A commit's own time in UTC ticks; 0 where there is none.</summary>
    public long CommittedAt(int index) => _committedAt[index];

    /// <summary>Drops the records at <paramref name="indexes"/>, which ascend.</summary>
    public abstract void Drop(List<int> indexes);

    /// <summary>Notes what tells a record apart.</summary>
    protected void Note(in RecordKey key, long createdAt, long committedAt)
    {
        _keys.Add(key);
        _createdAt.Add(createdAt);
        _committedAt.Add(committedAt);
    }

    /// <summary>Forgets the records, so that the batch can take others.</summary>
    protected void Forget()
    {
        _keys.Clear();
        _createdAt.Clear();
        _committedAt.Clear();
    }
}
