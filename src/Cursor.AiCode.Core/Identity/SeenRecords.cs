using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;

namespace Cursor.AiCode;

/// <summary>What is known of a record that comes.</summary>
internal enum Sighting
{
    /// <summary>It has not come before.</summary>
    New,

    /// <summary>It came in an earlier pass, and for the first time in this one.</summary>
    Again,

    /// <summary>It has come in this pass already.</summary>
    Double,

    /// <summary>It may have come before, so long ago that it was forgotten.</summary>
    Unknown,
}

/// <summary>
/// Remembers which records of a window have come, over all passes through it, in little memory: the API orders its
/// records by time, so doubles lie near each other, and of what lies far back only a count, a sum and a filter are kept.
/// Where the records come in no order, all of them are remembered.
/// </summary>
internal sealed class SeenRecords
{
    // What fills a table of 32,768 slots as far as it is filled, which is half a MB.
    private const int DefaultCapacity = 32_768 * Generation.FullNumerator / Generation.FullDenominator;

    private readonly int _capacity;
    private readonly List<Generation> _generations = [];
    private long _expected;

    // How many records the last generation takes: as many as all others where none can be forgotten, so that there are
    // few to look through.
    private int _room;
    private Generation? _spare;
    private KeyFilter? _filter;
    private Generation? _cameAgain;
    private Generation? _cameAgainBefore;
    private int _pass;
    private Sum _forgotten;
    private Sum _forgottenInPass;
    private long _forgottenOldest = long.MaxValue;
    private long _forgottenNewest = long.MinValue;
    private bool? _descending;

    /// <summary>Remembers at least the last <paramref name="capacity"/> records.</summary>
    public SeenRecords(int capacity = DefaultCapacity) => _capacity = capacity;

    /// <summary>The number of different records that have come in all passes.</summary>
    public long Distinct => _forgotten.Count + _generations.Sum(static generation => (long)generation.Count);

    /// <summary>The number of different records that have come in this pass.</summary>
    public long InPass => _forgottenInPass.Count + _generations.Sum(static generation => (long)generation.CountInPass);

    /// <summary>The number of records that are remembered one by one, which is what takes memory.</summary>
    public int Remembered => _generations.Sum(static generation => generation.Count);

    /// <summary>Whether what came in this pass of the records that were forgotten is just what was forgotten.</summary>
    public bool ForgottenCameAgain => _forgottenInPass == _forgotten;

    /// <summary>Says how many records there are, as far as that is known, so that room is made for them at once.</summary>
    public void Expect(long count) => _expected = count;

    /// <summary>Starts another pass through the window, from its first record.</summary>
    public void BeginPass()
    {
        _pass++;
        _forgottenInPass = default;
        _cameAgain = null;
        _cameAgainBefore = null;
        foreach (Generation generation in _generations)
        {
            generation.CountInPass = 0;
        }
    }

    /// <summary>Notes a record that comes, with its <c>createdAt</c> in ticks.</summary>
    [MethodImpl(Jit.AtOnce)]
    public Sighting Note(in RecordKey key, long time)
    {
        for (int i = _generations.Count - 1; i >= 0; i--)
        {
            if (_generations[i].Find(key, _pass) is { } sighting)
            {
                return sighting;
            }
        }

        if (time >= _forgottenOldest && time <= _forgottenNewest && _filter?.MayHold(key) != false)
        {
            return NoteForgotten(key, time);
        }

        if (_generations.Count == 0 || _generations[_generations.Count - 1].Count >= _room)
        {
            Forget();
            _room = Math.Max(_capacity, Remembered);
            _generations.Add(_spare ?? new Generation((int)Math.Min(_expected, _capacity)));
            _spare = null;
        }

        _generations[_generations.Count - 1].Add(key, time, _pass);
        return Sighting.New;
    }

    // One that was forgotten, or looks like it. Of those that came again in this pass, the last are remembered.
    private Sighting NoteForgotten(in RecordKey key, long time)
    {
        if ((_cameAgain?.Find(key, _pass) ?? _cameAgainBefore?.Find(key, _pass)) is { } sighting)
        {
            return sighting;
        }

        if (_forgottenInPass == _forgotten)
        {
            return Sighting.Unknown;
        }

        if (_cameAgain is null || _cameAgain.Count >= _capacity)
        {
            Generation next = _cameAgainBefore ?? new Generation((int)Math.Min(_forgotten.Count, _capacity));
            next.Clear();
            (_cameAgainBefore, _cameAgain) = (_cameAgain, next);
        }

        _cameAgain.Add(key, time, _pass);
        _forgottenInPass = _forgottenInPass.Add(key);
        return Sighting.Again;
    }

    // Only what lies strictly before all the rest, in the order in which the records come, can be forgotten; and in a
    // second pass, only what has come again.
    private void Forget()
    {
        for (int keep = 1; keep < _generations.Count; keep++)
        {
            int drop = _generations.Count - keep;
            long oldestDropped = long.MaxValue, newestDropped = long.MinValue, oldestKept = long.MaxValue, newestKept = long.MinValue;
            for (int i = 0; i < _generations.Count; i++)
            {
                Generation generation = _generations[i];
                if (i < drop)
                {
                    oldestDropped = Math.Min(oldestDropped, generation.Oldest);
                    newestDropped = Math.Max(newestDropped, generation.Newest);
                }
                else
                {
                    oldestKept = Math.Min(oldestKept, generation.Oldest);
                    newestKept = Math.Max(newestKept, generation.Newest);
                }
            }

            bool descending = oldestDropped > newestKept;
            bool ascending = newestDropped < oldestKept;
            bool allCame = _generations.Take(drop).All(static generation => generation.CountInPass == generation.Count);
            if (allCame && (descending || ascending) && (_descending ?? descending) == descending)
            {
                Drop(drop, descending);
                return;
            }
        }
    }

    private void Drop(int count, bool descending)
    {
        _descending = descending;
        if (_forgotten.Count == 0 && _expected <= KeyFilter.MostKeys)
        {
            _filter = new KeyFilter(_expected);
        }

        foreach (Generation generation in _generations.Take(count))
        {
            _forgotten = _forgotten.Add(generation.Total);
            _forgottenInPass = _forgottenInPass.Add(generation.Total);
            _forgottenOldest = Math.Min(_forgottenOldest, generation.Oldest);
            _forgottenNewest = Math.Max(_forgottenNewest, generation.Newest);
            if (_filter is not null)
            {
                generation.AddTo(_filter);
            }
        }

        _spare = _generations[0];
        _spare.Clear();
        _generations.RemoveRange(0, count);
    }

    /// <summary>A count of records and a sum over their keys, which does not depend on their order.</summary>
    private readonly record struct Sum(long Count, ulong High, ulong Low)
    {
        public Sum Add(in RecordKey key) => new(Count + 1, unchecked(High + key.High), unchecked(Low + key.Low));

        public Sum Add(in Sum other) => new(Count + other.Count, unchecked(High + other.High), unchecked(Low + other.Low));
    }

    /// <summary>Some records that came one after another: a hash table for records that are hashes already.</summary>
    private sealed class Generation
    {
        // How far the table is filled: five eighths, where a look for a key that is not there still takes four steps.
        public const int FullNumerator = 5;
        public const int FullDenominator = 8;
        private const int FewestSlots = 256;

        // The pass in which each key came last. They lie apart, so that a look for a key touches nothing but keys.
        private ushort[] _passes;
        private RecordKey[] _keys;

        public Generation(int expected)
        {
            int slots = FewestSlots;
            while (!Fits(expected, slots))
            {
                slots *= 2;
            }

            _keys = new RecordKey[slots];
            _passes = new ushort[slots];
        }

        public long Oldest { get; private set; } = long.MaxValue;

        public long Newest { get; private set; } = long.MinValue;

        public Sum Total { get; private set; }

        public int Count { get; private set; }

        public int CountInPass { get; set; }

        public void Clear()
        {
            Array.Clear(_keys, 0, _keys.Length);
            Total = default;
            Count = 0;
            CountInPass = 0;
            Oldest = long.MaxValue;
            Newest = long.MinValue;
        }

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

        [MethodImpl(Jit.AtOnce)]
        public Sighting? Find(in RecordKey key, int pass)
        {
            int slot = SlotOf(key);
            if (_keys[slot].IsNone)
            {
                return null;
            }

            if (_passes[slot] == pass)
            {
                return Sighting.Double;
            }

            _passes[slot] = (ushort)pass;
            CountInPass++;
            return Sighting.Again;
        }

        [MethodImpl(Jit.AtOnce)]
        public void AddTo(KeyFilter filter)
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
}
