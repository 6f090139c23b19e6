using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Drops the last bytes of what is written, or spoils some near them.</summary>
internal sealed class CorruptedGzipStream(Stream inner, bool truncates) : WriteOnlyStream(inner)
{
    // More than gzip's trailer of 8 bytes, less than the smallest body.
    private const int Tail = 40;

    private byte[] _held = [];

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] all = [.. _held, .. buffer.Span];
        int pass = Math.Max(0, all.Length - Tail);
        _held = all[pass..];
        await Inner.WriteAsync(all.AsMemory(0, pass), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (!truncates)
        {
            for (int i = 0; i < _held.Length / 2; i++)
            {
                _held[i] ^= 0x55;
            }

            await Inner.WriteAsync(_held).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
