using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Deduplication;

/// <summary>
/// Tracks which records of a window were received, over all passes through it. It takes about 40 bytes for each record.
/// </summary>
internal sealed class DuplicateTracker
{
    // The service reports how many records to expect. A wrong report must not allocate memory for records that never come.
    private const int MaxInitialCapacity = 1_000_000;

    private readonly Func<long> _expectedCount;
    private Dictionary<RecordKey, int>? _lastPass;
    private int _pass;

    /// <summary>Creates a tracker.</summary>
    /// <param name="expectedCount">Returns the number of records to expect, at the first record.</param>
    public DuplicateTracker(Func<long> expectedCount) => _expectedCount = expectedCount;

    /// <summary>The number of distinct records in all passes.</summary>
    public long DistinctCount => _lastPass?.Count ?? 0;

    /// <summary>The number of distinct records in the current pass.</summary>
    public long PassCount { get; private set; }

    /// <summary>Starts another pass through the window, from its first record.</summary>
    public void BeginPass()
    {
        _pass++;
        PassCount = 0;
    }

    /// <summary>Records that a record was received in the current pass.</summary>
    public DuplicateStatus Track(in RecordKey key)
    {
        _lastPass ??= new Dictionary<RecordKey, int>((int)Math.Min(_expectedCount(), MaxInitialCapacity));
        if (!_lastPass.TryGetValue(key, out int lastPass))
        {
            _lastPass.Add(key, _pass);
            PassCount++;
            return DuplicateStatus.New;
        }

        if (lastPass == _pass)
        {
            return DuplicateStatus.Duplicate;
        }

        _lastPass[key] = _pass;
        PassCount++;
        return DuplicateStatus.Replayed;
    }
}
