using System;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>
/// The two times of the server: its clock, for rate limits and headers, and the simulated time, for data and relative
/// dates. The simulated time can start at another date and advances with the clock.
/// </summary>
internal sealed class SimulatedClock
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _offset;

    /// <summary>Starts the simulated time at <paramref name="start"/>, or at the time of the clock.</summary>
    public SimulatedClock(TimeProvider time, DateTimeOffset? start)
    {
        _time = time;
        _offset = start - time.GetUtcNow() ?? TimeSpan.Zero;
    }

    /// <summary>The time of the clock; UTC.</summary>
    public DateTimeOffset UtcNow => _time.GetUtcNow();

    /// <summary>The simulated time; UTC.</summary>
    public DateTimeOffset SimulatedNow => (_time.GetUtcNow() + _offset).ToUniversalTime();
}
