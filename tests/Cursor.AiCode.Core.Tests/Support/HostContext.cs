using System;
using System.Threading;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A synchronization context like that of a host with a UI thread. It counts the callbacks that are posted to that thread.</summary>
internal sealed class HostContext : SynchronizationContext
{
    private int _posts;

    public int Posts => Volatile.Read(ref _posts);

    public override void Post(SendOrPostCallback d, object? state)
    {
        _ = Interlocked.Increment(ref _posts);
        _ = ThreadPool.QueueUserWorkItem(_ => d(state));
    }

    /// <summary>Sets this context on the current thread.</summary>
    public void Enter() => SetSynchronizationContext(this);

    /// <summary>Returns a time provider that sets this context on each thread that uses it.</summary>
    public TimeProvider Over(TimeProvider clock) => new Clock(this, clock);

    private sealed class Clock(HostContext context, TimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow()
        {
            context.Enter();
            return clock.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            context.Enter();
            return clock.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            context.Enter();
            return clock.CreateTimer(callback, state, dueTime, period);
        }
    }
}
