using System;
using System.Collections.Generic;
using Cursor.AiCode.Deduplication;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Tracks one call over all its windows and users: how many records were read and are expected, and which of them
/// another window or user could return again.
/// </summary>
internal sealed class ProgressTracker
{
    // The API doesn't document whether the ends of a window belong to it, which time of a record it compares, or whether it
    // rounds to days. Records this close to a boundary can be in both windows.
    private static readonly TimeSpan BoundaryWidth = TimeSpan.FromDays(1);

    private readonly Action<AiCodeEvent> _report;
    private readonly AiCodeQuery _query;
    private readonly int _userCount;

    // Two of the requested users can be the same person: an e-mail address and its ID.
    private readonly HashSet<RecordKey>? _keysOfAllUsers;
    private HashSet<RecordKey> _keysAtLastBoundary = [];
    private HashSet<RecordKey> _keysAtNextBoundary = [];
    private AiCodeDateRange _window;
    private int _usersBegun;
    private long _expected;
    private long _expectedInWindow;
    private long _recordsBeforeWindow;

    /// <summary>Creates a tracker for a query of <paramref name="userCount"/> users, or of one user who stands for all.</summary>
    public ProgressTracker(Action<AiCodeEvent> report, AiCodeQuery query, int userCount)
    {
        _report = report;
        _query = query;
        _userCount = userCount;
        _window = query.Range;
        _keysOfAllUsers = userCount > 1 ? [] : null;
    }

    /// <summary>The number of records that were read, each once.</summary>
    public long RecordCount { get; private set; }

    private bool IsLastWindow => _window.Start <= _query.Range.Start;

    /// <summary>Starts with the next user.</summary>
    public void BeginUser()
    {
        _usersBegun++;
        _keysAtNextBoundary = [];
    }

    /// <summary>Starts with the next window of the user.</summary>
    public void BeginWindow(AiCodeDateRange window)
    {
        _window = window;
        _expectedInWindow = 0;
        _recordsBeforeWindow = RecordCount;
        (_keysAtLastBoundary, _keysAtNextBoundary) = (_keysAtNextBoundary, []);
    }

    /// <summary>Whether a record that is new to its window is new to the call.</summary>
    public bool IsNew(in RecordIdentity record, AiCodeDateRange window)
    {
        if (!IsLastWindow && (IsNear(record.CreatedAt, window.Start) || IsNear(record.CommittedAt, window.Start)))
        {
            _ = _keysAtNextBoundary.Add(record.Key);
        }

        return (_keysAtLastBoundary.Count == 0 || !_keysAtLastBoundary.Contains(record.Key)) &&
            (_keysOfAllUsers is null || _keysOfAllUsers.Add(record.Key));
    }

    /// <summary>Reports records that were read.</summary>
    public void Progress(int records)
    {
        RecordCount += records;
        bool allIsCounted = _usersBegun == _userCount && IsLastWindow;
        long? expected = allIsCounted || (ulong)_expected >= _query.MaxRecords ? (long)Math.Min((ulong)_expected, _query.MaxRecords) : null;
        _report(new ProgressEvent(RecordCount, expected, Share()));
    }

    /// <summary>Records that more, or fewer, records are expected in the window.</summary>
    public void Expect(long more)
    {
        _expected += more;
        _expectedInWindow += more;
        if (_userCount == 1 && _window == _query.Range)
        {
            _report(new CountEvent(_expected));
        }
    }

    // The share of the users and of their time that is done, or that of the records if a number of them is wanted.
    private double Share()
    {
        double length = Math.Max(1, (_query.Range.End - _query.Range.Start).Ticks);
        double windowShare = _window == _query.Range ? 1 : (_window.End - _window.Start).Ticks / length;
        double timeBefore = (_query.Range.End - _window.End).Ticks / length;
        double ofWindow = _expectedInWindow > 0 ? Math.Min(1, (double)(RecordCount - _recordsBeforeWindow) / _expectedInWindow) : 0;
        double ofCall = (_usersBegun - 1 + timeBefore + (windowShare * ofWindow)) / _userCount;
        return Math.Min(1, Math.Max(ofCall, (double)RecordCount / _query.MaxRecords));
    }

    private static bool IsNear(long ticks, DateTimeOffset boundary) =>
        Math.Abs(ticks - boundary.UtcTicks) <= BoundaryWidth.Ticks;
}
