using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Dataset;
using Cursor.AiCode.Export;
using Cursor.AiCode.Http;
using Cursor.AiCode.IO;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Retrieval.CommitDetails;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Summaries;

namespace Cursor.AiCode;

/// <summary>A client of the AI Code Tracking API. Each call returns all records of the API, each once, or fails.</summary>
public sealed class AiCodeClient : IDisposable
{
    // Long enough for a service that requires a range, short enough for a response of a few records.
    private static readonly TimeSpan ProbedRange = TimeSpan.FromHours(1);

    private readonly AiCodeClientOptions _options;
    private readonly Action<AiCodeEvent> _report;
    private readonly HttpPipeline _pipeline;
    private readonly CommitDetailReader _details;
    private readonly RecordSource _source;

    /// <summary>Creates a client.</summary>
    /// <param name="options">The address of the API, its key, and the limits of the client.</param>
    /// <param name="report">A callback for events, such as requests and waits. It is called on any thread, and can be null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public AiCodeClient(AiCodeClientOptions options, Action<AiCodeEvent>? report = null)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _report = report ?? (static _ => { });
        _pipeline = new HttpPipeline(options, _report);
        _details = new CommitDetailReader(_pipeline, options, _report);
        _source = new RecordSource(_pipeline, options, _report);
    }

    /// <summary>The number of requests that were sent to the API, including retries.</summary>
    public int RequestCount => _pipeline.RequestCount;

    /// <summary>Reads commits in batches, as they are received. A request is sent only when its records are wanted.</summary>
    /// <exception cref="AiCodeException">Not all commits could be read.</exception>
    public IAsyncEnumerable<IReadOnlyList<AiCommit>> ReadCommitsAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        Read(new ObjectSink<AiCommit>(new CommitDescriptor()), query).ReadAsync(cancellationToken);

    /// <summary>Reads changes in batches, as they are received. A request is sent only when its records are wanted.</summary>
    /// <exception cref="AiCodeException">Not all changes could be read.</exception>
    public IAsyncEnumerable<IReadOnlyList<AiCodeChange>> ReadChangesAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        Read(new ObjectSink<AiCodeChange>(new ChangeDescriptor()), query).ReadAsync(cancellationToken);

    /// <summary>
    /// Reads which lines of commits AI wrote, with one request for each 100 commits. A request is sent only when its commits
    /// are wanted.
    /// </summary>
    /// <param name="commitHashes">The full hashes of the commits. Each one is requested once; their case isn't significant.</param>
    /// <param name="branch">The branch that the commits must be on. The default is null, which means any branch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The commits in batches, as they are received. Each hash is in one batch, as a commit or as unknown.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="commitHashes"/> is null.</exception>
    /// <exception cref="AiCodeException">
    /// The key has no access to the details of commits (<see cref="AiCodeErrorKind.DetailNotAvailable"/>), or a request failed.
    /// </exception>
    public IAsyncEnumerable<AiCommitDetailBatch> ReadCommitDetailsAsync(
        IEnumerable<string> commitHashes, string? branch = null, CancellationToken cancellationToken = default) =>
        _details.ReadAsync(commitHashes ?? throw new ArgumentNullException(nameof(commitHashes)), branch, cancellationToken);

    /// <summary>Returns the number of commits that the API reports, with one small request for each window and user.</summary>
    /// <exception cref="AiCodeException">The API can't be reached, or rejected the request.</exception>
    public Task<long> CountCommitsAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        Read(new ObjectSink<AiCommit>(new CommitDescriptor()), query).CountAsync(cancellationToken);

    /// <summary>Returns the number of changes that the API reports, with one small request for each window and user.</summary>
    /// <exception cref="AiCodeException">The API can't be reached, or rejected the request.</exception>
    public Task<long> CountChangesAsync(AiCodeQuery query, CancellationToken cancellationToken = default) =>
        Read(new ObjectSink<AiCodeChange>(new ChangeDescriptor()), query).CountAsync(cancellationToken);

    /// <summary>
    /// Writes the records of a query to a CSV file, which is replaced atomically. When records are appended to a file that
    /// contains some, the start of the query is ignored: the export requests what was ingested since the file's newest
    /// <c>created_at</c> less one day.
    /// </summary>
    /// <exception cref="AiCodeException">Not all records could be read, or the file can't be written. The file is unchanged.</exception>
    public Task<AiCodeExport> ExportAsync(
        AiCodeKind kind, AiCodeQuery query, AiCodeExportOptions options, CancellationToken cancellationToken = default) =>
        kind == AiCodeKind.Commit
            ? ExportAsync(new CommitDescriptor(), query, options, cancellationToken)
            : ExportAsync(new ChangeDescriptor(), query, options, cancellationToken);

    /// <summary>Summarizes commits, without keeping their records.</summary>
    /// <param name="query">The commits, selected by the time when the service ingested them.</param>
    /// <param name="options">How the commits are summarized.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The summaries, as <see cref="AiCommitSummarizer.Summarize()"/> returns them.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> aren't valid for commits.</exception>
    /// <exception cref="AiCodeException">Not all commits could be read.</exception>
    public async Task<IReadOnlyList<AiCommitSummary>> SummarizeCommitsAsync(
        AiCodeQuery query, AiCodeSummaryOptions options, CancellationToken cancellationToken = default)
    {
        var summarizer = new AiCommitSummarizer(options);
        await AddRecordsAsync(summarizer, query, cancellationToken).ConfigureAwait(false);
        return summarizer.Summarize();
    }

    /// <summary>Summarizes changes, without keeping their records.</summary>
    /// <param name="query">The changes, selected by the time when the service ingested them.</param>
    /// <param name="options">How the changes are summarized.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The summaries, as <see cref="AiChangeSummarizer.Summarize()"/> returns them.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> aren't valid for changes.</exception>
    /// <exception cref="AiCodeException">Not all changes could be read.</exception>
    public async Task<IReadOnlyList<AiChangeSummary>> SummarizeChangesAsync(
        AiCodeQuery query, AiCodeSummaryOptions options, CancellationToken cancellationToken = default)
    {
        var summarizer = new AiChangeSummarizer(options);
        await AddRecordsAsync(summarizer, query, cancellationToken).ConfigureAwait(false);
        return summarizer.Summarize();
    }

    /// <summary>Adds commits to a summary.</summary>
    /// <param name="summarizer">The summary.</param>
    /// <param name="query">The commits, selected by the time when the service ingested them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="AiCodeException">Not all commits could be read. Some of them were added.</exception>
    public Task AddRecordsAsync(AiCommitSummarizer summarizer, AiCodeQuery query, CancellationToken cancellationToken = default) =>
        SummarizeAsync((summarizer ?? throw new ArgumentNullException(nameof(summarizer))).Summarizer, query, cancellationToken);

    /// <summary>Adds changes to a summary.</summary>
    /// <param name="summarizer">The summary.</param>
    /// <param name="query">The changes, selected by the time when the service ingested them.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="AiCodeException">Not all changes could be read. Some of them were added.</exception>
    public Task AddRecordsAsync(AiChangeSummarizer summarizer, AiCodeQuery query, CancellationToken cancellationToken = default) =>
        SummarizeAsync((summarizer ?? throw new ArgumentNullException(nameof(summarizer))).Summarizer, query, cancellationToken);

    /// <summary>
    /// Writes records to a data set: a folder with one file for each UTC day. If the folder contains days, the export continues
    /// it: the newest day and the one before it are requested again, older days stay as they are. Each file is replaced
    /// atomically after all records were read.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="AiCodeException">
    /// Not all records could be read, a file can't be written, or the folder contains another data set. If a file can't be
    /// replaced, the files of other days may be replaced already. Each file is complete.
    /// </exception>
    public Task<AiCodeDataset> ExportDatasetAsync(
        AiCodeKind kind, AiCodeDatasetOptions options, CancellationToken cancellationToken = default) =>
        kind == AiCodeKind.Commit
            ? ExportDatasetAsync(new CommitDescriptor(), options, cancellationToken)
            : ExportDatasetAsync(new ChangeDescriptor(), options, cancellationToken);

    /// <summary>Sends one small request to an endpoint, without retries.</summary>
    /// <returns>Why the request failed; null if it succeeded.</returns>
    public async Task<AiCodeException?> ProbeAsync(AiCodeKind kind, AiCodeTransport transport, CancellationToken cancellationToken = default)
    {
        try
        {
            await (kind == AiCodeKind.Commit
                ? ProbeAsync(new CommitDescriptor(), transport, cancellationToken)
                : ProbeAsync(new ChangeDescriptor(), transport, cancellationToken)).ConfigureAwait(false);
            return null;
        }
        catch (AiCodeException e)
        {
            return e;
        }
    }

    /// <summary>
    /// Sends one small request for commits as JSON and one for the details of the newest of them, without retries. The
    /// commits are those of the last seven days. If there are none, the details are requested for a commit that doesn't exist.
    /// </summary>
    /// <returns>
    /// Why each request failed; null if it succeeded. If only the details aren't available, <see
    /// cref="AiCodeErrorKind.DetailNotAvailable"/> is normal, because they are a limited alpha.
    /// </returns>
    public async Task<(AiCodeException? Commits, AiCodeException? CommitDetail)> ProbeCommitDetailAsync(CancellationToken cancellationToken = default)
    {
        using var pipeline = new HttpPipeline(_options, _report, retry: false);
        string? hash = null;
        AiCodeException? commits = null;
        try
        {
            hash = await new RecentCommits(pipeline, _options).FindNewestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AiCodeException e) when (e.StatusCode is null)
        {
            // There was no response, and none can be expected for another address of the same host.
            return (e, e);
        }
        catch (AiCodeException e)
        {
            commits = e;
        }

        try
        {
            var sender = new CommitDetailSender(pipeline, _options.BaseUri);
            bool isFound = await sender.SendAsync([hash ?? CommitHashes.None], null, cancellationToken).ConfigureAwait(false) is not null;
            return (commits, isFound ? null : commits ?? sender.CreateNotAvailable());
        }
        catch (AiCodeException e)
        {
            // A key without access to commits has no access to their details, whatever the service says of them.
            return (commits, e.Kind == AiCodeErrorKind.DetailNotAvailable ? commits ?? e : e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pipeline.Dispose();

    /// <summary>Creates a reader of the query's records, which turns them into the batches of a sink.</summary>
    internal QueryReader<TBatch> Read<TBatch>(RecordSink<TBatch> sink, AiCodeQuery query)
        where TBatch : RecordBatch =>
        _source.Read(sink, query);

    private async Task<AiCodeDataset> ExportDatasetAsync<T>(
        RecordDescriptor<T> descriptor, AiCodeDatasetOptions options, CancellationToken cancellationToken)
        where T : class
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        long started = _options.TimeProvider.GetTimestamp();
        int requestsBefore = RequestCount;
        var exporter = new DatasetExporter(_source, _options.TimeProvider, _report);
        AiCodeDataset result = await exporter.ExportAsync(descriptor, options, cancellationToken).ConfigureAwait(false);
        return result with
        {
            RequestCount = RequestCount - requestsBefore,
            Duration = _options.TimeProvider.GetElapsedTime(started),
        };
    }

    private async Task SummarizeAsync<T, TEntry>(Summarizer<T, TEntry> summarizer, AiCodeQuery query, CancellationToken cancellationToken)
        where T : class
        where TEntry : struct
    {
        QueryReader<SummaryBatch<TEntry>> reader = Read(new SummarySink<T, TEntry>(summarizer), query);
        await foreach (SummaryBatch<TEntry> batch in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            batch.AddTo(summarizer);
        }
    }

    private async Task ProbeAsync<T>(RecordDescriptor<T> descriptor, AiCodeTransport transport, CancellationToken cancellationToken)
        where T : class
    {
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        var range = new AiCodeDateRange(now - ProbedRange, now);
        var sink = new ObjectSink<T>(descriptor);
        using var pipeline = new HttpPipeline(_options, _report, retry: false);
        if (transport == AiCodeTransport.Csv)
        {
            var request = new ApiRequest(_options.BaseUri, descriptor.Kind, Csv: true, range, User: null);
            var download = new CsvDownload<ObjectBatch<T>>(pipeline, sink, request, cancellationToken);
            await using (download.ConfigureAwait(false))
            {
                _ = await download.ReadAsync().ConfigureAwait(false);
            }
        }
        else
        {
            var pages = new JsonPageReader<ObjectBatch<T>>(pipeline, sink, _options.BaseUri, range, user: null);
            _ = await pages.CountAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AiCodeExport> ExportAsync<T>(
        RecordDescriptor<T> descriptor, AiCodeQuery query, AiCodeExportOptions options, CancellationToken cancellationToken)
        where T : class
    {
        TimeProvider time = _options.TimeProvider;
        long started = time.GetTimestamp();
        int requestsBefore = RequestCount;
        AiCodeExportOptions target = options with { Path = AtomicFile.Resolve(options.Path) };
        AtomicFile.EnsureWritable(target.Path, target.Force, target.NoClobber);
        using FileLock? fileLock = target.Append
            ? await FileLock.AcquireAsync(target.Path, time, _report, cancellationToken).ConfigureAwait(false)
            : null;
        DateTimeOffset now = time.GetUtcNow();
        using var exporter = new CsvExporter<T>(target, descriptor, now, findUsers: query.Users.Count > 0, cancellationToken);
        AiCodeDateRange range = query.Range;
        if (exporter.Target?.Newest is { } newest)
        {
            DateTimeOffset since = newest - AppendTarget.Overlap;
            range = new AiCodeDateRange(since < range.End ? since : range.End, range.End);
            _report(new StepEvent($"The newest record in '{options.Path}' was ingested at {Timestamp.Format(newest)}."));
        }

        QueryReader<RowBatch> reader = Read(exporter.Sink, query with { Range = range });
        await foreach (RowBatch batch in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            exporter.Add(batch);
        }

        if (exporter.Target is { } file)
        {
            await ReportGapsAsync(descriptor, query, file, range.Start, options.Path, cancellationToken).ConfigureAwait(false);
        }

        if (exporter.Sink.OmittedColumns is { Count: > 0 } columns)
        {
            string names = ErrorResponse.Excerpt(string.Join(", ", columns), new ApiKeyRedactor(_options.ApiKey));
            _report(new WarningEvent($"The API sends columns that '{target.Path}' doesn't have, or not for all records: {names}. Export to a new file to get them."));
        }

        if (options.BeforeReplace is { } beforeReplace)
        {
            await beforeReplace(cancellationToken).ConfigureAwait(false);
        }

        return exporter.Complete() with
        {
            Path = options.Path,
            StartDate = range.Start.LocalDateTime,
            EndDate = range.End.LocalDateTime,
            RequestCount = RequestCount - requestsBefore,
            Duration = time.GetElapsedTime(started),
        };
    }

    private async Task ReportGapsAsync<T>(
        RecordDescriptor<T> descriptor, AiCodeQuery query, AppendTarget file, DateTimeOffset since, string path, CancellationToken cancellationToken)
        where T : class
    {
        var coverage = new AppendCoverage(query, path, (gap, token) => Read(new ObjectSink<T>(descriptor), gap).CountAsync(token));
        try
        {
            foreach (WarningEvent warning in await coverage.FindGapsAsync(file, since, cancellationToken).ConfigureAwait(false))
            {
                _report(warning);
            }
        }
        catch (AiCodeException e)
        {
            // All records that the append is for were received.
            _report(new StepEvent($"It isn't known whether '{path}' lacks earlier records. {e.Message}"));
        }
    }
}
