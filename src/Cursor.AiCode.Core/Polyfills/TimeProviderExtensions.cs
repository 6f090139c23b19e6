using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Polyfills;

/// <summary>Delays and timeouts of a <see cref="TimeProvider"/>, for .NET and .NET Standard.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Waits for <paramref name="duration"/>.</summary>
    public static Task WaitAsync(this TimeProvider clock, TimeSpan duration, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(duration, clock, cancellationToken);
#else
        clock.Delay(duration, cancellationToken);
#endif

    /// <summary>Creates a timer that cancels <paramref name="stop"/>, once, after <paramref name="dueTime"/>.</summary>
    public static ITimer CreateCancelTimer(this TimeProvider clock, CancellationTokenSource stop, TimeSpan dueTime) =>
        clock.CreateTimer(static state => Cancel((CancellationTokenSource)state!), stop, dueTime, Timeout.InfiniteTimeSpan);

    // Runs on a timer thread, where an exception would end the process.
    private static void Cancel(CancellationTokenSource stop)
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The operation ended while the timer fired.
        }
    }
}
