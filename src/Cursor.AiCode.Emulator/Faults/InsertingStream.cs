using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Once it sees a pattern, puts bytes behind it, over those that are there or between them.</summary>
/// <param name="inner">Where the bytes go.</param>
/// <param name="pattern">What to look for.</param>
/// <param name="inserted">What is put in, again and again.</param>
/// <param name="times">How often.</param>
/// <param name="overwrites">Whether it takes the place of what follows.</param>
internal sealed class InsertingStream(Stream inner, byte[] pattern, byte[] inserted, int times, bool overwrites) : WriteOnlyStream(inner)
{
    private bool _done;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int found = _done ? -1 : buffer.Span.IndexOf(pattern);
        if (found < 0)
        {
            await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        _done = true;
        int end = found + pattern.Length;
        await Inner.WriteAsync(buffer[..end], cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < times; i++)
        {
            await Inner.WriteAsync(inserted, cancellationToken).ConfigureAwait(false);
        }

        await Inner.WriteAsync(buffer[(end + (overwrites ? inserted.Length : 0))..], cancellationToken).ConfigureAwait(false);
    }
}
