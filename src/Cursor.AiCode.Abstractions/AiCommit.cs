using System;
using System.Globalization;

namespace Cursor.AiCode;

/// <summary>
/// One record of a commit in Cursor's AI Code Tracking API. A commit can have several records: one for each branch that
/// it was seen on, and another one after an amend.
/// </summary>
public sealed record AiCommit
{
    /// <summary>The Git hash of the commit.</summary>
    public string CommitHash { get; init; } = "";

    /// <summary>The encoded ID of the committer, such as <c>user_3k9x8q…</c>; null if it isn't known.</summary>
    public string? UserId { get; init; }

    /// <summary>The e-mail address of the committer; null if it isn't known.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The repository, such as <c>company/repo</c>; null if it isn't known.</summary>
    public string? RepoName { get; init; }

    /// <summary>The branch; null if it isn't known.</summary>
    public string? BranchName { get; init; }

    /// <summary>Whether the branch is the repository's default branch; null if it isn't known.</summary>
    public bool? IsPrimaryBranch { get; init; }

    /// <summary>The source of the commit: <c>ide</c>, <c>cli</c>, <c>cloud</c>, or a value that was added later; null in older records.</summary>
    public string? CommitSource { get; init; }

    /// <summary>The number of lines that the commit added, by AI or by people.</summary>
    public int TotalLinesAdded { get; init; }

    /// <summary>The number of lines that the commit deleted, by AI or by people.</summary>
    public int TotalLinesDeleted { get; init; }

    /// <summary>The number of lines added by accepted inline completions (Tab).</summary>
    public int TabLinesAdded { get; init; }

    /// <summary>The number of lines deleted by accepted inline completions (Tab).</summary>
    public int TabLinesDeleted { get; init; }

    /// <summary>The number of lines added by accepted Composer (agent) diffs.</summary>
    public int ComposerLinesAdded { get; init; }

    /// <summary>The number of lines deleted by accepted Composer (agent) diffs.</summary>
    public int ComposerLinesDeleted { get; init; }

    /// <summary>The number of lines added by people, as the service calculates it: max(0, total − AI); null if it isn't known.</summary>
    public int? NonAiLinesAdded { get; init; }

    /// <summary>The number of lines deleted by people, as the service calculates it: max(0, total − AI); null if it isn't known.</summary>
    public int? NonAiLinesDeleted { get; init; }

    /// <summary>The commit message, with its line breaks; null if it isn't known.</summary>
    public string? Message { get; init; }

    /// <summary>The time of the commit, which an amend doesn't change, as local time; null if it isn't known.</summary>
    public DateTime? CommitTs { get; init; }

    /// <summary>The time at which the service ingested the record, as local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The number of lines added by AI: the sum of Tab and Composer.</summary>
    public int AiLinesAdded => TabLinesAdded + ComposerLinesAdded;

    /// <summary>The number of lines deleted by AI: the sum of Tab and Composer.</summary>
    public int AiLinesDeleted => TabLinesDeleted + ComposerLinesDeleted;

    /// <summary>
    /// The percentage of the added lines that AI wrote; null if no line was added. It exceeds 100 if the service reports
    /// more AI lines than lines in total.
    /// </summary>
    public double? AiPercent => TotalLinesAdded > 0 ? 100.0 * AiLinesAdded / TotalLinesAdded : null;

    /// <summary>
    /// Returns what identifies the record: the hash, repository, branch and user, and <see cref="CreatedAt"/> in UTC. Commands
    /// that compare objects by their text, such as <c>Sort-Object -Unique</c>, then distinguish the records of one commit.
    /// </summary>
    public override string ToString() => string.Join(
        " ",
        CommitHash,
        RepoName ?? "-",
        BranchName ?? "-",
        UserId ?? UserEmail ?? "-",
        CreatedAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
}
