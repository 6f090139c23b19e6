using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.Http;
using Cursor.AiCode.IO;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode;

/// <summary>Reads the AI Code Tracking API: every record that it holds, each once, or an error.</summary>
public sealed class AiCodeClient : IDisposable
{
    // Records that the service took in late can carry a time before the newest that the file has.
    private static readonly TimeSpan AppendOverlap = TimeSpan.FromDays(1);

    // Long enough for an API that wants a range, short enough for an answer of a few records.
    private static readonly TimeSpan ProbedTime = TimeSpan.FromHours(1);

    private readonly AiCodeClientOptions _connection;
    private readonly Action<AiCodeEvent> _notify;
    private readonly HttpPipeline _sender;

    /// <summary>A client of <paramref name="connection"/>.</summary>
    /// <param name="connection">Where the API is, and the key to it.</param>
    /// <param name="notify">Is told what happens, from any thread; may be null.</param>
    public AiCodeClient(AiCodeClientOptions connection, Action<AiCodeEvent>? notify = null)
    {
        _connection = connection ?? throw new ArgumentNullException(nameof(connection));
        _notify = notify ?? (static _ => { });
        _sender = new HttpPipeline(connection, _notify);
    }

    /// <summary>The number of requests that went to the API.</summary>
    public int RequestCount => _sender.RequestCount;

    /// <summary>Reads commits, in batches as they come; nothing is asked for before it is wanted.</summary>
    /// <exception cref="AiCodeException">Not all of them can be had.</exception>
    public IAsyncEnumerable<IReadOnlyList<AiCommit>> ReadCommitsAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        ReadAsync(RecordDescriptor<AiCommit>.ForCommits(), query, cancellationToken);

    /// <summary>Reads changes, in batches as they come; nothing is asked for before it is wanted.</summary>
    /// <exception cref="AiCodeException">Not all of them can be had.</exception>
    public IAsyncEnumerable<IReadOnlyList<AiCodeChange>> ReadChangesAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        ReadAsync(RecordDescriptor<AiCodeChange>.ForChanges(), query, cancellationToken);

    /// <summary>The number of commits that the API counts for the query, at one small request for each window and user.</summary>
    public Task<long> CountCommitsAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        Reader(new ObjectSink<AiCommit>(RecordDescriptor<AiCommit>.ForCommits()), query).CountAsync(cancellationToken);

    /// <summary>The number of changes that the API counts for the query, at one small request for each window and user.</summary>
    public Task<long> CountChangesAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        Reader(new ObjectSink<AiCodeChange>(RecordDescriptor<AiCodeChange>.ForChanges()), query).CountAsync(cancellationToken);

    /// <summary>
    /// Writes what the query asks for to a CSV file that appears whole or not at all. Appending to a file with records
    /// asks for what came since its newest <c>created_at</c> less one day, whatever the start of the query.
    /// </summary>
    /// <exception cref="AiCodeException">Not all records can be had, or the file can't be written; it was left as it was.</exception>
    public Task<AiCodeExport> ExportAsync(
        AiCodeKind kind, AiCodeQuery query, AiCodeExportOptions options, CancellationToken cancellationToken = default) =>
        kind == AiCodeKind.Commit
            ? ExportAsync(RecordDescriptor<AiCommit>.ForCommits(), query, options, cancellationToken)
            : ExportAsync(RecordDescriptor<AiCodeChange>.ForChanges(), query, options, cancellationToken);

    /// <summary>Asks an endpoint one small question, once.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public async Task<AiCodeException?> ProbeAsync(AiCodeKind kind, AiCodeTransport transport, CancellationToken cancellationToken = default)
    {
        DateTimeOffset now = _connection.TimeProvider.GetUtcNow();
        var query = new AiCodeQuery(new AiCodeDateRange(now - ProbedTime, now)) { Transport = transport };
        using var once = new HttpPipeline(_connection, _notify, tryAgain: false);
        try
        {
            await (kind == AiCodeKind.Commit
                ? ProbeAsync(once, RecordDescriptor<AiCommit>.ForCommits(), query, cancellationToken)
                : ProbeAsync(once, RecordDescriptor<AiCodeChange>.ForChanges(), query, cancellationToken)).ConfigureAwait(false);
            return null;
        }
        catch (AiCodeException e)
        {
            return e;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sender.Dispose();

    /// <summary>A reader that makes of the records what <paramref name="shape"/> makes of them.</summary>
    internal QueryReader<T, TBatch> Reader<T, TBatch>(RecordSink<T, TBatch> shape, AiCodeQuery query)
        where T : class
        where TBatch : RecordBatch =>
        new(_sender, shape, query ?? throw new ArgumentNullException(nameof(query)), _connection.BaseUri, _notify);

    private async Task ProbeAsync<T>(HttpPipeline once, RecordDescriptor<T> schema, AiCodeQuery query, CancellationToken cancellationToken)
        where T : class
    {
        if (query.Transport == AiCodeTransport.Csv)
        {
            CsvResponseReader<T, ObjectBatch<T>> answer = await CsvResponseReader<T, ObjectBatch<T>>.OpenAsync(
                once, new ObjectSink<T>(schema), _connection.BaseUri, query.Range, user: null, cancellationToken).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                _ = await answer.ReadAsync().ConfigureAwait(false);
            }
        }
        else
        {
            _ = await new JsonPageReader<T>(once, schema, _connection.BaseUri, query.Range, user: null).CountAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AiCodeExport> ExportAsync<T>(
        RecordDescriptor<T> schema, AiCodeQuery query, AiCodeExportOptions options, CancellationToken cancellationToken)
        where T : class
    {
        long started = _connection.TimeProvider.GetTimestamp();
        int requestsBefore = RequestCount;
        AiCodeExportOptions target = options with { Path = AtomicFile.Resolve(options.Path) };
        AtomicFile.EnsureWritable(target.Path, target.Force, target.NoClobber);
        using FileLock? turn = target.Append
            ? await FileLock.AcquireAsync(target.Path, _connection.TimeProvider, _notify, cancellationToken).ConfigureAwait(false)
            : null;
        using var run = new CsvExporter<T>(target, schema, cancellationToken);
        AiCodeDateRange range = query.Range;
        if (run.Newest is { } newest)
        {
            DateTimeOffset since = newest - AppendOverlap;
            range = new AiCodeDateRange(since < range.End ? since : range.End, range.End);
            _notify(new StepEvent($"The newest record in '{options.Path}' is of {Timestamp.Format(newest)}."));
        }

        var sweep = EarlySweep.ForRows();
        await foreach (RowBatch batch in Reader(run.Shape, query with { Range = range }).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            sweep.Passed(batch.Count);
            run.Add(batch);
        }

        if (run.Shape.OmittedColumns is { Count: > 0 } columns)
        {
            string names = ErrorResponse.Excerpt(string.Join(", ", columns), new ApiKeyRedactor(_connection.ApiKey));
            _notify(new WarningEvent($"The API sends columns that '{target.Path}' does not have, or not for all records: {names}. Export to a new file to have them."));
        }

        return run.Complete(cancellationToken) with
        {
            Path = options.Path,
            StartDate = range.Start.LocalDateTime,
            EndDate = range.End.LocalDateTime,
            RequestCount = RequestCount - requestsBefore,
            Duration = _connection.TimeProvider.GetElapsedTime(started),
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        RecordDescriptor<T> schema, AiCodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var sweep = EarlySweep.ForObjects();
        IAsyncEnumerator<ObjectBatch<T>> batches = Reader(new ObjectSink<T>(schema), query).ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (batches.ConfigureAwait(false))
        {
            while (true)
            {
                ValueTask<bool> next = batches.MoveNextAsync();
                if (!next.IsCompleted)
                {
                    sweep.Waiting();
                }

                if (!await next.ConfigureAwait(false))
                {
                    yield break;
                }

                yield return batches.Current.Records;
                sweep.Passed(batches.Current.Count);
            }
        }
    }
}
