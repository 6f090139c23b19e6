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

/// <summary>Writes the records that were asked for, and plays the fault that is due.</summary>
internal sealed class AnswerWriter(EmulatorOptions options, Library library, FaultPlan faults)
{
    private readonly ErrorWriter _errors = new(options.ErrorShape);

    /// <summary>Answers a request that is in order.</summary>
    public async Task WriteAsync(
        HttpContext context, ApiEndpoint endpoint, Question question, Selection selection, Action<string> playing, CancellationToken gone)
    {
        var scene = new FaultScene(context, endpoint, _errors, options.TimeProvider, gone);
        PlannedFault? due = faults.Next(endpoint);
        Fault? fault = due?.Fault;
        if (due is not null)
        {
            playing(due.Spec);
            if (await due.Fault.AnswerAsync(scene).ConfigureAwait(false))
            {
                return;
            }
        }
        else
        {
            // A spoiled answer has no tag: no one is to be told later that it still holds.
            context.Response.Headers.ETag = Library.TagOf(endpoint, question, selection);
        }

        bool compresses = WriteHeaders(context, endpoint, fault);
        fault?.EditHeaders(context.Response, scene);
        Stream wire = fault?.Wrap(context.Response.Body, scene) ?? context.Response.Body;
        Stream body = compresses ? new GZipStream(wire, CompressionLevel.Fastest, leaveOpen: true) : wire;
        if (endpoint.IsCsv)
        {
            Throttle? throttle = options.ThrottleMegabytes is double rate ? new Throttle(rate, options.TimeProvider) : null;
            await CsvBody.WriteAsync(body, library.FeedOf(endpoint), selection, fault?.CreateCsvEdit(), throttle, gone).ConfigureAwait(false);
        }
        else
        {
            await WritePageAsync(context.Response, body, library.FeedOf(endpoint), question, selection, fault, gone).ConfigureAwait(false);
        }

        if (compresses)
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }

        if (wire != context.Response.Body)
        {
            await wire.DisposeAsync().ConfigureAwait(false);
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

        if (response.Headers.ContentEncoding.Count == 0 && fault?.ChangesLength != true)
        {
            response.ContentLength = bytes.Length;
        }

        await body.WriteAsync(bytes, gone).ConfigureAwait(false);
    }
}
