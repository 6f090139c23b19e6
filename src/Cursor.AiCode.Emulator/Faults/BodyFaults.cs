using System;
using System.IO;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Api;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Faults that change the bytes of a body while they are sent.</summary>
internal static class BodyFaults
{
    // More than the 8-byte trailer of gzip, less than the smallest body.
    private const int GzipTailLength = 40;
    private const int ChunkLength = 64 * 1024;

    private static readonly TimeSpan SlowBodyDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends the first bytes only; without a number, half of the first write. Then ends the body with <paramref name="end"/>.</summary>
    public static Stream Truncate(Stream body, long? length, Func<Task> end)
    {
        long? left = length;
        return new InterceptingStream(body, async (bytes, cancellationToken) =>
        {
            left ??= bytes.Length / 2;
            int count = (int)Math.Min(left.Value, bytes.Length);
            left -= count;
            await body.WriteAsync(bytes[..count], cancellationToken).ConfigureAwait(false);
            if (count < bytes.Length)
            {
                await body.FlushAsync(cancellationToken).ConfigureAwait(false);
                await end().ConfigureAwait(false);

                // Aborts the connection.
                throw new OperationCanceledException();
            }
        });
    }

    /// <summary>Sends one byte every 100 milliseconds.</summary>
    public static Stream SlowBody(RequestContext context, Stream body) => new InterceptingStream(body, async (bytes, cancellationToken) =>
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            await body.WriteAsync(bytes.Slice(i, 1), cancellationToken).ConfigureAwait(false);
            await body.FlushAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(SlowBodyDelay, context.Time, cancellationToken).ConfigureAwait(false);
        }
    });

    /// <summary>Removes the last bytes of a compressed body.</summary>
    public static Stream TruncateGzip(RequestContext context, Stream body) => EditGzipTail(context, body, _ => []);

    /// <summary>Corrupts some of the last bytes of a compressed body.</summary>
    public static Stream CorruptGzip(RequestContext context, Stream body) => EditGzipTail(context, body, tail =>
    {
        for (int i = 0; i < tail.Length / 2; i++)
        {
            tail[i] ^= 0x55;
        }

        return tail;
    });

    /// <summary>Replaces a byte of the first email address, or of the first path in the details of commits, with one that never occurs in UTF-8.</summary>
    public static Stream InsertInvalidByte(RequestContext context, Stream body) =>
        Insert(body, context.Endpoint == ApiEndpoint.CommitDetails ? "\"filePath\":\""u8.ToArray() : "@company"u8.ToArray(), [0xFF], times: 1, overwrites: true);

    /// <summary>Inserts a long text into a field: the first message, file extension or path in JSON, the first quoted field in CSV.</summary>
    public static Stream InsertHugeText(RequestContext context, Stream body, long length)
    {
        var chunk = new byte[ChunkLength];
        chunk.AsSpan().Fill((byte)'x');
        ReadOnlySpan<byte> pattern = context.Endpoint.IsCsv ? ",\""u8
            : context.Endpoint == ApiEndpoint.CommitDetails ? "\"filePath\":\""u8
            : context.Endpoint.IsCommits ? "\"message\":\""u8 : "\"fileExtension\":\""u8;
        return Insert(body, pattern.ToArray(), chunk, (int)Math.Max(1, length / ChunkLength), overwrites: false);
    }

    // A client that doesn't accept gzip receives the correct body.
    private static Stream EditGzipTail(RequestContext context, Stream body, Func<byte[], byte[]> edit)
    {
        if (context.Response.Headers.ContentEncoding.Count == 0)
        {
            return body;
        }

        byte[] tail = [];
        return new InterceptingStream(
            body,
            (bytes, cancellationToken) =>
            {
                byte[] all = [.. tail, .. bytes.Span];
                int count = Math.Max(0, all.Length - GzipTailLength);
                tail = all[count..];
                return body.WriteAsync(all.AsMemory(0, count), cancellationToken);
            },
            () => body.WriteAsync(edit(tail)));
    }

    // Writes the insertion after the first occurrence of a pattern.
    private static InterceptingStream Insert(Stream body, byte[] pattern, byte[] insertion, int times, bool overwrites)
    {
        bool isDone = false;
        return new InterceptingStream(body, async (bytes, cancellationToken) =>
        {
            int found = isDone ? -1 : bytes.Span.IndexOf(pattern);
            if (found < 0)
            {
                await body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                return;
            }

            isDone = true;
            int end = found + pattern.Length;
            await body.WriteAsync(bytes[..end], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < times; i++)
            {
                await body.WriteAsync(insertion, cancellationToken).ConfigureAwait(false);
            }

            int resume = overwrites ? end + insertion.Length : end;
            await body.WriteAsync(bytes[resume..], cancellationToken).ConfigureAwait(false);
        });
    }
}
