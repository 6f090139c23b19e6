using System;
using System.Buffers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval.CommitDetails;

/// <summary>Reads the body of a response that is one JSON text.</summary>
internal static class JsonBody
{
    // A hundred commits with a thousand ranges each have about 5 MB.
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int InitialBytes = 64 * 1024;

    // Far longer than any conversation's overview. A longer text is rejected before all of it is in memory.
    private const int MaxTextBytes = 2 * 1024 * 1024;

    /// <summary>Reads the body, without its byte order mark. A body that isn't JSON can be incomplete.</summary>
    /// <exception cref="AiCodeException">The body, or a text in it, is too long, or can't be received.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(MaxBytes, Math.Max(response.Length ?? 0, InitialBytes) + 1));
        try
        {
            var progress = new JsonProgress();
            int length = 0;
            int read;
            while ((read = await response.Body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length - progress.Length > MaxTextBytes)
                {
                    if (!progress.TryMoveTo(buffer.AsSpan(0, length)))
                    {
                        // It isn't JSON. The rest isn't needed for the error message.
                        break;
                    }

                    if (length - progress.Length > MaxTextBytes)
                    {
                        throw response.CreateException(
                            AiCodeErrorKind.InvalidData, $"The response contains a text longer than {MaxTextBytes / (1024 * 1024)} MB, at byte {progress.Length}");
                    }
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, response);
                }
            }

            int start = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            return buffer.AsSpan(start, length - start).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a body is well-formed JSON that ends too early.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
            }

            // The depth of the first token is that of the object or array around it.
            return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Grow(byte[] buffer, ApiResponse response)
    {
        if (buffer.Length >= MaxBytes)
        {
            throw response.CreateException(AiCodeErrorKind.UnexpectedAnswer, $"The response is longer than {MaxBytes / (1024 * 1024)} MB");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(MaxBytes, buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
