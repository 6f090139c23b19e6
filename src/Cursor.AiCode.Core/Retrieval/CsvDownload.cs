using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Cursor.AiCode.Http;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// One download of the CSV of a window and user. It is parsed on another thread, a few batches ahead of the caller, so
/// that neither waits for the other.
/// </summary>
internal sealed class CsvDownload<TBatch> : IBatchSource<TBatch>
    where TBatch : RecordBatch
{
    private const int MaxBatchesAhead = 4;

    private readonly HttpPipeline _pipeline;
    private readonly RecordSink<TBatch> _sink;
    private readonly ApiRequest _request;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<TBatch> _batches = Channel.CreateBounded<TBatch>(
        new BoundedChannelOptions(MaxBatchesAhead) { SingleReader = true, SingleWriter = true });

    private Task? _producer;

    public CsvDownload(HttpPipeline pipeline, RecordSink<TBatch> sink, ApiRequest request, CancellationToken cancellationToken)
    {
        _pipeline = pipeline;
        _sink = sink;
        _request = request;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Returns the next records; null at the end. The first call sends the request.</summary>
    /// <exception cref="AiCodeException">The download failed. The records before the failure are returned first.</exception>
    public async Task<TBatch?> ReadAsync()
    {
        _producer ??= Task.Run(ProduceAsync);
        return await _batches.Reader.WaitToReadAsync().ConfigureAwait(false) && _batches.Reader.TryRead(out TBatch? batch) ? batch : null;
    }

    /// <summary>Stops the download, and waits until the connection is released.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        if (_producer is not null)
        {
            await _producer.ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task ProduceAsync()
    {
        try
        {
            using ApiResponse response = await _pipeline.OpenAsync(_request, _stop.Token).ConfigureAwait(false);
            using var reader = new CsvResponseReader<TBatch>(response, _sink, _stop.Token);
            try
            {
                while (await reader.ReadAsync().ConfigureAwait(false) is { } batch)
                {
                    await _batches.Writer.WriteAsync(batch, _stop.Token).ConfigureAwait(false);
                }
            }
            catch (AiCodeException e)
            {
                _pipeline.Report(response, null, e.Message);
                throw;
            }

            _pipeline.Report(response, reader.RecordCount, null);
            _batches.Writer.Complete();
        }
        catch (Exception e)
        {
            // The reader of the channel gets the exception.
            _batches.Writer.Complete(e);
        }
    }
}
