using System;

namespace Cursor.AiCode;

/// <summary>
/// One record of a commit as Cursor's AI Code Tracking API holds it. A commit can have several records: one for each
/// branch it was seen on, and another after an amend.
/// </summary>
public sealed record AiCommit
{
    /// <summary>The Git hash of the commit.</summary>
    public string CommitHash { get; init; } = "";

    /// <summary>The encoded id of the committer, such as <c>user_3k9x8q…</c>.</summary>
    public string? UserId { get; init; }

    /// <summary>The e-mail address of the committer.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The repository, such as <c>company/repo</c>; null where it is not known.</summary>
    public string? RepoName { get; init; }

    /// <summary>The branch; null where it is not known.</summary>
    public string? BranchName { get; init; }

    /// <summary>Whether the branch is the repository's default branch; null where the client could not tell.</summary>
    public bool? IsPrimaryBranch { get; init; }

    /// <summary>Where the commit was made: <c>ide</c>, <c>cli</c>, <c>cloud</c>, or a later value; null in older records.</summary>
    public string? CommitSource { get; init; }

    /// <summary>Lines added in the commit, whoever wrote them.</summary>
    public int TotalLinesAdded { get; init; }

    /// <summary>Lines deleted in the commit, whoever deleted them.</summary>
    public int TotalLinesDeleted { get; init; }

    /// <summary>Lines added by accepted inline completions (Tab).</summary>
    public int TabLinesAdded { get; init; }

    /// <summary>Lines deleted by accepted inline completions (Tab).</summary>
    public int TabLinesDeleted { get; init; }

    /// <summary>Lines added by accepted Composer (agent) diffs.</summary>
    public int ComposerLinesAdded { get; init; }

    /// <summary>Lines deleted by accepted Composer (agent) diffs.</summary>
    public int ComposerLinesDeleted { get; init; }

    /// <summary>Lines added by people, as the service reckons them: max(0, total − AI); null where it is not known.</summary>
    public int? NonAiLinesAdded { get; init; }

    /// <summary>Lines deleted by people, as the service reckons them: max(0, total − AI); null where it is not known.</summary>
    public int? NonAiLinesDeleted { get; init; }

    /// <summary>The commit message, with its line breaks; null where it is not known.</summary>
    public string? Message { get; init; }

    /// <summary>The commit's own time (an amend keeps it), as local time; null where it is not known.</summary>
    public DateTime? CommitTs { get; init; }

    /// <summary>When the service took the record in, as local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Lines added by AI: Tab and Composer together.</summary>
    public int AiLinesAdded => TabLinesAdded + ComposerLinesAdded;

    /// <summary>Lines deleted by AI: Tab and Composer together.</summary>
    public int AiLinesDeleted => TabLinesDeleted + ComposerLinesDeleted;

    /// <summary>
    /// The share of the lines added that AI wrote, in percent; null where no line was added. Above 100 where the
    /// service counts more AI lines than lines in all.
    /// </summary>
    public double? AiPercent => TotalLinesAdded > 0 ? 100.0 * AiLinesAdded / TotalLinesAdded : null;

    /// <summary>The commit's hash, which names it.</summary>
    public override string ToString() => CommitHash;
}
