using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Cursor.AiCode.Transport;

/// <summary>
/// What is known over all windows and users of one call: how many records were read and are expected, and which of
/// them another window or user would bring again.
/// </summary>
internal sealed class ReadTally
{
    // The API does not say whether a window's ends belong to it, nor which of a record's times it goes by, nor whether
    // it rounds to days. Records this near to a boundary are kept in mind.
    private static readonly TimeSpan BoundaryWidth = TimeSpan.FromDays(1);

    private readonly Action<AiCodeNotice> _notify;

    // Two of the users asked for can be one: an e-mail address and its id.
    private readonly HashSet<RecordKey>? _ofAllUsers;
    private HashSet<RecordKey> _atLastBoundary = [];
    private HashSet<RecordKey> _atNextBoundary = [];
    private bool _hasNextWindow;
    private long? _expected;

    public ReadTally(Action<AiCodeNotice> notify, bool manyUsers)
    {
        _notify = notify;
        _ofAllUsers = manyUsers ? [] : null;
    }

    /// <summary>The number of records that were read, each once.</summary>
    public long Records { get; private set; }

    /// <summary>Starts a window, of which there are more or not.</summary>
    public void BeginWindow(bool hasNextWindow)
    {
        _hasNextWindow = hasNextWindow;
        (_atLastBoundary, _atNextBoundary) = (_atNextBoundary, []);
    }

    /// <summary>Starts with another user, none of whose records has come.</summary>
    public void BeginUser() => _atNextBoundary = [];

    /// <summary>Whether a record that is new to its window is new to the call.</summary>
    [MethodImpl(Jit.AtOnce)]
    public bool IsNew(RecordBatch batch, int index, AiCodeRange window)
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
        _notify(new ProgressNotice(Records, _expected));
    }

    /// <summary>Notes that more, or fewer, records are expected.</summary>
    public void Expect(long more) => _expected = (_expected ?? 0) + more;

    private static bool IsNear(long ticks, DateTimeOffset boundary) =>
        Math.Abs(ticks - boundary.UtcTicks) <= BoundaryWidth.Ticks;
}
