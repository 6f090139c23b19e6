using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Passes one byte every 100 milliseconds.</summary>
internal sealed class DripStream(Stream wire, TimeProvider time) : PassStream(wire)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < buffer.Length; i++)
        {
            await Wire.WriteAsync(buffer.Slice(i, 1), cancellationToken).ConfigureAwait(false);
            await Wire.FlushAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
