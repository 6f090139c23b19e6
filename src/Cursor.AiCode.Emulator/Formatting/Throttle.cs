using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Formatting;

/// <summary>Holds a body to a rate. It reckons from the body's start, so that a wait that was too long is made up for.</summary>
internal sealed class Throttle(double megabytesPerSecond, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _sent;

    /// <summary>Waits until so many more bytes may have been sent.</summary>
    public Task PaceAsync(int bytes, CancellationToken cancel)
    {
        _sent += bytes;
        TimeSpan ahead = TimeSpan.FromSeconds(_sent / (megabytesPerSecond * 1e6)) - time.GetElapsedTime(_start);
        return ahead > TimeSpan.FromMilliseconds(1) ? Task.Delay(ahead, time, cancel) : Task.CompletedTask;
    }
}
