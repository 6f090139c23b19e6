using System.Collections.Generic;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Summaries;

/// <summary>What a summary needs of records that were received together.</summary>
internal sealed class SummaryBatch<TEntry> : RecordBatch
    where TEntry : struct
{
    private readonly List<Item> _items = new(DefaultBatchSize);

    /// <summary>Adds a record.</summary>
    public void Add(in RecordIdentity identity, bool counts, in RecordKey key, in TEntry entry)
    {
        _items.Add(new Item(counts, key, entry));
        AddIdentity(identity);
    }

    public override void Remove(IReadOnlyList<int> indexes)
    {
        base.Remove(indexes);
        Remove(_items, indexes);
    }

    /// <summary>Adds the records to a summary.</summary>
    public void AddTo<T>(Summarizer<T, TEntry> summarizer)
        where T : class
    {
        foreach (Item item in _items)
        {
            if (item.Counts)
            {
                summarizer.Add(item.Key, item.Entry);
            }
        }
    }

    private readonly struct Item(bool counts, in RecordKey key, in TEntry entry)
    {
        public readonly bool Counts = counts;
        public readonly RecordKey Key = key;
        public readonly TEntry Entry = entry;
    }
}
