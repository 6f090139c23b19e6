using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Deduplication;

/// <summary>What is known of a record that comes.</summary>
internal enum DuplicateStatus
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
internal sealed class DuplicateTracker
{
    // What fills a table of 32,768 slots as far as it is filled, which is half a MB.
    private const int DefaultCapacity = 32_768 * KeyTable.FullNumerator / KeyTable.FullDenominator;

    private readonly int _capacity;
    private readonly List<KeyTable> _generations = [];
    private long _expected;

    // How many records the last generation takes: as many as all others where none can be forgotten, so that there are
    // few to pass through.
    private int _room;
    private KeyTable? _spare;
    private BloomFilter? _filter;
    private KeyTable? _cameAgain;
    private KeyTable? _cameAgainBefore;
    private int _pass;
    private KeySum _evicted;
    private KeySum _evictedInPass;
    private long _evictedOldest = long.MaxValue;
    private long _evictedNewest = long.MinValue;
    private bool? _descending;

    /// <summary>Remembers at least the last <paramref name="capacity"/> records.</summary>
    public DuplicateTracker(int capacity = DefaultCapacity) => _capacity = capacity;

    /// <summary>The number of different records that have come in all passes.</summary>
    public long Distinct => _evicted.Count + _generations.Sum(static generation => (long)generation.Count);

    /// <summary>The number of different records that have come in this pass.</summary>
    public long InPass => _evictedInPass.Count + _generations.Sum(static generation => (long)generation.CountInPass);

    /// <summary>The number of records that are remembered one by one, which is what takes memory.</summary>
    public int Remembered => _generations.Sum(static generation => generation.Count);

    /// <summary>Whether what came in this pass of the records that were forgotten is just what was forgotten.</summary>
    public bool EvictedCameAgain => _evictedInPass == _evicted;

    /// <summary>Says how many records there are, as far as that is known, so that room is made for them at once.</summary>
    public void Expect(long count) => _expected = count;

    /// <summary>Starts another pass through the window, from its first record.</summary>
    public void BeginPass()
    {
        _pass++;
        _evictedInPass = default;
        _cameAgain = null;
        _cameAgainBefore = null;
        foreach (KeyTable generation in _generations)
        {
            generation.CountInPass = 0;
        }
    }

    /// <summary>Notes a record that comes, with its <c>createdAt</c> in ticks.</summary>
    [MethodImpl(Jit.AtOnce)]
    public DuplicateStatus Note(in RecordKey key, long time)
    {
        for (int i = _generations.Count - 1; i >= 0; i--)
        {
            if (_generations[i].Find(key, _pass) is { } sighting)
            {
                return sighting;
            }
        }

        if (time >= _evictedOldest && time <= _evictedNewest && _filter?.MayHold(key) != false)
        {
            return TrackEvicted(key, time);
        }

        if (_generations.Count == 0 || _generations[_generations.Count - 1].Count >= _room)
        {
            Forget();
            _room = Math.Max(_capacity, Remembered);
            _generations.Add(_spare ?? new KeyTable((int)Math.Min(_expected, _capacity)));
            _spare = null;
        }

        _generations[_generations.Count - 1].Add(key, time, _pass);
        return DuplicateStatus.New;
    }

    // One that was forgotten, or looks like it. Of those that came again in this pass, the last are remembered.
    private DuplicateStatus TrackEvicted(in RecordKey key, long time)
    {
        if ((_cameAgain?.Find(key, _pass) ?? _cameAgainBefore?.Find(key, _pass)) is { } sighting)
        {
            return sighting;
        }

        if (_evictedInPass == _evicted)
        {
            return DuplicateStatus.Unknown;
        }

        if (_cameAgain is null || _cameAgain.Count >= _capacity)
        {
            KeyTable next = _cameAgainBefore ?? new KeyTable((int)Math.Min(_evicted.Count, _capacity));
            next.Clear();
            (_cameAgainBefore, _cameAgain) = (_cameAgain, next);
        }

        _cameAgain.Add(key, time, _pass);
        _evictedInPass = _evictedInPass.Add(key);
        return DuplicateStatus.Again;
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
                KeyTable generation = _generations[i];
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
        if (_evicted.Count == 0 && _expected <= BloomFilter.MaxKeys)
        {
            _filter = new BloomFilter(_expected);
        }

        foreach (KeyTable generation in _generations.Take(count))
        {
            _evicted = _evicted.Add(generation.Total);
            _evictedInPass = _evictedInPass.Add(generation.Total);
            _evictedOldest = Math.Min(_evictedOldest, generation.Oldest);
            _evictedNewest = Math.Max(_evictedNewest, generation.Newest);
            if (_filter is not null)
            {
                generation.AddTo(_filter);
            }
        }

        _spare = _generations[0];
        _spare.Clear();
        _generations.RemoveRange(0, count);
    }
}
