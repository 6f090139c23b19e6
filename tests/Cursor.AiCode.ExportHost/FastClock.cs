using System;
using System.Threading;

namespace Cursor.AiCode.ExportHost;

/// <summary>
/// A clock that runs faster than the real one. All clocks with the same speed have the same time, so that tests of processes
/// that share a rate limit don't take minutes.
/// </summary>
public sealed class FastClock(int speed) : TimeProvider
{
    private static readonly DateTimeOffset Origin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => System.TimestampFrequency / speed;

    public override DateTimeOffset GetUtcNow() => Origin + ((System.GetUtcNow() - Origin) * speed);

    public override long GetTimestamp() => System.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Real(dueTime), Real(period));

    private TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / speed;
}
