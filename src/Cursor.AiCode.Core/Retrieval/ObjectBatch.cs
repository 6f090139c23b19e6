using System.Collections;
using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Retrieval;

/// <summary>Records as objects.</summary>
internal sealed class ObjectBatch<T> : RecordBatch, IReadOnlyList<T>
    where T : class
{
    private readonly List<T> _records = new(DefaultBatchSize);

    public T this[int index] => _records[index];

    /// <summary>Adds a record.</summary>
    public void Add(T record, in RecordIdentity identity)
    {
        _records.Add(record);
        AddIdentity(identity);
    }

    public override void Remove(IReadOnlyList<int> indexes)
    {
        base.Remove(indexes);
        Remove(_records, indexes);
    }

    public IEnumerator<T> GetEnumerator() => _records.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
