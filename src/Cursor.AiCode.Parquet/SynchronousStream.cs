using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Parquet;

/// <summary>
/// Writes to a file on the calling thread, also by asynchronous methods. A file that isn't opened for asynchronous access
/// would otherwise use another thread for each of the library's many small writes, and each thread keeps buffers of its own.
/// </summary>
internal sealed class SynchronousStream : Stream
{
    private readonly Stream _file;

    /// <summary>Creates a stream over <paramref name="file"/>, which is left open.</summary>
    public SynchronousStream(Stream file) => _file = file;

    public override bool CanRead => false;

    public override bool CanSeek => _file.CanSeek;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    public override void Flush()
    {
        // The file has no buffer. It is flushed to the disk when it is complete.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void SetLength(long value) => _file.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _file.Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _file.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
