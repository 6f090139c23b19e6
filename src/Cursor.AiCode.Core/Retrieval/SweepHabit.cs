using System;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Whether the callers of this process keep what they get, as far as the last sweep tells: how patient the next call
/// begins. It counts for less with each call that does not pass again.
/// </summary>
internal sealed class SweepHabit
{
    // Calls side by side may lose what one of them notes: the next sweep notes it again.
    private int _patience = 1;

    /// <summary>How patient a call begins.</summary>
    public int Begin()
    {
        int patience = _patience;
        _patience = Math.Max(1, patience / 2);
        return patience;
    }

    /// <summary>Notes how patient a sweep leaves its call.</summary>
    public void Note(int patience) => _patience = patience;
}
