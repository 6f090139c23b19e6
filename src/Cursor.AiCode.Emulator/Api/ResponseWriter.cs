using System;
using System.IO;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Faults;
using Cursor.AiCode.Emulator.Formatting;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Writes the records that were asked for, and plays the fault that is due.</summary>
internal sealed class ResponseWriter(EmulatorOptions options, RecordStore store, FaultPlan faults)
{
    private readonly ErrorWriter _errors = new(options.ErrorShape);

    /// <summary>Answers a request that is in order.</summary>
    public async Task WriteAsync(
        HttpContext context, ApiEndpoint endpoint, Query query, Selection selection, Action<string> onFault, CancellationToken requestAborted)
    {
        var faultContext = new FaultContext(context, endpoint, _errors, options.TimeProvider, requestAborted);
        PlannedFault? due = faults.Next(endpoint);
        Fault? fault = due?.Fault;
        if (due is not null)
        {
            onFault(due.Spec);
            if (await due.Fault.RespondAsync(faultContext).ConfigureAwait(false))
            {
                return;
            }
        }
        else
        {
            // A spoiled answer has no tag: no one is to be told later that it still holds.
            context.Response.Headers.ETag = RecordStore.CreateETag(endpoint, query, selection);
        }

        bool compresses = WriteHeaders(context, endpoint, fault);
        fault?.EditHeaders(context.Response, faultContext);
        Stream inner = fault?.Wrap(context.Response.Body, faultContext) ?? context.Response.Body;
        Stream body = compresses ? new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true) : inner;
        if (endpoint.IsCsv)
        {
            Throttle? throttle = options.ThrottleMegabytes is double rate ? new Throttle(rate, options.TimeProvider) : null;
            await CsvBody.WriteAsync(body, store.FormatterFor(endpoint), selection, fault?.CreateCsvEdit(), throttle, requestAborted).ConfigureAwait(false);
        }
        else
        {
            await WritePageAsync(context.Response, body, store.FormatterFor(endpoint), query, selection, fault, requestAborted).ConfigureAwait(false);
        }

        if (compresses)
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }

        if (inner != context.Response.Body)
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool WriteHeaders(HttpContext context, ApiEndpoint endpoint, Fault? fault)
    {
        HttpResponse response = context.Response;
        response.ContentType = endpoint.IsCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        bool compresses = (options.Gzip || fault?.Compresses == true)
            && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (compresses)
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
        }

        return compresses;
    }

    private static async Task WritePageAsync(
        HttpResponse response, Stream body, RecordFormatter formatter, Query query, Selection selection, Fault? fault, CancellationToken requestAborted)
    {
        long skip = (query.Page - 1L) * query.PageSize;
        long totalCount = selection.Count;
        fault?.Shift(query.Page, ref skip, ref totalCount);
        using var buffer = new Utf8Buffer(64 * 1024);
        JsonPage.Write(buffer, formatter, selection, skip, query.Page, query.PageSize, totalCount);
        ReadOnlyMemory<byte> bytes = buffer.Written;
        if (fault?.EditsPages == true)
        {
            JsonObject page = JsonNode.Parse(bytes.Span)!.AsObject();
            fault.EditPage(page);
            bytes = JsonSerializer.SerializeToUtf8Bytes(page);
        }

        if (response.Headers.ContentEncoding.Count == 0 && fault?.ChangesLength != true)
        {
            response.ContentLength = bytes.Length;
        }

        await body.WriteAsync(bytes, requestAborted).ConfigureAwait(false);
    }
}
