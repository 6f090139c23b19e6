using System.Collections.Generic;
#if NET
using System.Runtime.InteropServices;
#endif
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

    /// <summary>The keys, and the indexes of their entries.</summary>
    public IEnumerable<KeyValuePair<RecordKey, int>> Indexes => _indexes;

    /// <summary>Returns the entry at an index.</summary>
    public ref TEntry this[int index] => ref _blocks[index >> BlockBits][index & (BlockSize - 1)];

    /// <summary>Returns the entry of a key, which is added if there is none.</summary>
    public ref TEntry GetOrAdd(in RecordKey key, out bool isNew)
    {
        int count = _indexes.Count;
#if NET
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, key, out bool exists);
        isNew = !exists;
        index = isNew ? count : index;
#else
        isNew = !_indexes.TryGetValue(key, out int index);
        if (isNew)
        {
            index = count;
            _indexes.Add(key, index);
        }
#endif
        if (isNew && index >> BlockBits == _blocks.Count)
        {
            _blocks.Add(new TEntry[BlockSize]);
        }

        return ref this[index];
    }
}
