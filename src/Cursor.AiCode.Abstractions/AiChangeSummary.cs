using System;

namespace Cursor.AiCode;

/// <summary>
/// The totals of a group of accepted AI changes, in which each change counts once. The properties of a grouping that wasn't
/// requested are null.
/// </summary>
public sealed record AiChangeSummary
{
    /// <summary>The first day of the period, at midnight in the time zone of the summary, with an unspecified kind; null without a period.</summary>
    public DateTime? PeriodStart { get; init; }

    /// <summary>The start of the next period, which is the exclusive end of this one; null without a period.</summary>
    public DateTime? PeriodEnd { get; init; }

    /// <summary>The e-mail address of the user; null if it isn't known, or not grouped by.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The encoded ID of the user; null if it isn't known, or not grouped by.</summary>
    public string? UserId { get; init; }

    /// <summary>The team; null for users without a team, or if not grouped by.</summary>
    public string? Team { get; init; }

    /// <summary>The source of the changes; null if it isn't known, or not grouped by.</summary>
    public string? Source { get; init; }

    /// <summary>The AI model; null if it isn't known, or not grouped by.</summary>
    public string? Model { get; init; }

    /// <summary>The file extension, without the dot; null for files without one and changes without metadata, or if not grouped by.</summary>
    public string? Extension { get; init; }

    /// <summary>The number of changes. Grouped by extension, a change counts once in each of its extensions.</summary>
    public long ChangeCount { get; init; }

    /// <summary>The number of distinct users. Changes whose user isn't known aren't included.</summary>
    public long UserCount { get; init; }

    /// <summary>The number of lines that the changes added. Grouped by extension, those that the metadata has for its files.</summary>
    public long TotalLinesAdded { get; init; }

    /// <summary>The number of lines that the changes deleted. Grouped by extension, those that the metadata has for its files.</summary>
    public long TotalLinesDeleted { get; init; }
}
