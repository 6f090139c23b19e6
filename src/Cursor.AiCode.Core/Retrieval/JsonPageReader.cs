using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval;

/// <summary>Requests JSON pages of one window and user.</summary>
internal sealed class JsonPageReader<TBatch>
    where TBatch : RecordBatch
{
    // A page of 1,000 records has about 0.6 MB. A longer page is requested in parts, unless one record is too large.
    private const int MaxPageBytes = 2 * RecordSize.MaxBytes;
    private const int MinPageSizeCap = 100;
    private const int MiddlePageCap = 500;

    private readonly HttpPipeline _pipeline;
    private readonly RecordSink<TBatch> _sink;
    private readonly ApiRequest _request;

    public JsonPageReader(HttpPipeline pipeline, RecordSink<TBatch> sink, Uri baseUri, AiCodeDateRange window, string? user)
    {
        _pipeline = pipeline;
        _sink = sink;
        _request = new ApiRequest(baseUri, sink.Kind, Csv: false, window, user);
    }

    private delegate TResult Parse<TResult>(ReadOnlySpan<byte> json);

    /// <summary>The number of pages that can be requested now without a wait.</summary>
    public int AvailableRequests => _pipeline.GetAvailablePermits(_request.Endpoint);

    /// <summary>Returns the number of records in the window, with a request for one record.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        _pipeline.SendAsync(_request with { Page = 1, PageSize = 1 }, ReadCountAsync, cancellationToken);

    /// <summary>
    /// Returns a page. If the server rejects the page size, a smaller one is requested. The page size of the result shows
    /// which one was used.
    /// </summary>
    public async Task<RecordPage<TBatch>> GetAsync(int number, int pageSize, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await RequestAsync(number, pageSize, cancellationToken).ConfigureAwait(false);
            }
            catch (AiCodeException e) when (number == 1 && pageSize > MinPageSizeCap && IsAboutPageSize(e))
            {
                pageSize = pageSize > MiddlePageCap ? MiddlePageCap : MinPageSizeCap;
            }
        }
    }

    private static bool IsAboutPageSize(AiCodeException e) =>
        e.Kind == AiCodeErrorKind.BadRequest &&
        e.ServiceMessage.Replace(" ", "").Replace("_", "").IndexOf("pagesize", StringComparison.OrdinalIgnoreCase) >= 0;

    private Task<RecordPage<TBatch>> RequestAsync(int number, int pageSize, CancellationToken cancellationToken) =>
        _pipeline.SendAsync(_request with { Page = number, PageSize = pageSize }, ReadPageAsync, cancellationToken);

    private async Task<(RecordPage<TBatch> Result, long Records)> ReadPageAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        RecordPage<TBatch> page = await ReadAsync(response, _sink.ReadPage, cancellationToken).ConfigureAwait(false);
        return (page, page.Records.Count);
    }

    private async Task<(long Result, long Records)> ReadCountAsync(ApiResponse response, CancellationToken cancellationToken) =>
        await ReadAsync(response, _sink.ReadCounts, cancellationToken).ConfigureAwait(false);

    private static async Task<TResult> ReadAsync<TResult>(ApiResponse response, Parse<TResult> parse, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(MaxPageBytes, Math.Max(response.Length ?? 0, 512 * 1024) + 1));
        try
        {
            var progress = new JsonProgress();
            int length = 0;
            int read;
            while ((read = await response.Body.ReadAsync(buffer, length, buffer.Length - length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length - progress.Length > RecordSize.MaxBytes && !IsValidSoFar(buffer.AsSpan(0, length), ref progress, response))
                {
                    break;
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length, response);
                }
            }

            return ParseBody(buffer.AsMemory(0, length), response, parse);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Whether the body is JSON so far. If it isn't, the rest isn't needed for the error message. A text that is longer than
    // a record is rejected before all of it is in memory.
    private static bool IsValidSoFar(ReadOnlySpan<byte> body, ref JsonProgress progress, ApiResponse response)
    {
        if (!progress.TryMoveTo(body))
        {
            return false;
        }

        return body.Length - progress.Length <= RecordSize.MaxBytes
            ? true
            : throw TooLarge(JsonRecordLocator.Find(WithoutByteOrderMark(body), progress.Length), response);
    }

    private static byte[] Grow(byte[] buffer, int length, ApiResponse response)
    {
        if (length >= MaxPageBytes)
        {
            var last = JsonRecordLocator.Find(WithoutByteOrderMark(buffer.AsSpan(0, length)), length);
            throw length - last.Start > RecordSize.MaxBytes && last.Start > 0
                ? TooLarge(last, response)
                : response.CreateException(AiCodeErrorKind.UnexpectedAnswer, $"The page is longer than {MaxPageBytes / (1024 * 1024)} MB", pageTooLong: last.Start > 0);
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(MaxPageBytes, length * 2));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static AiCodeException TooLarge(JsonRecordLocator record, ApiResponse response) => response.CreateException(
        AiCodeErrorKind.InvalidData, $"A record isn't valid. {RecordSize.Describe(record.Id, record.CreatedAt).TrimEnd('.')}");

    private static TResult ParseBody<TResult>(ReadOnlyMemory<byte> body, ApiResponse response, Parse<TResult> parse)
    {
        try
        {
            return parse(WithoutByteOrderMark(body.Span));
        }
        catch (JsonException e)
        {
            throw Explain(body, response, e);
        }
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> body) =>
        body.StartsWith("\uFEFF"u8) ? body.Slice(3) : body;

    // The error names positions and properties. It quotes the body only if that is a message rather than data.
    private static AiCodeException Explain(ReadOnlyMemory<byte> body, ApiResponse response, JsonException e)
    {
        bool truncated = IsTruncated(body.Span);
        if (e.InnerException is JsonDataException { IsTooLarge: true })
        {
            return response.CreateException(AiCodeErrorKind.InvalidData, $"A record isn't valid. {e.Message.TrimEnd('.')}");
        }

        if (e.Path!.StartsWith("$.items[", StringComparison.Ordinal))
        {
            return truncated
                ? response.CreateException(AiCodeErrorKind.IncompleteAnswer, $"The response ends inside a record: {e.Message}", transient: true)
                : response.CreateException(AiCodeErrorKind.InvalidData, $"A record isn't valid: {e.Message}");
        }

        if (e.InnerException is JsonDataException && !body.Span.IsUtf8())
        {
            return response.CreateException(AiCodeErrorKind.InvalidData, $"The page isn't UTF-8: {e.Message}");
        }

        bool resemblesPage = body.Span.IndexOf("\"items\""u8) is >= 0 and < 200;
        string message = ServiceMessage.IsIn(body.Span) ? response.MessageIn(LoneSurrogates.Replace(body.Span).ToArray()) : e.Message;
        return response.CreateException(
            truncated && resemblesPage ? AiCodeErrorKind.IncompleteAnswer : AiCodeErrorKind.UnexpectedAnswer,
            body.Length == 0 ? "The response is empty" : $"The response isn't a page of records: {message}",
            transient: truncated);
    }

    // Whether the body is well-formed JSON that ends too early.
    private static bool IsTruncated(ReadOnlySpan<byte> body)
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
}
