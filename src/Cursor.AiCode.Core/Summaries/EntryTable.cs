using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Summaries;

/// <summary>Holds one entry for each key.</summary>
/// <typeparam name="TEntry">What a summary needs of a record.</typeparam>
internal sealed class EntryTable<TEntry>
    where TEntry : struct
{
    // Blocks of fixed size are never copied, and are too small for the large object heap.
    private const int BlockBits = 10;
    private const int BlockSize = 1 << BlockBits;

    private readonly Dictionary<RecordKey, int> _indexes = [];
    private readonly List<TEntry[]> _blocks = [];

    /// <summary>The number of entries.</summary>
    public int Count => _indexes.Count;

    /// <summary>Returns the entry at an index.</summary>
    public ref TEntry this[int index] => ref _blocks[index >> BlockBits][index & (BlockSize - 1)];

    /// <summary>Returns the entry of a key, which is added if there is none.</summary>
    public ref TEntry GetOrAdd(in RecordKey key, out bool isNew)
    {
        isNew = !_indexes.TryGetValue(key, out int index);
        if (isNew)
        {
            index = _indexes.Count;
            if (index >> BlockBits == _blocks.Count)
            {
                _blocks.Add(new TEntry[BlockSize]);
            }

            _indexes.Add(key, index);
        }

        return ref this[index];
    }
}
