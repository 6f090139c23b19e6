using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Faults;
using Cursor.AiCode.Emulator.Formatting;
using Microsoft.AspNetCore.Http;

namespace Cursor.AiCode.Emulator.Api;

/// <summary>Writes the records of a valid query, with a fault that may intervene.</summary>
internal sealed class ResponseWriter(EmulatorOptions options, RecordStore store)
{
    private const int FlushThreshold = 64 * 1024;

    /// <summary>Writes the records that a query selects.</summary>
    public async Task WriteRecordsAsync(RequestContext context, Query query, Selection selection, Fault fault)
    {
        if (await TryRespondAsync(context, fault).ConfigureAwait(false))
        {
            return;
        }

        selection = fault.Withholds is null ? selection : selection.Without(fault.Withholds);
        RecordFormatter formatter = store.FormatterFor(context.Endpoint);
        if (context.Endpoint.IsCsv && fault.JsonContentType is null)
        {
            await WriteBodyAsync(context, fault, body => WriteCsvAsync(context, body, formatter, selection, fault)).ConfigureAwait(false);
        }
        else if (query.Page > 1 && query.Skip >= selection.Count && options.PagePastEndStatus is int status)
        {
            await context.WriteErrorAsync(new ApiError(status, "There is no such page.")).ConfigureAwait(false);
        }
        else
        {
            await WriteBodyAsync(context, fault, body => WritePageAsync(context, body, formatter, query, selection, fault)).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the details of commits.</summary>
    public async Task WriteDetailsAsync(RequestContext context, byte[] json, Fault fault)
    {
        if (!await TryRespondAsync(context, fault).ConfigureAwait(false))
        {
            byte[] edited = fault.EditDetails is null ? json : DetailFaults.Edit(json, fault.EditDetails);
            await WriteBodyAsync(context, fault, body => WriteBytesAsync(context, body, edited, fault)).ConfigureAwait(false);
        }
    }

    private static async Task<bool> TryRespondAsync(RequestContext context, Fault fault) =>
        fault.Respond is not null && await fault.Respond(context).ConfigureAwait(false);

    private async Task WriteBodyAsync(RequestContext context, Fault fault, Func<Stream, Task> write)
    {
        HttpResponse response = context.Response;
        response.ContentType = fault.JsonContentType ?? context.Endpoint.ContentType;
        bool isCompressed = (options.Gzip || fault.Compresses)
            && context.Http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (isCompressed)
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
        }

        fault.EditHeaders?.Invoke(context);
        Stream inner = fault.WrapBody?.Invoke(context, response.Body) ?? response.Body;
        Stream body = isCompressed ? new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true) : inner;
        await write(body).ConfigureAwait(false);
        if (isCompressed)
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }

        if (inner != response.Body)
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Streams all records; memory holds one buffer, whatever their number.</summary>
    private async Task WriteCsvAsync(
        RequestContext context, Stream body, RecordFormatter formatter, Selection selection, Fault fault)
    {
        Throttle? throttle = options.ThrottleMegabytes is double rate ? new Throttle(rate, context.Time) : null;
        CsvEditor? editor = fault.EditsCsv ? new CsvEditor(fault) : null;
        using var buffer = new Utf8Buffer(FlushThreshold + 4096);
        formatter.WriteHeader(buffer);
        editor?.EditHeader(buffer);
        var cursor = new SelectionCursor(selection);
        for (long number = 1; cursor.MoveNext(); number++)
        {
            int start = buffer.Length;
            formatter.WriteRow(buffer, cursor);
            editor?.EditRow(buffer, start, new RecordPosition(cursor.Index, number, IsNewest: number == 1, number == selection.Count, context.Now));
            if (buffer.Length >= FlushThreshold)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }

        await FlushAsync().ConfigureAwait(false);

        async Task FlushAsync()
        {
            await body.WriteAsync(buffer.Written, context.RequestAborted).ConfigureAwait(false);
            if (throttle is not null)
            {
                await throttle.WaitAsync(buffer.Length, context.RequestAborted).ConfigureAwait(false);
            }

            buffer.Clear();
        }
    }

    private static async Task WritePageAsync(
        RequestContext context, Stream body, RecordFormatter formatter, Query query, Selection selection, Fault fault)
    {
        long skip = query.Page == 1 ? 0 : Math.Max(0, query.Skip + fault.PageOffset);
        long totalCount = fault.EditTotalCount?.Invoke(selection.Count) ?? selection.Count;
        using var buffer = new Utf8Buffer(FlushThreshold);
        formatter.WritePage(buffer, selection, skip, query.Page, query.PageSize, totalCount);
        ReadOnlyMemory<byte> bytes = fault.EditsJson ? JsonPageEditor.Edit(buffer.Written.Span, fault, selection, skip, context.Now) : buffer.Written;
        await WriteBytesAsync(context, body, bytes, fault).ConfigureAwait(false);
    }

    private static Task WriteBytesAsync(RequestContext context, Stream body, ReadOnlyMemory<byte> bytes, Fault fault)
    {
        if (context.Response.Headers.ContentEncoding.Count == 0 && !fault.ChangesLength)
        {
            context.Response.ContentLength = bytes.Length;
        }

        return body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Limits the rate of a body. The rate is measured from the start, so that a wait that took too long is compensated.</summary>
    private sealed class Throttle(double megabytesPerSecond, TimeProvider time)
    {
        private readonly long _start = time.GetTimestamp();
        private long _sent;

        public Task WaitAsync(int bytes, CancellationToken cancellationToken)
        {
            _sent += bytes;
            TimeSpan ahead = TimeSpan.FromSeconds(_sent / (megabytesPerSecond * 1e6)) - time.GetElapsedTime(_start);
            return ahead > TimeSpan.FromMilliseconds(1) ? Task.Delay(ahead, time, cancellationToken) : Task.CompletedTask;
        }
    }
}
