using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode;

/// <summary>Waiting by a <see cref="TimeProvider"/>, the same on .NET and .NET Standard.</summary>
internal static class ClockExtensions
{
    /// <summary>Waits for <paramref name="duration"/> on the given clock.</summary>
    public static Task WaitAsync(this TimeProvider clock, TimeSpan duration, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(duration, clock, cancellationToken);
#else
        clock.Delay(duration, cancellationToken);
#endif
}
