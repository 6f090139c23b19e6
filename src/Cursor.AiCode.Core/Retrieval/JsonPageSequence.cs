using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Retrieval;

/// <summary>Requests the JSON pages of a window one after another, as many as are wanted.</summary>
internal sealed class JsonPageSequence<TBatch> : IBatchSource<TBatch>
    where TBatch : RecordBatch
{
    private readonly JsonPageReader<TBatch> _pages;
    private readonly WindowProgress _progress;
    private readonly ulong _maxRecords;
    private readonly bool _allPages;
    private readonly CancellationToken _cancellationToken;
    private int _pageSize;
    private int _pageNumber;
    private int _lastPageCount;
    private long _received;
    private long _countBefore;

    /// <summary>Creates a sequence.</summary>
    /// <param name="pages">Requests the pages.</param>
    /// <param name="progress">The state of the window.</param>
    /// <param name="query">The query, with the page size and the number of records that are wanted.</param>
    /// <param name="allPages">Whether all pages are wanted; otherwise a CSV download replaces the remaining pages if that takes fewer requests.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    public JsonPageSequence(
        JsonPageReader<TBatch> pages, WindowProgress progress, AiCodeQuery query, bool allPages, CancellationToken cancellationToken)
    {
        _pages = pages;
        _progress = progress;
        _maxRecords = query.MaxRecords;
        _pageSize = (int)Math.Min((ulong)query.PageSize, Math.Max(1, query.MaxRecords));
        _allPages = allPages;
        _cancellationToken = cancellationToken;
    }

    /// <inheritdoc/>
    public async Task<TBatch?> ReadAsync()
    {
        if (_pageNumber > 0 && !NextPageIsWanted())
        {
            return null;
        }

        _countBefore = _progress.PassCount;
        if (await GetNextAsync().ConfigureAwait(false) is not { } page)
        {
            return null;
        }

        Expect(page.TotalCount);
        _lastPageCount = page.Records.Count;
        _received += _lastPageCount;
        if (page.PageSize is > 0 and { } used && used < _pageSize)
        {
            _pageSize = used;
        }

        return _lastPageCount > 0 ? page.Records : null;
    }

    public ValueTask DisposeAsync() => default;

    private async Task<RecordPage<TBatch>?> GetNextAsync()
    {
        _pageNumber++;
        while (true)
        {
            try
            {
                return await _pages.GetAsync(_pageNumber, _pageSize, _cancellationToken).ConfigureAwait(false);
            }
            catch (AiCodeException e) when (e.IsPageTooLong && _pageSize > 1)
            {
                UseSmallerPages();
            }
            catch (AiCodeException e) when (_pageNumber > 1 && e.Kind is AiCodeErrorKind.BadRequest or AiCodeErrorKind.NotFound)
            {
                // Records can disappear between two pages. Some services reject a page that doesn't exist anymore, instead
                // of returning an empty one.
                Expect(await _pages.CountAsync(_cancellationToken).ConfigureAwait(false));
                if (_progress.ExpectedCount > _received)
                {
                    throw;
                }

                return null;
            }
        }
    }

    // The page size is divided by its smallest factor, so that the next record is the first one of a page again.
    private void UseSmallerPages()
    {
        int factor = 2;
        while (_pageSize % factor != 0)
        {
            factor++;
        }

        _pageNumber = ((_pageNumber - 1) * factor) + 1;
        _pageSize /= factor;
    }

    // If records disappeared from a page that was read, the pages after it moved, and the record at a boundary was skipped.
    private void Expect(long count)
    {
        if (_received > 0 && count < _progress.ExpectedCount)
        {
            _progress.InvalidatePass();
        }

        _progress.Expect(count);
    }

    // A page of duplicates ends the sequence: pages shift while records arrive, so it could continue forever.
    private bool NextPageIsWanted() =>
        _progress.PassCount < _progress.ExpectedCount && _progress.PassCount > _countBefore && (_allPages || PagesAreCheaper());

    // One more page costs as many requests as a CSV download. Pages are also used for a caller that wants few of many records.
    private bool PagesAreCheaper()
    {
        ulong wanted = Math.Min((ulong)_progress.ExpectedCount, _maxRecords);
        ulong read = (ulong)_progress.PassCount;
        if (wanted <= read)
        {
            return true;
        }

        ulong pages = (wanted - read + (ulong)_lastPageCount - 1) / (ulong)_lastPageCount;
        return pages <= 1 || (wanted < (ulong)_progress.ExpectedCount && pages <= (ulong)_pages.AvailableRequests);
    }
}
