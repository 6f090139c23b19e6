using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace Cursor.AiCode.Tests.Support;

/// <summary>
/// A fake time provider that records waits, and ends them by advancing the time. Timeouts, which cancel a token, end only
/// when a test advances the time.
/// </summary>
internal sealed class TestTimeProvider : FakeTimeProvider
{
    public static readonly DateTimeOffset DefaultStart = new(2025, 7, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly object _lock = new();
    private readonly HashSet<TrackedTimer> _pending = [];
    private readonly List<TimeSpan> _waits = [];
    private TimeSpan _shift;

    public TestTimeProvider(DateTimeOffset? start = null)
        : base(start ?? DefaultStart)
    {
    }

    /// <summary>Whether waits end by themselves. Otherwise they last until a test advances the time.</summary>
    public bool EndsWaits { get; init; } = true;

    /// <summary>The durations of all waits.</summary>
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

    /// <summary>The number of timeouts and waits that haven't ended.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;

    /// <summary>Sets the wall clock forward or back. Doesn't affect <c>GetTimestamp</c>, timeouts and waits.</summary>
    public void Set(TimeSpan by) => _shift += by;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TrackedTimer(this, callback, state);
        timer.Inner = base.CreateTimer(static timer => ((TrackedTimer)timer!).Fire(), timer, Timeout.InfiniteTimeSpan, period);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    private void Track(TrackedTimer timer, bool isPending)
    {
        lock (_lock)
        {
            _ = isPending ? _pending.Add(timer) : _pending.Remove(timer);
        }
    }

    private void EndWait(TrackedTimer timer, long due)
    {
        lock (_lock)
        {
            if (!_pending.Contains(timer))
            {
                return;
            }

            // Shifts the pending timeouts, so that none of them ends.
            long remaining = due - GetTimestamp();
            if (remaining > 0)
            {
                AdjustTime(base.GetUtcNow() + TimeSpan.FromTicks(remaining));
            }
        }

        timer.Fire();
    }

    private sealed class TrackedTimer(TestTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public void Fire()
        {
            owner.Track(this, isPending: false);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isSet = dueTime != Timeout.InfiniteTimeSpan;
            bool isWait = isSet && state is not CancellationTokenSource;
            bool endsItself = isWait && owner.EndsWaits;

            // A test that sees the wait can advance the time, so the timer is set first.
            lock (owner._lock)
            {
                owner.Track(this, isSet);
                _ = endsItself || Inner.Change(dueTime, period);
                if (isWait)
                {
                    owner._waits.Add(dueTime);
                }
            }

            if (endsItself)
            {
                // On another thread, because the caller doesn't expect the end of its wait yet.
                long due = owner.GetTimestamp() + dueTime.Ticks;
                _ = Task.Run(() => owner.EndWait(this, due));
            }

            return true;
        }

        public void Dispose()
        {
            owner.Track(this, isPending: false);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
