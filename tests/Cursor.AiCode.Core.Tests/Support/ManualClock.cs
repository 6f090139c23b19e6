using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Tests.Support;

/// <summary>
/// A clock that no one waits for: where something waits, it moves on to the end of the wait at once. Time-outs are not
/// waits: they fire only where a test moves the clock by hand.
/// </summary>
internal sealed class ManualClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2025, 7, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly object _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now;
    private TimeSpan _shift;

    public ManualClock(DateTimeOffset? start = null) => _now = start ?? Start;

    /// <summary>Whether waits end at once; else they, too, last until the clock is moved by hand.</summary>
    public bool EndsWaits { get; init; } = true;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The waits so far, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return _waits.ToArray();
            }
        }
    }

    /// <summary>The number of time-outs and waits that are set.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now + _shift;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _now.UtcTicks;
        }
    }

    /// <summary>Moves the clock, and fires what is due by then, time-outs too.</summary>
    public void Advance(TimeSpan by) => MoveTo(new DateTimeOffset(GetTimestamp(), TimeSpan.Zero) + by, timeouts: true);

    /// <summary>
    /// Sets the clock forward or back, as a person or a time server does, or as it seems after the machine has slept: time
    /// stamps, time-outs and waits know nothing of it.
    /// </summary>
    public void Set(TimeSpan by)
    {
        lock (_lock)
        {
            _shift += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Time-outs cancel a token; what waits completes a task.
        var timer = new ManualTimer(this, callback, state, isTimeout: state is CancellationTokenSource);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private void MoveTo(DateTimeOffset time, bool timeouts)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now = time > _now ? time : _now;
            due = _timers.Where(timer => timer.Due <= _now && (timeouts || !timer.IsTimeout)).ToList();
            _ = _timers.RemoveAll(due.Contains);
        }

        due.ForEach(static timer => timer.Fire());
    }

    private void Set(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _ = _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _now + dueTime;
            _timers.Add(timer);
            if (timer.IsTimeout)
            {
                return;
            }

            _waits.Add(dueTime);
        }

        if (EndsWaits)
        {
            // Not from here: whoever sets the timer is not ready for its end yet.
            _ = Task.Run(() => MoveTo(timer.Due, timeouts: false));
        }
    }

    private void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            _ = _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualClock owner, TimerCallback callback, object? state, bool isTimeout) : ITimer
    {
        public bool IsTimeout => isTimeout;

        public DateTimeOffset Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Set(this, dueTime);
            return true;
        }

        public void Dispose() => owner.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
