using System;

namespace Cursor.AiCode.Deduplication;

/// <summary>
/// The keys of records, each with the number of a pass. It takes 20 to 30 bytes for each key, less than half of a dictionary.
/// </summary>
/// <remarks>
/// A hash table with open addressing, divided into parts that grow one at a time: growth never needs much more memory, and
/// the parts are too small for the large object heap. Keys are hashes already. The number takes the place of their last byte.
/// </remarks>
internal sealed class RecordKeyTable
{
    /// <summary>The largest number of a pass.</summary>
    public const int MaxPass = byte.MaxValue;

    private const ulong PassMask = MaxPass;
    private const int PartBits = 12;
    private const int MinLength = 4;

    // The service reports how many records to expect. A wrong report must not allocate memory for records that never come.
    private const long MaxExpectedCount = 1_000_000;

    private readonly Part[] _parts = new Part[1 << PartBits];
    private readonly int _initialLength;

    /// <summary>Creates an empty table.</summary>
    /// <param name="expectedCount">The number of keys to expect. More are possible.</param>
    public RecordKeyTable(long expectedCount) =>
        _initialLength = (int)Math.Max(MinLength, Math.Min(expectedCount, MaxExpectedCount) * 3 / 2 / _parts.Length);

    /// <summary>The number of keys.</summary>
    public long Count { get; private set; }

    /// <summary>The number of keys for which there is memory.</summary>
    public long Capacity { get; private set; }

    /// <summary>Adds a key, or changes its pass.</summary>
    /// <param name="key">The key.</param>
    /// <param name="pass">The number of the pass, from 1 to <see cref="MaxPass"/>.</param>
    /// <returns>The pass that the key had; 0 if it is new.</returns>
    public int Set(in RecordKey key, int pass)
    {
        ref Part part = ref _parts[key.High >> (64 - PartBits)];
        if (part.Slots is null || part.Count * 5 >= part.Slots.Length * 4)
        {
            Grow(ref part);
        }

        ref RecordKey slot = ref Find(part.Slots!, key);
        int before = PassOf(slot);
        slot = new RecordKey(key.High, (key.Low & ~PassMask) | (uint)pass);
        if (before == 0)
        {
            part.Count++;
            Count++;
        }

        return before;
    }

    private void Grow(ref Part part)
    {
        RecordKey[] before = part.Slots ?? [];
        part.Slots = new RecordKey[Math.Max(_initialLength, before.Length + (before.Length / 2))];
        Capacity += part.Slots.Length - before.Length;
        foreach (RecordKey key in before)
        {
            if (PassOf(key) != 0)
            {
                Find(part.Slots, key) = key;
            }
        }
    }

    // The slot of a key, or the empty one where it belongs.
    private static ref RecordKey Find(RecordKey[] slots, in RecordKey key)
    {
        int index = (int)(((key.High & uint.MaxValue) * (ulong)slots.Length) >> 32);
        while (PassOf(slots[index]) != 0 && !(slots[index].High == key.High && (slots[index].Low & ~PassMask) == (key.Low & ~PassMask)))
        {
            index = index + 1 < slots.Length ? index + 1 : 0;
        }

        return ref slots[index];
    }

    private static int PassOf(in RecordKey slot) => (int)(slot.Low & PassMask);

    private struct Part
    {
        public RecordKey[]? Slots;
        public int Count;
    }
}
