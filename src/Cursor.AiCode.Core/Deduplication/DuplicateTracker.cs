using System;

namespace Cursor.AiCode.Deduplication;

/// <summary>Tracks which records of a window were received, over all passes through it.</summary>
internal sealed class DuplicateTracker
{
    private readonly Func<long> _expectedCount;
    private RecordKeyTable? _lastPass;
    private int _pass;

    /// <summary>Creates a tracker.</summary>
    /// <param name="expectedCount">Returns the number of records to expect, at the first record.</param>
    public DuplicateTracker(Func<long> expectedCount) => _expectedCount = expectedCount;

    /// <summary>The number of distinct records in all passes.</summary>
    public long DistinctCount => _lastPass?.Count ?? 0;

    /// <summary>The number of distinct records in the current pass.</summary>
    public long PassCount { get; private set; }

    /// <summary>Starts another pass through the window, from its first record.</summary>
    /// <exception cref="InvalidOperationException">There were more than <see cref="RecordKeyTable.MaxPass"/> passes.</exception>
    public void BeginPass()
    {
        if (_pass == RecordKeyTable.MaxPass)
        {
            throw new InvalidOperationException("There were too many passes.");
        }

        _pass++;
        PassCount = 0;
    }

    /// <summary>Records that a record was received in the current pass.</summary>
    public DuplicateStatus Track(in RecordKey key)
    {
        _lastPass ??= new RecordKeyTable(_expectedCount());
        int lastPass = _lastPass.Set(key, _pass);
        if (lastPass == _pass)
        {
            return DuplicateStatus.Duplicate;
        }

        PassCount++;
        return lastPass == 0 ? DuplicateStatus.New : DuplicateStatus.Replayed;
    }
}
