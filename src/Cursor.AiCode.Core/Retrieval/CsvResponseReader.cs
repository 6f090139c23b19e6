using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;
using Cursor.AiCode.Http;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Retrieval;

/// <summary>One CSV answer while it comes, read in batches and checked to its last byte.</summary>
internal sealed class CsvResponseReader<T, TBatch> : IAsyncDisposable
    where T : class
    where TBatch : RecordBatch
{
    private readonly HttpPipeline _sender;
    private readonly ApiResponse _answer;
    private readonly RecordSink<T, TBatch> _shape;
    private readonly CsvReader _csv;
    private readonly CancellationTokenSource _stop;
    private readonly ReadAhead<TBatch> _batches;
    private bool _opened;

    private CsvResponseReader(HttpPipeline sender, ApiResponse answer, RecordSink<T, TBatch> shape, CancellationToken cancellationToken)
    {
        _sender = sender;
        _answer = answer;
        _shape = shape;
        _csv = CsvReaderFactory.Open(answer.Body);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _batches = new ReadAhead<TBatch>(ReadBatchAsync, _stop.Token);
    }

    /// <summary>Asks for the CSV of a window and user.</summary>
    public static async Task<CsvResponseReader<T, TBatch>> OpenAsync(
        HttpPipeline sender, RecordSink<T, TBatch> shape, Uri baseUri, AiCodeDateRange window, string? user, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(baseUri, shape.Schema.Kind, Csv: true, window, user);
        ApiResponse answer = await sender.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        return new CsvResponseReader<T, TBatch>(sender, answer, shape, cancellationToken);
    }

    /// <summary>The next records; null at the end. While the caller works on them, the following ones are read.</summary>
    public Task<TBatch?> ReadAsync() => _batches.NextAsync();

    public async ValueTask DisposeAsync()
    {
        using (_stop)
        using (_answer)
        using (_csv)
        {
            _stop.Cancel();
            await _batches.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<TBatch?> ReadBatchAsync()
    {
        try
        {
            if (!_opened)
            {
                await BeginAsync().ConfigureAwait(false);
                _opened = true;
            }

            TBatch batch = _shape.NewBatch();
            while (await AddBuffered(batch).ConfigureAwait(false))
            {
                Add(batch);
            }

            // Before the last records are handed out: one that was cut short may pass like another record.
            if (_answer.Body.Ended)
            {
                CheckEnd();
            }

            if (batch.Count > 0)
            {
                return batch;
            }

            _sender.Report(_answer, _csv.RowNumber, null);
            return null;
        }
        catch (CsvFormatException e)
        {
            throw Reported(Explain(e));
        }
        catch (AiCodeException e)
        {
            throw Reported(e);
        }
    }

    // Adds the records that are at hand, until the batch is full. The task tells whether the reader stands on another
    // one, for which it had to wait.
    [MethodImpl(Jit.AtOnce)]
    private ValueTask<bool> AddBuffered(TBatch batch)
    {
        while (batch.Count < RecordBatch.DefaultBatchSize)
        {
            ValueTask<bool> next = _csv.ReadAsync(_stop.Token);
            if (!next.IsCompletedSuccessfully)
            {
                return next;
            }

            if (!next.Result)
            {
                break;
            }

            Add(batch);
        }

        return new ValueTask<bool>(false);
    }

    [MethodImpl(Jit.AtOnce)]
    private void Add(TBatch batch)
    {
        if (!_csv.RawRecord.IsUtf8())
        {
            throw Invalid($"Record {_csv.RowNumber} after the header, at byte {_csv.ByteOffset}, is not UTF-8");
        }

        _shape.AddCsv(batch, _csv);
    }

    private async Task BeginAsync()
    {
        await _csv.ReadHeaderAsync(_stop.Token).ConfigureAwait(false);
        if (_answer.Body.BytesRead == 0)
        {
            throw _answer.CreateException(AiCodeErrorKind.UnexpectedAnswer, "The answer is empty, without even a header", transient: true);
        }

        if (!LooksLikeCsv || CsvColumns.IndexOf(_csv.Headers, CsvColumns.Of(_shape.Schema.Kind)[0].Name) < 0)
        {
            throw NotTheCsv();
        }

        if (EndsInHeader)
        {
            throw _answer.CreateException(AiCodeErrorKind.IncompleteAnswer, "The CSV answer ends inside its header", transient: true);
        }

        // What stands for a byte that is no text would else be written as a column's name.
        if (_csv.Headers.Any(static name => name.IndexOf('\uFFFD') >= 0))
        {
            throw Invalid("The header of the CSV answer is not UTF-8");
        }

        if (CsvReaderFactory.ProblemOf(_csv.Headers, _shape.Schema.Kind) is { } problem)
        {
            throw Invalid("The header of the CSV answer can't be used. " + problem.TrimEnd('.'));
        }

        _shape.BeginCsv(_csv, _answer.Body.UsesCarriageReturn ?? false);
    }

    // A body that ends where its length or its last chunk says can still have been cut short before it was sent, and a
    // record cut inside its last field is well formed: only its missing line break tells.
    private void CheckEnd()
    {
        if (_answer.Body.LastByte is not ((byte)'\n' or (byte)'\r'))
        {
            throw _answer.CreateException(AiCodeErrorKind.IncompleteAnswer, "The CSV answer ends without a line break, so its last record may be cut short", transient: true);
        }
    }

    private bool LooksLikeCsv => _answer.MediaType is not { } type || type.IndexOf("csv", StringComparison.OrdinalIgnoreCase) >= 0 ||
        type is "text/plain" or "application/octet-stream";

    private bool EndsInHeader =>
        _answer.Body.Ended && _answer.Body.UsesCarriageReturn is null && _answer.Body.LastByte != '\r';

    private AiCodeException NotTheCsv() => _answer.CreateException(
        AiCodeErrorKind.UnexpectedAnswer,
        $"The answer is not the CSV that was asked for ({_answer.MediaType ?? "no type"}): {_answer.MessageIn(_answer.Body.Start)}",
        transient: LooksLikeCsv && EndsInHeader);

    private AiCodeException Explain(CsvFormatException e)
    {
        if (!_opened)
        {
            return NotTheCsv();
        }

        // What breaks at the very end of the body was most likely cut there, be it after a line break in a message.
        bool atEnd = _answer.Body.Ended &&
            (_answer.Body.LastByte is not ((byte)'\n' or (byte)'\r') || e.ByteOffset >= _answer.Body.BytesRead);
        return atEnd
            ? _answer.CreateException(AiCodeErrorKind.IncompleteAnswer, "The CSV answer ends inside a record", transient: true)
            : Invalid(CsvReaderFactory.Describe(e, _csv.Headers).TrimEnd('.'));
    }

    private AiCodeException Invalid(string message) => _answer.CreateException(AiCodeErrorKind.InvalidData, message);

    private AiCodeException Reported(AiCodeException e)
    {
        _sender.Report(_answer, null, e.Message);
        return e;
    }
}
