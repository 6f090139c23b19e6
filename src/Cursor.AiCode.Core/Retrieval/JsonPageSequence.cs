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
        RecordPage<TBatch> page = await _pages.GetAsync(++_pageNumber, _pageSize, _cancellationToken).ConfigureAwait(false);
        _progress.Expect(page.TotalCount);
        _lastPageCount = page.Records.Count;
        if (page.PageSize is > 0 and { } used && used < _pageSize)
        {
            _pageSize = used;
        }

        return _lastPageCount > 0 ? page.Records : null;
    }

    public ValueTask DisposeAsync() => default;

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
