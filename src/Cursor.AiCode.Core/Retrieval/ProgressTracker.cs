using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// What is known over all windows and users of one call: how many records were read and are expected, and which of
/// them another window or user would bring again.
/// </summary>
internal sealed class ProgressTracker
{
    // The API does not say whether a window's ends belong to it, nor which of a record's times it goes by, nor whether
    // it rounds to days. Records this near to a boundary are kept in mind.
    private static readonly TimeSpan BoundaryWidth = TimeSpan.FromDays(1);

    private readonly Action<AiCodeEvent> _notify;
    private readonly int _windows;
    private readonly ulong _mostRecords;

    // Two of the users asked for can be one: an e-mail address and its id.
    private readonly HashSet<RecordKey>? _ofAllUsers;
    private HashSet<RecordKey> _atLastBoundary = [];
    private HashSet<RecordKey> _atNextBoundary = [];
    private bool _hasNextWindow;
    private int _begun;
    private long _expected;
    private long _expectedOfWindow;
    private long _recordsBefore;

    /// <summary>A progress of so many windows, those of all users together, and of at most so many records.</summary>
    public ProgressTracker(Action<AiCodeEvent> notify, int windows, ulong mostRecords, bool manyUsers)
    {
        _notify = notify;
        _windows = windows;
        _mostRecords = mostRecords;
        _ofAllUsers = manyUsers ? [] : null;
    }

    /// <summary>The number of records that were read, each once.</summary>
    public long Records { get; private set; }

    /// <summary>Starts a window, of which there are more or not.</summary>
    public void BeginWindow(bool hasNextWindow)
    {
        _hasNextWindow = hasNextWindow;
        _begun++;
        _expectedOfWindow = 0;
        _recordsBefore = Records;
        (_atLastBoundary, _atNextBoundary) = (_atNextBoundary, []);
    }

    /// <summary>Starts with another user, none of whose records has come.</summary>
    public void BeginUser() => _atNextBoundary = [];

    /// <summary>Whether a record that is new to its window is new to the call.</summary>
    [MethodImpl(Jit.AtOnce)]
    public bool IsNew(RecordBatch batch, int index, AiCodeDateRange window)
    {
        RecordKey key = batch.KeyOf(index);
        if (_hasNextWindow && (IsNear(batch.CreatedAt(index), window.Start) || IsNear(batch.CommittedAt(index), window.Start)))
        {
            _ = _atNextBoundary.Add(key);
        }

        return (_atLastBoundary.Count == 0 || !_atLastBoundary.Contains(key)) && (_ofAllUsers is null || _ofAllUsers.Add(key));
    }

    /// <summary>Notes records that were read.</summary>
    public void Progress(int records)
    {
        Records += records;
        long? expected = _begun == _windows || (ulong)_expected >= _mostRecords ? (long)Math.Min((ulong)_expected, _mostRecords) : null;
        _notify(new ProgressEvent(Records, expected, Share()));
    }

    /// <summary>Notes that more, or fewer, records are expected of the window.</summary>
    public void Expect(long more)
    {
        _expected += more;
        _expectedOfWindow += more;
        if (_windows == 1)
        {
            _notify(new CountEvent(_expected));
        }
    }

    private double Share()
    {
        double ofWindow = _expectedOfWindow > 0 ? Math.Min(1, (double)(Records - _recordsBefore) / _expectedOfWindow) : 0;
        return Math.Min(1, Math.Max((_begun - 1 + ofWindow) / _windows, (double)Records / _mostRecords));
    }

    private static bool IsNear(long ticks, DateTimeOffset boundary) =>
        Math.Abs(ticks - boundary.UtcTicks) <= BoundaryWidth.Ticks;
}
