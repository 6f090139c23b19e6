using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Passes so many bytes, or half of the first ones where no number is given, and then does something else.</summary>
internal sealed class TruncatedStream(Stream inner, long? limit, Func<Task> then) : WriteOnlyStream(inner)
{
    private long? _left = limit;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _left ??= buffer.Length / 2;
        int part = (int)Math.Min(_left.Value, buffer.Length);
        _left -= part;
        await Inner.WriteAsync(buffer[..part], cancellationToken).ConfigureAwait(false);
        if (part < buffer.Length)
        {
            await Inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            await then().ConfigureAwait(false);

            // Ends the connection.
            throw new OperationCanceledException();
        }
    }
}
