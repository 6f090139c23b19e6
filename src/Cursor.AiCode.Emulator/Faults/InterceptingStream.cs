using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>A write-only stream in front of a response body. It leaves the body open.</summary>
/// <param name="body">The response body.</param>
/// <param name="onWrite">Called instead of writing to the body.</param>
/// <param name="onEnd">Called when the stream is disposed.</param>
internal sealed class InterceptingStream(
    Stream body, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> onWrite, Func<ValueTask>? onEnd = null) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        onWrite(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (onEnd is not null)
        {
            await onEnd().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
