using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Export;

/// <summary>
/// The keys of the newest records of a file: those that an append can receive again. They take memory for the records of
/// some days, however long the file is.
/// </summary>
internal sealed class RecentKeys
{
    private const int MinCapacity = 65_536;

    private readonly long _span;
    private readonly long _now;
    private readonly Dictionary<RecordKey, long> _createdAt = [];
    private long _newest;
    private int _capacity = MinCapacity;

    /// <summary>Creates a set.</summary>
    /// <param name="span">How far before the newest record the keys reach.</param>
    /// <param name="now">The current time. A record with a later time doesn't count as the newest.</param>
    public RecentKeys(TimeSpan span, DateTimeOffset now)
    {
        _span = span.Ticks;
        _now = now.UtcTicks;
    }

    /// <summary>The time, in UTC ticks, from which on (inclusive) all keys are held.</summary>
    public long Since => _newest - _span;

    /// <summary>Whether the key of a record of this time, in UTC ticks, would be held.</summary>
    public bool Covers(long createdAt) => createdAt >= Since;

    /// <summary>Records the time of a record that follows, in UTC ticks.</summary>
    public void Observe(long createdAt) => _newest = Math.Max(_newest, Math.Min(createdAt, _now));

    /// <summary>Adds the key of a record whose time is covered. Returns false if it is held already.</summary>
    public bool TryAdd(in RecordKey key, long createdAt)
    {
        if (_createdAt.ContainsKey(key))
        {
            return false;
        }

        if (_createdAt.Count >= _capacity)
        {
            foreach (RecordKey old in _createdAt.Where(record => !Covers(record.Value)).Select(static record => record.Key).ToList())
            {
                _ = _createdAt.Remove(old);
            }

            _capacity = Math.Max(MinCapacity, _createdAt.Count * 2);
        }

        _createdAt.Add(key, createdAt);
        return true;
    }
}
