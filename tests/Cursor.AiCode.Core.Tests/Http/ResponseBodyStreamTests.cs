using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>Tests the timeout of a slow body, and the properties that describe the start and the end of a body.</summary>
public sealed class ResponseBodyStreamTests
{
    [Theory]
    [InlineData(29, 1, true)]
    [InlineData(30, 511 * 30, false)]
    [InlineData(30, (512 * 30) - 1, false)]
    [InlineData(30, 512 * 30, true)]
    [InlineData(31, 512 * 31, true)]
    [InlineData(31, (512 * 31) - 1, false)]
    [InlineData(59, 0, true)]
    public async Task Less_than_512_bytes_per_second_over_30_seconds_times_out(int seconds, int bytes, bool enough)
    {
        await using var body = new Body(new TestTimeProvider(), (seconds, bytes));
        if (enough)
        {
            Assert.Equal(bytes, await body.ReadAsync());
            Assert.Equal(bytes, body.Stream.BytesRead);
        }
        else
        {
            AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(body.ReadAsync);
            Assert.Equal(AiCodeErrorKind.Timeout, e.Kind);
            Assert.Equal($"The response was slower than 512 bytes per second for {seconds} seconds.", e.Message);
        }
    }

    [Fact]
    public async Task The_speed_is_measured_over_the_last_30_seconds()
    {
        // Much at first, then too little. Bytes before the last 30 seconds don't count.
        await using var body = new Body(new TestTimeProvider(), (30, 60_000), (10, 5_000), (10, 5_000), (9, 5_000), (1, 361), (30, 15_359));
        for (int i = 0; i < 5; i++)
        {
            Assert.True(await body.ReadAsync() > 0);
        }

        Assert.Equal(75_361, body.Stream.BytesRead);
        Assert.Equal(AiCodeErrorKind.Timeout, (await Assert.ThrowsAsync<AiCodeException>(body.ReadAsync)).Kind);
    }

    [Fact]
    public async Task Reading_buffered_data_does_not_affect_the_speed()
    {
        var clock = new TestTimeProvider();
        await using var body = new Body(clock, (0, 1), (0, 1), (0, 1));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, await body.ReadAsync());
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.False(body.Stream.Ended);
        Assert.Equal(0, await body.ReadAsync());
        Assert.True(body.Stream.Ended);
    }

    [Theory]
    [InlineData("a\n|b", false)]
    [InlineData("a\r\n|b\n", true)]
    [InlineData("a\r|\nb\n", true)]
    [InlineData("a|\nb\r\n", false)]
    [InlineData("\r|\n", true)]
    [InlineData("\n|\r\n", false)]
    [InlineData("a\r|b", null)]
    [InlineData("", null)]
    public async Task The_first_line_determines_the_line_break(string parts, bool? carriageReturn)
    {
        string[] texts = parts.Split('|');
        using var inner = new Parts(texts);
        using var body = new ResponseBodyStream(inner, new AiCodeClientOptions(TestServer.Key), static (kind, text, e) => new AiCodeException(kind, text, e), default);
        byte[] buffer = new byte[100];
        foreach (string text in texts)
        {
            Assert.Equal(text.Length, await body.ReadAsync(buffer.AsMemory()));
        }

        Assert.Equal(carriageReturn, body.UsesCarriageReturn);
        string all = string.Concat(texts);
        Assert.Equal(all.Length == 0 ? (byte)0 : (byte)all[^1], body.LastByte);
        Assert.Equal(all, Encoding.ASCII.GetString(body.Start.ToArray()));
    }

    [Fact]
    public async Task The_first_1024_bytes_are_kept()
    {
        string[] texts = [new('a', 1000), new('b', 100), new('c', 100)];
        using var inner = new Parts(texts);
        using var body = new ResponseBodyStream(inner, new AiCodeClientOptions(TestServer.Key), static (kind, text, e) => new AiCodeException(kind, text, e), default);
        byte[] buffer = new byte[2000];
        foreach (string text in texts)
        {
            Assert.Equal(text.Length, await body.ReadAsync(buffer.AsMemory()));
        }

        Assert.Equal(string.Concat(texts)[..1024], Encoding.ASCII.GetString(body.Start.ToArray()));
        Assert.Equal(1200, body.BytesRead);
    }

    [Fact]
    public async Task The_stream_is_forward_only_and_fails_after_cancellation()
    {
        using var stop = new CancellationTokenSource();
        using var inner = new Parts(["abc"]);
        using (var body = new ResponseBodyStream(inner, new AiCodeClientOptions(TestServer.Key), static (kind, text, e) => new AiCodeException(kind, text, e), stop.Token))
        {
            Assert.True(body.CanRead);
            Assert.False(body.CanSeek || body.CanWrite);
            Assert.Throws<NotSupportedException>(() => body.Length);
            Assert.Throws<NotSupportedException>(() => body.Position);
            Assert.Throws<NotSupportedException>(() => body.Position = 0);
            Assert.Throws<NotSupportedException>(() => body.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => body.SetLength(0));
            Assert.Throws<NotSupportedException>(() => body.Write([], 0, 0));
            byte[] buffer = new byte[5];
            Assert.Equal(3, body.Read(buffer, 1, 4));
            Assert.Equal("\0abc\0"u8.ToArray(), buffer);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => _ = await body.ReadAsync(buffer.AsMemory(0, 1)));
        }

        Assert.False(inner.CanRead);
    }

    [Fact]
    public void A_timer_that_fires_while_a_read_ends_has_no_effect()
    {
        var clock = new LateClock();
        using (var stop = new CancellationTokenSource())
        {
            using ITimer timer = clock.CreateCancelTimer(stop, TimeSpan.FromSeconds(1));
            clock.Fire();
            Assert.True(stop.IsCancellationRequested);
        }

        clock.Fire();
    }

    // Each read advances the clock by its delay, and then returns its bytes.
    private sealed class Body : Stream
    {
        private readonly TestTimeProvider _clock;
        private readonly (int Seconds, int Bytes)[] _reads;
        private readonly byte[] _buffer = new byte[100_000];
        private int _next;

        public Body(TestTimeProvider clock, params (int Seconds, int Bytes)[] reads)
        {
            _clock = clock;
            _reads = reads;
            var options = new AiCodeClientOptions(TestServer.Key) { TimeProvider = clock };
            Stream = new ResponseBodyStream(this, options, static (kind, text, e) => new AiCodeException(kind, text, e), default);
        }

        public ResponseBodyStream Stream { get; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public Task<int> ReadAsync() => Stream.ReadAsync(_buffer, 0, _buffer.Length);

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            (int seconds, int bytes) = _next < _reads.Length ? _reads[_next++] : (0, 0);
            if (seconds > 0)
            {
                // Waits until the read is pending.
                do
                {
                    await Task.Delay(1, CancellationToken.None);
                }
                while (_clock.Pending == 0);

                _clock.Advance(TimeSpan.FromSeconds(seconds));
                cancellationToken.ThrowIfCancellationRequested();
            }

            return bytes;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    // Returns one text for each read.
    private sealed class Parts(string[] texts) : MemoryStream(Encoding.ASCII.GetBytes(string.Concat(texts)))
    {
        private int _next;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(Read(buffer, offset, Math.Min(count, _next < texts.Length ? texts[_next++].Length : 0)));
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = Math.Min(buffer.Length, _next < texts.Length ? texts[_next++].Length : 0);
            return new ValueTask<int>(Read(buffer.Span[..length]));
        }
    }

    /// <summary>A clock whose timers a test fires, even after their disposal, which is possible with a thread pool.</summary>
    private sealed class LateClock : TimeProvider
    {
        private Action _fire = static () => { };

        public void Fire() => _fire();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }
    }
}
