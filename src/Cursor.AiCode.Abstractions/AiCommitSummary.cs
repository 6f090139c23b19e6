using System;

namespace Cursor.AiCode;

/// <summary>
/// The totals of a group of commits, in which each commit counts once. The properties of a grouping that wasn't requested
/// are null.
/// </summary>
public sealed record AiCommitSummary
{
    /// <summary>The first day of the period, at midnight in the time zone of the summary, with an unspecified kind; null without a period.</summary>
    public DateTime? PeriodStart { get; init; }

    /// <summary>The start of the next period, which is the exclusive end of this one; null without a period.</summary>
    public DateTime? PeriodEnd { get; init; }

    /// <summary>The repository; null if it isn't known, or not grouped by.</summary>
    public string? RepoName { get; init; }

    /// <summary>The branch; null if it isn't known, or not grouped by.</summary>
    public string? BranchName { get; init; }

    /// <summary>The e-mail address of the user; null if it isn't known, or not grouped by.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The encoded ID of the user; null if it isn't known, or not grouped by.</summary>
    public string? UserId { get; init; }

    /// <summary>The team; null for users without a team, or if not grouped by.</summary>
    public string? Team { get; init; }

    /// <summary>The source of the commits; null if it isn't known, or not grouped by.</summary>
    public string? CommitSource { get; init; }

    /// <summary>The number of commits.</summary>
    public long CommitCount { get; init; }

    /// <summary>The number of distinct users. Commits whose user isn't known aren't included.</summary>
    public long UserCount { get; init; }

    /// <summary>The number of lines that the commits added, by AI or by people.</summary>
    public long TotalLinesAdded { get; init; }

    /// <summary>The number of lines that the commits deleted, by AI or by people.</summary>
    public long TotalLinesDeleted { get; init; }

    /// <summary>The number of lines added by AI: the sum of Tab and Composer.</summary>
    public long AiLinesAdded => TabLinesAdded + ComposerLinesAdded;

    /// <summary>The number of lines deleted by AI: the sum of Tab and Composer.</summary>
    public long AiLinesDeleted => TabLinesDeleted + ComposerLinesDeleted;

    /// <summary>
    /// The percentage of the added lines that AI wrote, weighted by lines; null if no line was added. It exceeds 100 if the
    /// service reports more AI lines than lines in total.
    /// </summary>
    public double? AiPercent => TotalLinesAdded > 0 ? 100.0 * AiLinesAdded / TotalLinesAdded : null;

    /// <summary>The number of lines added by accepted inline completions (Tab).</summary>
    public long TabLinesAdded { get; init; }

    /// <summary>The number of lines deleted by accepted inline completions (Tab).</summary>
    public long TabLinesDeleted { get; init; }

    /// <summary>The number of lines added by accepted Composer (agent) diffs.</summary>
    public long ComposerLinesAdded { get; init; }

    /// <summary>The number of lines deleted by accepted Composer (agent) diffs.</summary>
    public long ComposerLinesDeleted { get; init; }

    /// <summary>
    /// The number of lines added that the service doesn't attribute to AI, in the commits where it is known; null if it
    /// isn't known for any of them.
    /// </summary>
    public long? NonAiLinesAdded { get; init; }

    /// <summary>
    /// The number of lines deleted that the service doesn't attribute to AI, in the commits where it is known; null if it
    /// isn't known for any of them.
    /// </summary>
    public long? NonAiLinesDeleted { get; init; }

    /// <summary>The number of commits for which the service doesn't know the non-AI lines added, or those deleted.</summary>
    public long UnknownCount { get; init; }

    /// <summary>The number of commits in which AI added or deleted at least one line.</summary>
    public long AiCommitCount { get; init; }

    /// <summary>The percentage of the commits in which AI added or deleted at least one line; null without commits.</summary>
    public double? AiCommitPercent => CommitCount > 0 ? 100.0 * AiCommitCount / CommitCount : null;
}
