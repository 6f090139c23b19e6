using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Retrieval;

/// <summary>Some records that were received together, with their keys and times.</summary>
internal abstract class RecordBatch
{
    /// <summary>The number of records in a batch of a CSV response.</summary>
    public const int DefaultBatchSize = 512;

    private readonly List<RecordIdentity> _identities = new(DefaultBatchSize);

    /// <summary>The number of records.</summary>
    public int Count => _identities.Count;

    /// <summary>Returns the key and times of a record.</summary>
    public RecordIdentity GetIdentity(int index) => _identities[index];

    /// <summary>Removes the records at <paramref name="indexes"/>, which are in ascending order.</summary>
    public virtual void Remove(IReadOnlyList<int> indexes) => Remove(_identities, indexes);

    /// <summary>Returns the memory of the batch for reuse. It can't be used after that.</summary>
    public virtual void Release()
    {
    }

    /// <summary>Adds the key and times of a record.</summary>
    protected void AddIdentity(in RecordIdentity identity) => _identities.Add(identity);

    /// <summary>Removes the items at <paramref name="indexes"/>, which are in ascending order, from a list.</summary>
    protected static void Remove<TItem>(List<TItem> items, IReadOnlyList<int> indexes)
    {
        int next = 0, kept = 0;
        for (int i = 0; i < items.Count; i++)
        {
            if (next < indexes.Count && indexes[next] == i)
            {
                next++;
            }
            else
            {
                items[kept++] = items[i];
            }
        }

        items.RemoveRange(kept, items.Count - kept);
    }
}
