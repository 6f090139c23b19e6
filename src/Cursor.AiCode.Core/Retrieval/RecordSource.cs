using System;
using Cursor.AiCode.Http;

namespace Cursor.AiCode.Retrieval;

/// <summary>Creates the readers of queries, which share a connection to the API.</summary>
internal sealed class RecordSource
{
    private readonly HttpPipeline _pipeline;
    private readonly AiCodeClientOptions _options;
    private readonly Action<AiCodeEvent> _report;

    public RecordSource(HttpPipeline pipeline, AiCodeClientOptions options, Action<AiCodeEvent> report)
    {
        _pipeline = pipeline;
        _options = options;
        _report = report;
    }

    /// <summary>Creates a reader of the query's records, which turns them into the batches of a sink.</summary>
    public QueryReader<TBatch> Read<TBatch>(RecordSink<TBatch> sink, AiCodeQuery query)
        where TBatch : RecordBatch =>
        new(_pipeline, sink, query ?? throw new ArgumentNullException(nameof(query)), _options, _report);
}
