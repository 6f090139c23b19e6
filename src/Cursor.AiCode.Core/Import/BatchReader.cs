using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using CsvHelper;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Import;

/// <summary>
/// Parses a file into batches of records. The first batch is parsed when it is wanted. The others are parsed on another
/// thread, a few batches ahead of the caller, so that neither waits for the other.
/// </summary>
internal sealed class BatchReader<T> : IDisposable
    where T : class
{
    private const int RecordsPerBatch = 512;
    private const int MaxBatchesAhead = 4;

    private readonly CsvFile _file;
    private readonly RecordCsvMapper<T> _mapper;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<List<T>> _batches = Channel.CreateBounded<List<T>>(
        new BoundedChannelOptions(MaxBatchesAhead) { SingleReader = true, SingleWriter = true });

    private Task? _producer;
    private bool _hasStarted;

    public BatchReader(CsvFile file, RecordCsvMapper<T> mapper)
    {
        _file = file;
        _mapper = mapper;
    }

    /// <summary>Returns the next records; null at the end.</summary>
    /// <exception cref="AiCodeException">A record can't be read. The batches before it are returned first.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public List<T>? Read(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_hasStarted)
        {
            _hasStarted = true;
            return Parse();
        }

        _producer ??= Task.Run(ProduceAsync, CancellationToken.None);
        return _batches.Reader.TryRead(out List<T>? batch) ||
            (_batches.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult() && _batches.Reader.TryRead(out batch)) ? batch : null;
    }

    /// <summary>Stops parsing, and waits until the file isn't used anymore.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _producer?.GetAwaiter().GetResult();
        _stop.Dispose();
    }

    private async Task ProduceAsync()
    {
        try
        {
            while (Parse() is { } batch)
            {
                await _batches.Writer.WriteAsync(batch, _stop.Token).ConfigureAwait(false);
            }

            _batches.Writer.Complete();
        }
        catch (Exception e)
        {
            // The reader of the channel gets the exception.
            _batches.Writer.Complete(e);
        }
    }

    private List<T>? Parse()
    {
        var batch = new List<T>(RecordsPerBatch);
        try
        {
            while (batch.Count < RecordsPerBatch && _file.Read())
            {
                batch.Add(_mapper.ReadParsed(_file.Rows).Record);
            }
        }
        catch (CsvFormatException e)
        {
            throw _file.CreateException(e);
        }

        return batch.Count > 0 ? batch : null;
    }
}
