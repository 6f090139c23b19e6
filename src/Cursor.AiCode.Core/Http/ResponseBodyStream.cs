using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Http;

/// <summary>
/// Reads the body of a response while it is received. It fails if the body stalls or trickles, reports network failures
/// as <see cref="AiCodeException"/>, and tracks the length, start and end of the body, so that it can be verified.
/// </summary>
internal sealed class ResponseBodyStream : Stream
{
    private const int MinBytesPerSecond = 512;
    private const int MaxStartBytes = 1024;
    private static readonly TimeSpan ThroughputCheckInterval = TimeSpan.FromSeconds(30);

    private readonly Stream _inner;
    private readonly TimeProvider _time;
    private readonly TimeSpan _idleTimeout;
    private readonly Func<AiCodeErrorKind, string, Exception?, AiCodeException> _createException;
    private readonly CancellationToken _cancellationToken;
    private byte[] _start = [];
    private CancellationToken _callerToken;
    private CancellationTokenSource? _stop;
    private ITimer? _idleTimer;
    private TimeSpan _waited;
    private long _bytesAtCheck;

    public ResponseBodyStream(
        Stream inner,
        AiCodeClientOptions options,
        Func<AiCodeErrorKind, string, Exception?, AiCodeException> createException,
        CancellationToken cancellationToken)
    {
        _inner = inner;
        _time = options.TimeProvider;
        _idleTimeout = options.ReadTimeout;
        _createException = createException;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The number of bytes read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The first bytes, which an error message quotes if the body is unexpected.</summary>
    public ReadOnlyMemory<byte> Start => _start;

    /// <summary>The last byte read; 0 before the first.</summary>
    public byte LastByte { get; private set; }

    /// <summary>Whether the first line ends with CR LF rather than LF; null before its end.</summary>
    public bool? UsesCarriageReturn { get; private set; }

    /// <summary>Whether the end was reached.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET
        return await ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
#endif
        CancellationTokenSource stop = GetStop(cancellationToken);
        int read;
        try
        {
#if NET
            ValueTask<int> pending = _inner.ReadAsync(buffer, stop.Token);
#else
            Task<int> pending = _inner.ReadAsync(buffer, offset, count, stop.Token);
#endif
            read = pending.IsCompleted
                ? await pending.ConfigureAwait(false)
                : await WaitForAsync(pending, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cancellationToken.IsCancellationRequested || cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e)
        {
            throw _createException(AiCodeErrorKind.Timeout, $"The response stalled for more than {_idleTimeout.TotalSeconds:0} seconds.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            throw _createException(AiCodeErrorKind.IncompleteAnswer, "The connection was lost during the response.", e);
        }

#if NET
        Track(buffer.Span.Slice(0, read));
#else
        Track(buffer.AsSpan(offset, read));
#endif
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            ReleaseStop();
        }

        base.Dispose(disposing);
    }

#if NET
    private async Task<int> WaitForAsync(ValueTask<int> pending, CancellationTokenSource stop)
#else
    private async Task<int> WaitForAsync(Task<int> pending, CancellationTokenSource stop)
#endif
    {
        long started = _time.GetTimestamp();
        _ = _idleTimer!.Change(_idleTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            int read = await pending.ConfigureAwait(false);
            CheckThroughput(_time.GetElapsedTime(started), read);
            return read;
        }
        finally
        {
            _ = _idleTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    // Cancels a read. A body is read ten thousand times with one token, and isn't read again after a timeout, so all reads
    // can share one source.
    private CancellationTokenSource GetStop(CancellationToken cancellationToken)
    {
        if (_stop is null || cancellationToken != _callerToken)
        {
            ReleaseStop();
            _stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken, cancellationToken);
            _callerToken = cancellationToken;
            _idleTimer = _time.CreateCancelTimer(_stop, Timeout.InfiniteTimeSpan);
        }

        return _stop;
    }

    private void ReleaseStop()
    {
        _idleTimer?.Dispose();
        _idleTimer = null;
        _stop?.Dispose();
        _stop = null;
    }

    // Only the time that is spent waiting for the network counts, because the caller may read slowly.
    private void CheckThroughput(TimeSpan waited, int read)
    {
        _waited += waited;
        if (_waited < ThroughputCheckInterval)
        {
            return;
        }

        long received = BytesRead + read - _bytesAtCheck;
        if (read > 0 && received < MinBytesPerSecond * _waited.TotalSeconds)
        {
            throw _createException(
                AiCodeErrorKind.Timeout,
                $"The response was slower than {MinBytesPerSecond} bytes per second for {_waited.TotalSeconds:0} seconds.",
                null);
        }

        _waited = TimeSpan.Zero;
        _bytesAtCheck = BytesRead + read;
    }

    private void Track(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
        {
            Ended = true;
            return;
        }

        if (UsesCarriageReturn is null)
        {
            int lineFeed = chunk.IndexOf((byte)'\n');
            if (lineFeed >= 0)
            {
                UsesCarriageReturn = (lineFeed > 0 ? chunk[lineFeed - 1] : LastByte) == '\r';
            }
        }

        if (_start.Length < MaxStartBytes)
        {
            _start = [.. _start, .. chunk.Slice(0, Math.Min(chunk.Length, MaxStartBytes - _start.Length))];
        }

        LastByte = chunk[chunk.Length - 1];
        BytesRead += chunk.Length;
    }
}
