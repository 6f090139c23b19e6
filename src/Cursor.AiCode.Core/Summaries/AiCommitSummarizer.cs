using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Cursor.AiCode.Summaries;

namespace Cursor.AiCode;

/// <summary>
/// Summarizes commits. Each commit counts once: of the records of a hash, repository and user, the newest one by
/// <see cref="AiCommit.CreatedAt"/> does; grouped by branches, once for each branch. The order of the records doesn't matter.
/// Instances aren't thread-safe.
/// </summary>
public sealed class AiCommitSummarizer
{
    private readonly AiCodeSummaryOptions _options;
    private readonly CommitSummarizer _summarizer;

    /// <summary>Initializes a summary without commits.</summary>
    /// <param name="options">How the commits are summarized.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> aren't valid for commits.</exception>
    public AiCommitSummarizer(AiCodeSummaryOptions options)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _summarizer = new CommitSummarizer(options);
    }

    /// <summary>The earliest <c>created_at</c> of the records that count, in UTC; null without records.</summary>
    public DateTime? FirstCreatedAt => _summarizer.FirstCreatedAt;

    /// <summary>The latest <c>created_at</c> of the records that count, in UTC; null without records.</summary>
    public DateTime? LastCreatedAt => _summarizer.LastCreatedAt;

    internal CommitSummarizer Summarizer => _summarizer;

    /// <summary>Adds a record of a commit.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="commit"/> is null.</exception>
    public void Add(AiCommit commit) => _summarizer.Add(commit ?? throw new ArgumentNullException(nameof(commit)));

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

    /// <summary>Adds the remaining records of a file to several summaries, in one pass.</summary>
    /// <param name="file">The file.</param>
    /// <param name="summarizers">The summaries.</param>
    /// <param name="progress">Is called from time to time, on the thread of the caller. The default is null, which means no progress.</param>
    /// <param name="cancellationToken">Cancels the call. The records that were read until then are added.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidOperationException">The file contains records of the other kind.</exception>
    /// <exception cref="AiCodeException">A record can't be read. The message contains the file, the line and the column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public static void AddRecords(
        AiCodeCsvReader file, IReadOnlyList<AiCommitSummarizer> summarizers, Action? progress = null, CancellationToken cancellationToken = default) =>
        CommitSummarizer.Add(
            file ?? throw new ArgumentNullException(nameof(file)),
            (summarizers ?? throw new ArgumentNullException(nameof(summarizers))).Select(static one => one._summarizer).ToArray(),
            progress,
            cancellationToken);

    /// <summary>
    /// Returns the summaries of the commits added so far, sorted by period, by lines added (descending) and by names. Without
    /// a grouping, it is always one, even if there are no commits.
    /// </summary>
    public IReadOnlyList<AiCommitSummary> Summarize() => _summarizer.Summarize(_options.By);

    /// <summary>Returns the summaries of the commits added so far, grouped by some of the properties of the options only.</summary>
    /// <param name="by">The properties to group by. An empty list means one total.</param>
    /// <exception cref="ArgumentNullException"><paramref name="by"/> is null.</exception>
    /// <exception cref="ArgumentException">The options don't have one of the properties.</exception>
    public IReadOnlyList<AiCommitSummary> Summarize(IReadOnlyList<AiCodeGrouping> by) =>
        _summarizer.Summarize(by ?? throw new ArgumentNullException(nameof(by)));
}
