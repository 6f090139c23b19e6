using System;
using System.Collections.Generic;
using Cursor.AiCode.Summaries;

namespace Cursor.AiCode;

/// <summary>
/// Summarizes changes. Each change counts once: of the records of a change ID, the newest one by
/// <see cref="AiCodeChange.CreatedAt"/> does. The order of the records doesn't matter. Instances aren't thread-safe.
/// </summary>
public sealed class AiChangeSummarizer
{
    private readonly ChangeSummarizer _summarizer;

    /// <summary>Initializes a summary without changes.</summary>
    /// <param name="options">How the changes are summarized.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="options"/> aren't valid for changes.</exception>
    public AiChangeSummarizer(AiCodeSummaryOptions options) =>
        _summarizer = new ChangeSummarizer(options ?? throw new ArgumentNullException(nameof(options)));

    /// <summary>Adds a record of a change.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is null.</exception>
    public void Add(AiCodeChange change) => _summarizer.Add(change ?? throw new ArgumentNullException(nameof(change)));

    /// <summary>
    /// Returns the summaries of the changes added so far, sorted by period, by lines added (descending) and by names. Without
    /// a grouping, it is always one, even if there are no changes.
    /// </summary>
    public IReadOnlyList<AiChangeSummary> Summarize() => _summarizer.Summarize();
}
