using System;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Deduplication;

/// <summary>Some records that came one after another: a hash table for records that are hashes already.</summary>
internal sealed class KeyTable
{
    /// <summary>
    /// How far the table is filled, as a fraction: five eighths, where a pass for a key that is not there still takes four steps.
    /// </summary>
    public const int FullNumerator = 5;

    /// <inheritdoc cref="FullNumerator"/>
    public const int FullDenominator = 8;

    private const int MinSlots = 256;

    // The pass in which each key came last. They lie apart, so that a pass for a key touches nothing but keys.
    private ushort[] _passes;
    private RecordKey[] _keys;

    /// <summary>A table with room for so many records; it grows where more come.</summary>
    public KeyTable(int expected)
    {
        int slots = MinSlots;
        while (!Fits(expected, slots))
        {
            slots *= 2;
        }

        _keys = new RecordKey[slots];
        _passes = new ushort[slots];
    }

    /// <summary>The earliest <c>createdAt</c> in ticks.</summary>
    public long Oldest { get; private set; } = long.MaxValue;

    /// <summary>The latest <c>createdAt</c> in ticks.</summary>
    public long Newest { get; private set; } = long.MinValue;

    /// <summary>The sum of all its records.</summary>
    public KeySum Total { get; private set; }

    /// <summary>The number of its records.</summary>
    public int Count { get; private set; }

    /// <summary>The number of its records that have come in this pass.</summary>
    public int CountInPass { get; set; }

    /// <summary>Makes it empty, with the room that it has.</summary>
    public void Clear()
    {
        Array.Clear(_keys, 0, _keys.Length);
        Total = default;
        Count = 0;
        CountInPass = 0;
        Oldest = long.MaxValue;
        Newest = long.MinValue;
    }

    /// <summary>Adds a record that it does not hold.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void Add(in RecordKey key, long time, int pass)
    {
        if (!Fits(Count + 1, _keys.Length))
        {
            Grow();
        }

        int slot = SlotOf(key);
        _keys[slot] = key;
        _passes[slot] = (ushort)pass;
        Count++;
        CountInPass++;
        Total = Total.Add(key);
        Oldest = Math.Min(Oldest, time);
        Newest = Math.Max(Newest, time);
    }

    /// <summary>What another coming of a record is; null where it is not one of these.</summary>
    [MethodImpl(Jit.AtOnce)]
    public DuplicateStatus? Find(in RecordKey key, int pass)
    {
        int slot = SlotOf(key);
        if (_keys[slot].IsNone)
        {
            return null;
        }

        if (_passes[slot] == pass)
        {
            return DuplicateStatus.Double;
        }

        _passes[slot] = (ushort)pass;
        CountInPass++;
        return DuplicateStatus.Again;
    }

    /// <summary>Adds its keys to a filter.</summary>
    [MethodImpl(Jit.AtOnce)]
    public void AddTo(BloomFilter filter)
    {
        foreach (RecordKey key in _keys)
        {
            if (!key.IsNone)
            {
                filter.Add(key);
            }
        }
    }

    // The slot of the key, or the free one where it belongs.
    [MethodImpl(Jit.AtOnce)]
    private int SlotOf(in RecordKey key)
    {
        RecordKey[] keys = _keys;
        int mask = keys.Length - 1;
        int slot = (int)key.Low & mask;
        while (!keys[slot].Equals(key) && !keys[slot].IsNone)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private static bool Fits(int keys, int slots) => keys * FullDenominator <= slots * FullNumerator;

    private void Grow()
    {
        RecordKey[] keys = _keys;
        ushort[] passes = _passes;
        _keys = new RecordKey[keys.Length * 2];
        _passes = new ushort[_keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (!keys[i].IsNone)
            {
                int slot = SlotOf(keys[i]);
                _keys[slot] = keys[i];
                _passes[slot] = passes[i];
            }
        }
    }
}
