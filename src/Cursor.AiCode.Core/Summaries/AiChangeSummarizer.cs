using System;
using System.Collections.Generic;
using System.Threading;
using Cursor.AiCode.Summaries;

namespace Cursor.AiCode;

/// <summary>
/// Summarizes changes. Each change counts once: of the records of a change ID, the newest one by
/// <see cref="AiCodeChange.CreatedAt"/> does. The order of the records doesn't matter. Instances aren't thread-safe.
/// </summary>
public sealed class AiChangeSummarizer
{
    private readonly AiCodeSummaryOptions _options;
    private readonly ChangeSummarizer _summarizer;

    /// <summary>Initializes a summary without changes.</summary>
    /// <param name="options">How the changes are summarized.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> aren't valid for changes.</exception>
    public AiChangeSummarizer(AiCodeSummaryOptions options)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _summarizer = new ChangeSummarizer(options);
    }

    /// <summary>The earliest <c>created_at</c> of the records that count, in UTC; null without records.</summary>
    public DateTime? FirstCreatedAt => _summarizer.FirstCreatedAt;

    /// <summary>The latest <c>created_at</c> of the records that count, in UTC; null without records.</summary>
    public DateTime? LastCreatedAt => _summarizer.LastCreatedAt;

    internal ChangeSummarizer Summarizer => _summarizer;

    /// <summary>Adds a record of a change.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is null.</exception>
    public void Add(AiCodeChange change) => _summarizer.Add(change ?? throw new ArgumentNullException(nameof(change)));

    /// <summary>Adds the remaining records of a file, without making objects of them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Is called from time to time, on the thread of the caller. The default is null, which means no progress.</param>
    /// <param name="cancellationToken">Cancels the call. The records that were read until then are added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The file contains records of the other kind.</exception>
    /// <exception cref="AiCodeException">A record can't be read. The message contains the file, the line and the column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public void AddRecords(AiCodeCsvReader file, Action? progress = null, CancellationToken cancellationToken = default) =>
        _summarizer.Add(file ?? throw new ArgumentNullException(nameof(file)), progress, cancellationToken);

    /// <summary>
    /// Returns the summaries of the changes added so far, sorted by period, by lines added (descending) and by names. Without
    /// a grouping, it is always one, even if there are no changes.
    /// </summary>
    public IReadOnlyList<AiChangeSummary> Summarize() => _summarizer.Summarize(_options.By);

    /// <summary>Returns the summaries of the changes added so far, grouped by some of the properties of the options only.</summary>
    /// <param name="by">The properties to group by. An empty list means one total.</param>
    /// <exception cref="ArgumentNullException"><paramref name="by"/> is null.</exception>
    /// <exception cref="ArgumentException">The options don't have one of the properties.</exception>
    public IReadOnlyList<AiChangeSummary> Summarize(IReadOnlyList<AiCodeGrouping> by) =>
        _summarizer.Summarize(by ?? throw new ArgumentNullException(nameof(by)));
}
