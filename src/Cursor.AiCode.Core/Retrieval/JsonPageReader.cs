using System;
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

    private static readonly JsonBody Body = new(
        initialBytes: 512 * 1024,
        MaxPageBytes,
        RecordSize.MaxBytes,
        static (response, body, position) => TooLarge(JsonRecordLocator.Find(JsonBody.WithoutByteOrderMark(body), position), response),
        PageTooLong);

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

    private static Task<TResult> ReadAsync<TResult>(ApiResponse response, Parse<TResult> parse, CancellationToken cancellationToken) =>
        Body.ReadAsync(response, body => ParseBody(body, response, parse), cancellationToken);

    private static AiCodeException PageTooLong(ApiResponse response, ReadOnlySpan<byte> body, int position)
    {
        var last = JsonRecordLocator.Find(JsonBody.WithoutByteOrderMark(body), position);
        return position - last.Start > RecordSize.MaxBytes && last.Start > 0
            ? TooLarge(last, response)
            : response.CreateException(AiCodeErrorKind.UnexpectedAnswer, $"The page is longer than {MaxPageBytes / (1024 * 1024)} MB", pageTooLong: last.Start > 0);
    }

    private static AiCodeException TooLarge(JsonRecordLocator record, ApiResponse response) => response.CreateException(
        AiCodeErrorKind.InvalidData, $"A record isn't valid. {RecordSize.Describe(record.Id, record.CreatedAt).TrimEnd('.')}");

    private static TResult ParseBody<TResult>(ReadOnlyMemory<byte> body, ApiResponse response, Parse<TResult> parse)
    {
        try
        {
            return parse(JsonBody.WithoutByteOrderMark(body.Span));
        }
        catch (JsonException e)
        {
            throw Explain(body, response, e);
        }
    }

    // The error names positions and properties. It quotes the body only if that is a message rather than data.
    private static AiCodeException Explain(ReadOnlyMemory<byte> body, ApiResponse response, JsonException e)
    {
        bool truncated = JsonBody.IsTruncated(body.Span);
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
}
