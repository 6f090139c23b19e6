using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Http;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Json;

namespace Cursor.AiCode.Retrieval;

/// <summary>
/// Reads all records of one window and user, each once, and checks them against the API's own count. It passes through
/// the window, and through it again where an answer broke off or the count differs, until a pass agrees with the count.
/// </summary>
internal sealed class WindowReader<T, TBatch>
    where T : class
    where TBatch : RecordBatch
{
    private const int MaxPasses = 3;
    private const int MaxFailures = 4;
    private const int FailuresBeforeJson = 2;

    private readonly HttpPipeline _sender;
    private readonly RecordSink<T, TBatch> _shape;
    private readonly AiCodeQuery _query;
    private readonly Uri _baseUri;
    private readonly AiCodeDateRange _window;
    private readonly string? _user;
    private readonly JsonPageReader<T> _pages;
    private readonly DuplicateTracker _seen = new();
    private readonly ProgressTracker _progress;
    private long _expected;
    private int _failures;

    public WindowReader(
        HttpPipeline sender, RecordSink<T, TBatch> shape, AiCodeQuery query, Uri baseUri, AiCodeDateRange window, string? user, ProgressTracker progress)
    {
        _sender = sender;
        _shape = shape;
        _query = query;
        _baseUri = baseUri;
        _window = window;
        _user = user;
        _progress = progress;
        _pages = new JsonPageReader<T>(sender, shape.Schema, baseUri, window, user);
    }

    /// <summary>The number of records that the API counts in the window, as it said last.</summary>
    public long Expected => _expected;

    /// <summary>The records, in batches as they come.</summary>
    public async IAsyncEnumerable<TBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool json = _query.Transport == AiCodeTransport.Json;
        bool auto = _query.Transport == AiCodeTransport.Auto;
        bool pageFirst = auto && _shape is ObjectSink<T>;
        if (!json && !pageFirst)
        {
            Expect(await _pages.CountAsync(cancellationToken).ConfigureAwait(false));
        }

        for (int pass = 1; pass <= MaxPasses; pass++)
        {
            bool all = json || (auto && pass == MaxPasses && PagesFitTheBudget);
            if (all || (pageFirst && pass == 1))
            {
                _seen.BeginPass();
                await foreach (TBatch batch in ReadPagesAsync(all, cancellationToken).ConfigureAwait(false))
                {
                    yield return batch;
                }
            }

            bool complete = all || (pageFirst && _seen.InPass == _expected) || _expected == 0;
            if (!complete)
            {
                await foreach (TBatch batch in ReadCsvAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return batch;
                }
            }

            if (await AgreesAsync(cancellationToken).ConfigureAwait(false))
            {
                yield break;
            }
        }

        throw new AiCodeException(
            AiCodeErrorKind.CountMismatch,
            $"The API counts {_expected} {Noun} from {_window}, but gives {_seen.InPass}, also after {MaxPasses} looks. Nothing can be relied on until they agree: try again later, or with -Transport Json.");
    }

    private bool PagesFitTheBudget => _expected <= (long)_pages.AvailableRequests * _query.PageSize;

    private string Noun => _shape.Schema.Noun;

    // All pages, or in Auto the first and, where that brings all that is wanted, the next.
    private async IAsyncEnumerable<TBatch> ReadPagesAsync(bool all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int pageSize = (int)Math.Min((ulong)_query.PageSize, Math.Max(1, _query.MaxRecords));
        for (int number = 1; ; number++)
        {
            Page<T> page = await _pages.GetAsync(number, pageSize, cancellationToken).ConfigureAwait(false);
            Expect(page.TotalCount);
            if (page.Items!.Count == 0)
            {
                yield break;
            }

            long before = _seen.InPass;
            if (page.PageSize is > 0 and { } used && used < pageSize)
            {
                pageSize = used;
            }

            yield return Take(_shape.FromPage(page.Items!));

            // Pages that shift bring doubles, which count once; one of doubles only would go on for ever.
            bool enough = _seen.InPass >= _expected || _seen.InPass == before;
            if (enough || (!all && !WorthPaging(_seen.InPass, Math.Max(1, page.Items.Count))))
            {
                yield break;
            }
        }
    }

    // One more page costs what the CSV stream costs. A caller who wants few of many records is served by a few pages.
    private bool WorthPaging(long read, int pageSize)
    {
        ulong wanted = Math.Min((ulong)_expected, _query.MaxRecords);
        if (wanted <= (ulong)read)
        {
            return true;
        }

        ulong pages = (wanted - (ulong)read + (ulong)pageSize - 1) / (ulong)pageSize;
        return pages <= 1 || (wanted < (ulong)_expected && pages <= (ulong)_pages.AvailableRequests);
    }

    // The CSV stream, again from its start where it fails in a way that may pass; in Auto, pages take its place then.
    private async IAsyncEnumerable<TBatch> ReadCsvAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool auto = _query.Transport == AiCodeTransport.Auto;
        while (true)
        {
            _seen.BeginPass();
            var attempt = new CsvDownload<T, TBatch>(_sender, _shape, _baseUri, _window, _user);
            await foreach (TBatch batch in attempt.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return Take(batch);
            }

            AiCodeException? failure = attempt.Failure;
            if (failure is null)
            {
                yield break;
            }

            _failures++;
            if (auto && (attempt.NoResponse || _failures >= FailuresBeforeJson))
            {
                _seen.BeginPass();
                await foreach (TBatch batch in ReadPagesAsync(all: true, cancellationToken).ConfigureAwait(false))
                {
                    yield return batch;
                }

                yield break;
            }

            if (attempt.NoResponse)
            {
                throw failure;
            }

            if (_failures >= MaxFailures)
            {
                throw new AiCodeException(failure.Kind, $"{failure.Message} It was tried {_failures} times.", failure) { RequestUri = failure.RequestUri };
            }

            await _sender.PauseAsync(_failures, cancellationToken).ConfigureAwait(false);
        }
    }

    // Drops what has come before, so that the batch holds new records only.
    [MethodImpl(Jit.AtOnce)]
    private TBatch Take(TBatch batch)
    {
        var drop = new List<int>();
        for (int i = 0; i < batch.Count; i++)
        {
            switch (_seen.Note(batch.KeyOf(i), batch.CreatedAt(i)))
            {
                case DuplicateStatus.New when _progress.IsNew(batch, i, _window):
                    break;
                case DuplicateStatus.Unknown:
                    throw new AiCodeException(
                        AiCodeErrorKind.DataChanged,
                        $"The API seems to give some {Noun} from {_window} twice, far from each other, so that it can't be told how many there are. Try again, or ask for less time at once.");
                default:
                    drop.Add(i);
                    break;
            }
        }

        if (drop.Count > 0)
        {
            batch.Drop(drop);
        }

        _progress.Progress(batch.Count - drop.Count);
        return batch;
    }

    private void Expect(long count)
    {
        _progress.Expect(count - _expected);
        _seen.Expect(count);
        _expected = count;
    }

    // Whether the pass that just ended is the whole truth. Where the number differs, the count is asked for again:
    // it may have moved while the pass went on.
    private async Task<bool> AgreesAsync(CancellationToken cancellationToken)
    {
        if (_seen.InPass != _expected)
        {
            Expect(await _pages.CountAsync(cancellationToken).ConfigureAwait(false));
        }

        if (_seen.InPass != _expected)
        {
            return false;
        }

        if (_seen.Distinct != _seen.InPass || !_seen.EvictedCameAgain)
        {
            throw new AiCodeException(
                AiCodeErrorKind.DataChanged,
                $"Some {Noun} from {_window} that the API gave at first are gone from it. Run the command again for the records as they are now.");
        }

        return true;
    }
}
