using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Http;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Reads all records of one window and user, each once, and compares their number with the one that the API reports. A
/// pass that was interrupted, or returned another number, is repeated a few times.
/// </summary>
internal sealed class WindowReader<TBatch>
    where TBatch : RecordBatch
{
    private const int MaxPasses = 3;
    private const int MaxFailures = 4;
    private const int FailuresBeforePages = 2;

    private readonly HttpPipeline _pipeline;
    private readonly RecordSink<TBatch> _sink;
    private readonly AiCodeQuery _query;
    private readonly ApiRequest _csvRequest;
    private readonly JsonPageReader<TBatch> _pages;
    private readonly WindowProgress _progress;
    private readonly AiCodeDateRange _window;

    public WindowReader(
        HttpPipeline pipeline, RecordSink<TBatch> sink, AiCodeQuery query, Uri baseUri, AiCodeDateRange window, string? user, ProgressTracker tracker)
    {
        _pipeline = pipeline;
        _sink = sink;
        _query = query;
        _window = window;
        _progress = new WindowProgress(window, tracker);
        _csvRequest = new ApiRequest(baseUri, sink.Kind, Csv: true, window, user);
        _pages = new JsonPageReader<TBatch>(pipeline, sink, baseUri, window, user);
    }

    private enum Source
    {
        /// <summary>All records as JSON pages.</summary>
        Pages,

        /// <summary>The first pages, and a CSV download if they don't contain all records.</summary>
        FirstPages,

        /// <summary>A CSV download.</summary>
        Csv,
    }

    /// <summary>The number of records that the API reports for the window.</summary>
    public long ExpectedCount => _progress.ExpectedCount;

    /// <summary>How many records the API counts that have the key of another one. Known after the last batch.</summary>
    public long CountedDuplicates => _progress.CountedDuplicates;

    /// <summary>Reads the records in batches, as they are received.</summary>
    /// <exception cref="AiCodeException">Not all records could be read.</exception>
    public async IAsyncEnumerable<TBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool auto = _query.Transport == AiCodeTransport.Auto;
        Source source = _query.Transport == AiCodeTransport.Json ? Source.Pages : auto && _sink.PrefersPages ? Source.FirstPages : Source.Csv;
        if (source == Source.Csv)
        {
            _progress.Expect(await _pages.CountAsync(cancellationToken).ConfigureAwait(false));
        }

        int passes = 1, failures = 0;
        while (true)
        {
            _progress.BeginPass(isOneResponse: source == Source.Csv);
            AiCodeException? failure = null;
            IBatchSource<TBatch>? batches = Open(source, cancellationToken);
            try
            {
                while (true)
                {
                    TBatch? batch;
                    try
                    {
                        batch = batches is null ? null : await batches.ReadAsync().ConfigureAwait(false);
                    }
                    catch (AiCodeException e) when (source == Source.Csv && (e.IsTransient || NoResponse(e)))
                    {
                        failure = e;
                        batch = null;
                    }

                    if (batch is null)
                    {
                        break;
                    }

                    _progress.RemoveDuplicates(batch);
                    yield return batch;
                }
            }
            finally
            {
                if (batches is not null)
                {
                    await batches.DisposeAsync().ConfigureAwait(false);
                }
            }

            if (failure is not null)
            {
                failures++;
                if (auto && (NoResponse(failure) || failures >= FailuresBeforePages))
                {
                    source = Source.Pages;
                }
                else
                {
                    await WaitBeforeNextPassAsync(failure, failures, cancellationToken).ConfigureAwait(false);
                }
            }
            else if (source == Source.FirstPages && !_progress.PassIsComplete)
            {
                source = Source.Csv;
            }
            else if (await AgreesAsync(cancellationToken).ConfigureAwait(false) || (passes == MaxPasses && CountedDuplicates > 0))
            {
                yield break;
            }
            else
            {
                ThrowIfLast(passes++, source);
                source = NextSource(source, isLast: passes == MaxPasses);
            }
        }
    }

    // No request is needed for the records of a window that has none.
    private IBatchSource<TBatch>? Open(Source source, CancellationToken cancellationToken) =>
        source != Source.Csv ? new JsonPageSequence<TBatch>(_pages, _progress, _query, allPages: source == Source.Pages, cancellationToken)
        : _progress.ExpectedCount > 0 ? new CsvDownload<TBatch>(_pipeline, _sink, _csvRequest, cancellationToken)
        : null;

    // The last pass of Auto reads pages, if they fit the rate limit: the CSV endpoint itself may be the cause.
    private Source NextSource(Source source, bool isLast)
    {
        bool pagesFit = _progress.ExpectedCount <= (long)_pages.AvailableRequests * _query.PageSize;
        return source == Source.Pages || (isLast && _query.Transport == AiCodeTransport.Auto && pagesFit) ? Source.Pages : Source.Csv;
    }

    // A transient failure that the pipeline has retried until it gave up. A rate limit isn't a failure of the endpoint.
    private static bool NoResponse(AiCodeException e) =>
        e is { IsTransient: false, InnerException: AiCodeException { IsTransient: true, Kind: not AiCodeErrorKind.RateLimited } };

    private Task WaitBeforeNextPassAsync(AiCodeException failure, int failures, CancellationToken cancellationToken)
    {
        if (NoResponse(failure))
        {
            throw failure;
        }

        if (failures >= MaxFailures)
        {
            throw new AiCodeException(failure.Kind, $"{failure.Message} The request failed {failures} times.", failure) { RequestUri = failure.RequestUri };
        }

        return _pipeline.WaitBeforeRetryAsync(failures, cancellationToken);
    }

    private void ThrowIfLast(int passes, Source source)
    {
        if (passes == MaxPasses)
        {
            // The CSV endpoint can be the cause, but not if the last pass read JSON pages.
            string advice = source == Source.Csv ? "Retry later, or use -Transport Json." : "Retry later.";
            throw new AiCodeException(
                AiCodeErrorKind.CountMismatch,
                $"The API reported {_progress.ExpectedCount} {_sink.Noun} from {_window} but returned {_progress.PassCount} after {MaxPasses} attempts. {advice}");
        }
    }

    // Whether the pass returned as many records as the API reports. A different number can mean that it changed during the pass.
    private async Task<bool> AgreesAsync(CancellationToken cancellationToken)
    {
        if (!_progress.PassIsComplete)
        {
            _progress.Expect(await _pages.CountAsync(cancellationToken).ConfigureAwait(false));
        }

        if (!_progress.PassIsComplete)
        {
            return false;
        }

        if (_progress.RecordsVanished)
        {
            throw new AiCodeException(
                AiCodeErrorKind.DataChanged,
                $"Some {_sink.Noun} from {_window} disappeared from the API while they were read. Run the command again to get the current records.");
        }

        return true;
    }
}
