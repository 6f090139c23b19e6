using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Summaries;

/// <summary>Adds entries to a summary on another thread, in blocks that are used again.</summary>
internal sealed class EntryAdder<TEntry> : IDisposable
    where TEntry : struct
{
    // A block is small enough for the cache of a core, and too small for the large object heap.
    private const int BlockSize = 512;
    private const int BlockCount = 8;

    private readonly AddEntry _add;
    private readonly BlockingCollection<Block> _filled = [];
    private readonly BlockingCollection<Block> _free = [];
    private readonly Task _task;
    private Block _block = new();

    /// <summary>Creates an adder, and starts its thread.</summary>
    /// <param name="add">Adds an entry. It is called on one other thread only.</param>
    public EntryAdder(AddEntry add)
    {
        _add = add;
        for (int i = 1; i < BlockCount; i++)
        {
            _free.Add(new Block());
        }

        _task = Task.Factory.StartNew(AddAll, TaskCreationOptions.LongRunning);
    }

    /// <summary>Adds an entry.</summary>
    internal delegate void AddEntry(in RecordKey key, in TEntry entry);

    /// <summary>Adds an entry. It waits while all blocks are in use.</summary>
    public void Add(in RecordKey key, in TEntry entry)
    {
        if (_block.Count == BlockSize)
        {
            _filled.Add(_block);
            _block = _free.Take();
        }

        _block.Items[_block.Count++] = new Item { Key = key, Entry = entry };
    }

    /// <summary>Waits until all entries are added.</summary>
    public void Complete()
    {
        _filled.Add(_block);
        _filled.CompleteAdding();
        _task.GetAwaiter().GetResult();
    }

    /// <summary>Ends the thread, after the entries that it has.</summary>
    public void Dispose()
    {
        if (!_filled.IsAddingCompleted)
        {
            _filled.CompleteAdding();
        }

        _task.Wait();
        _filled.Dispose();
        _free.Dispose();
    }

    private void AddAll()
    {
        foreach (Block block in _filled.GetConsumingEnumerable())
        {
            for (int i = 0; i < block.Count; i++)
            {
                ref Item item = ref block.Items[i];
                _add(item.Key, item.Entry);
            }

            block.Count = 0;
            _free.Add(block);
        }
    }

    private struct Item
    {
        public RecordKey Key;
        public TEntry Entry;
    }

    private sealed class Block
    {
        public Item[] Items { get; } = new Item[BlockSize];

        public int Count { get; set; }
    }
}
