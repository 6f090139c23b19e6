using System;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>
/// The server's two times: the clock, for limits and headers; and the calendar, for data and relative
/// dates, which may have been set to another day and moves on with the clock.
/// </summary>
internal sealed class SimulatedClock
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _shift;

    /// <summary>Sets the calendar to an instant, or leaves it with the clock.</summary>
    public SimulatedClock(TimeProvider time, DateTimeOffset? now)
    {
        _time = time;
        DateTimeOffset clock = time.GetUtcNow();
        _shift = now is DateTimeOffset set ? set - clock : TimeSpan.Zero;
    }

    /// <summary>The clock's time; UTC.</summary>
    public DateTimeOffset Clock => _time.GetUtcNow();

    /// <summary>The calendar's time; UTC.</summary>
    public DateTimeOffset Now => (_time.GetUtcNow() + _shift).ToUniversalTime();
}
