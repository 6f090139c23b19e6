using System;
using System.IO;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Faults;
using Cursor.AiCode.Emulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Answers requests: authorization, then the limit, then the parameters, then the records.</summary>
internal sealed class AiCodeApi(
    EmulatorOptions options, ServiceClock clock, KeyRing keys, Library library, FaultPlan faults, CancellationToken stopping)
{
    private readonly ErrorWriter _errors = new(options.ErrorShape);
    private readonly QuestionReader _reader = new(options);
    private readonly BudgetBook _budgets = new(options, clock);

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context, KeyKind key, Action<string> playing)
    {
        HttpResponse response = context.Response;
        ApiEndpoint? endpoint = ApiEndpoint.At(context.Request.Path.Value ?? "", out bool isDownload);
        if (endpoint is null)
        {
            await _errors.WriteAsync(response, ApiError.NotFound("There is nothing at this path.")).ConfigureAwait(false);
            return;
        }

        if (context.Request.Method != HttpMethods.Get)
        {
            response.Headers.Allow = HttpMethods.Get;
            await _errors.WriteAsync(response, ApiError.MethodNotAllowed(context.Request.Method)).ConfigureAwait(false);
            return;
        }

        if (keys.Refusal(key) is ApiError refused)
        {
            response.Headers.WWWAuthenticate = refused.Status == 401 ? "Basic realm=\"api\"" : default;
            await _errors.WriteAsync(response, refused).ConfigureAwait(false);
            return;
        }

        ApiError? error = _reader.TryRead(context.Request.Query, endpoint.IsCsv, clock.Now, out Question question);
        Selection? selection = error is null ? library.Select(endpoint, question, clock.Now) : null;
        if (selection is not null && IsKnown(context, endpoint, question, selection))
        {
            // What the client holds already costs it nothing of its limit.
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (!isDownload && _budgets.Take(endpoint, response) is ApiError limited)
        {
            await _errors.WriteAsync(response, limited).ConfigureAwait(false);
            return;
        }

        error ??= selection!.Developer == Selection.Nobody && options.UnknownUser == UnknownUserMode.Error
            ? ApiError.NotFound("User not found")
            : null;
        if (error is not null)
        {
            await _errors.WriteAsync(response, error).ConfigureAwait(false);
            return;
        }

        if (endpoint.IsCsv && !isDownload && options.CsvRedirect is int status)
        {
            response.StatusCode = status;
            response.Headers.Location = endpoint.DownloadPath + context.Request.QueryString;
            return;
        }

        await PlayAsync(context, endpoint, question, selection!, playing).ConfigureAwait(false);
    }

    private async Task PlayAsync(
        HttpContext context, ApiEndpoint endpoint, Question question, Selection selection, Action<string> playing)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var scene = new FaultScene(context, endpoint, _errors, options.TimeProvider, gone.Token);
        (string Spec, Fault Fault)? due = faults.Next(endpoint);
        Fault? fault = due?.Fault;
        if (due is not null)
        {
            playing(due.Value.Spec);
        }

        if (fault is not null && await fault.AnswerAsync(scene).ConfigureAwait(false))
        {
            return;
        }

        HttpResponse response = context.Response;
        response.ContentType = endpoint.IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        bool compresses = (options.Gzip || fault?.Compresses == true) && AcceptsGzip(context.Request);
        if (compresses)
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
        }

        fault?.EditHeaders(response);
        Stream wire = fault?.Wrap(response.Body, scene) ?? response.Body;
        Stream body = compresses ? new GZipStream(wire, CompressionLevel.Fastest, leaveOpen: true) : wire;
        if (endpoint.IsCsv)
        {
            Throttle? throttle = options.ThrottleMegabytes is double rate ? new Throttle(rate, options.TimeProvider) : null;
            await CsvBody.WriteAsync(body, library.FeedOf(endpoint), selection, fault?.CsvEdit, throttle, gone.Token).ConfigureAwait(false);
        }
        else
        {
            await WritePageAsync(response, body, library.FeedOf(endpoint), question, selection, fault, gone.Token).ConfigureAwait(false);
        }

        if (compresses)
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }

        await wire.FlushAsync(gone.Token).ConfigureAwait(false);
    }

    private static async Task WritePageAsync(
        HttpResponse response, Stream body, Feed feed, Question question, Selection selection, Fault? fault, CancellationToken gone)
    {
        long skip = (question.Page - 1L) * question.PageSize;
        long totalCount = selection.Count;
        fault?.Shift(question.Page, ref skip, ref totalCount);
        using var buffer = new Utf8Buffer(64 * 1024);
        JsonPage.Write(buffer, feed, selection, skip, question.Page, question.PageSize, totalCount);
        ReadOnlyMemory<byte> bytes = buffer.Written;
        if (fault?.EditsPages == true)
        {
            JsonObject page = JsonNode.Parse(bytes.Span)!.AsObject();
            fault.EditPage(page);
            bytes = JsonSerializer.SerializeToUtf8Bytes(page);
        }

        if (response.Headers.ContentEncoding.Count == 0)
        {
            response.ContentLength = bytes.Length;
        }

        await body.WriteAsync(bytes, gone).ConfigureAwait(false);
    }

    private static bool IsKnown(HttpContext context, ApiEndpoint endpoint, Question question, Selection selection)
    {
        string tag = Library.TagOf(endpoint, question, selection);
        context.Response.Headers.ETag = tag;
        foreach (string? known in context.Request.Headers.IfNoneMatch)
        {
            if (known?.Contains(tag, StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
}
