using System;
using System.Buffers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval;

/// <summary>Reads the body of a response that is one JSON text, with limits on its size.</summary>
internal sealed class JsonBody
{
    private readonly int _initialBytes;
    private readonly int _maxBytes;
    private readonly int _maxTextBytes;
    private readonly CreateException _textTooLong;
    private readonly CreateException _bodyTooLong;

    /// <summary>Defines the limits.</summary>
    /// <param name="initialBytes">The minimum size of the buffer, in bytes.</param>
    /// <param name="maxBytes">The maximum length of a body, in bytes.</param>
    /// <param name="maxTextBytes">The maximum length of a text in it, in bytes. A longer text is rejected before all of it is in memory.</param>
    /// <param name="textTooLong">Creates the error for a text that is too long.</param>
    /// <param name="bodyTooLong">Creates the error for a body that is too long.</param>
    public JsonBody(int initialBytes, int maxBytes, int maxTextBytes, CreateException textTooLong, CreateException bodyTooLong)
    {
        _initialBytes = initialBytes;
        _maxBytes = maxBytes;
        _maxTextBytes = maxTextBytes;
        _textTooLong = textTooLong;
        _bodyTooLong = bodyTooLong;
    }

    /// <summary>Creates the error for what is too long.</summary>
    /// <param name="response">The response.</param>
    /// <param name="body">The part of its body that was received.</param>
    /// <param name="position">The position in the body, in bytes, up to which it is valid.</param>
    public delegate AiCodeException CreateException(ApiResponse response, ReadOnlySpan<byte> body, int position);

    /// <summary>Reads the body, and returns what <paramref name="parse"/> makes of it. A body that isn't JSON can be incomplete.</summary>
    /// <param name="response">The response.</param>
    /// <param name="parse">Parses the body, which is valid during the call only.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="AiCodeException">The body, or a text in it, is too long, or can't be received.</exception>
    public async Task<TResult> ReadAsync<TResult>(
        ApiResponse response, Func<ReadOnlyMemory<byte>, TResult> parse, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(_maxBytes, Math.Max(response.Length ?? 0, _initialBytes) + 1));
        try
        {
            var progress = new JsonProgress();
            int length = 0;
            int read;
            while ((read = await response.Body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length - progress.Length > _maxTextBytes && !IsValidSoFar(buffer.AsSpan(0, length), ref progress, response))
                {
                    break;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, response);
                }
            }

            return parse(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Returns a body without its byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith("\uFEFF"u8) ? body.Slice(3) : body;

    /// <summary>Whether a body is well-formed JSON that ends too early.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(WithoutByteOrderMark(body), isFinalBlock: false, state: default);
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

    // Whether the body is JSON so far. If it isn't, the rest isn't needed for the error message.
    private bool IsValidSoFar(ReadOnlySpan<byte> body, ref JsonProgress progress, ApiResponse response)
    {
        if (!progress.TryMoveTo(body))
        {
            return false;
        }

        return body.Length - progress.Length <= _maxTextBytes ? true : throw _textTooLong(response, body, progress.Length);
    }

    private byte[] Grow(byte[] buffer, ApiResponse response)
    {
        if (buffer.Length >= _maxBytes)
        {
            throw _bodyTooLong(response, buffer, buffer.Length);
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(_maxBytes, buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
