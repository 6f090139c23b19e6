using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Report.Model;

/// <summary>What a report shows: numbers and names, without layout. Dates are in the time zone of the report.</summary>
internal sealed record ReportModel
{
    /// <summary>The title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The first day; null without records and without a range.</summary>
    public DateTime? FirstDay { get; init; }

    /// <summary>The last day; null without records and without a range.</summary>
    public DateTime? LastDay { get; init; }

    /// <summary>The time zone.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>When the report was made.</summary>
    public DateTime Created { get; init; }

    /// <summary>What the report was made from, such as the API or files.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Whether only commits on primary branches count.</summary>
    public bool PrimaryBranchOnly { get; init; }

    /// <summary>The commits of the range.</summary>
    public LineTotals Totals { get; init; } = LineTotals.None;

    /// <summary>The commits of the period before, which has the same length; null if there are none, or only of a part of it.</summary>
    public LineTotals? Previous { get; init; }

    /// <summary>Why there is no comparison with the period before; null if there is one.</summary>
    public string? WhyNotCompared { get; init; }

    /// <summary>The number of days of the period before.</summary>
    public int PreviousDays { get; init; }

    /// <summary>The weeks, without a gap.</summary>
    public IReadOnlyList<ReportPeriod> Weeks { get; init; } = [];

    /// <summary>The commits that were made before the first week and ingested in the range; null if there are none.</summary>
    public LineTotals? Before { get; init; }

    /// <summary>The commits that are dated after the last week; null if there are none.</summary>
    public LineTotals? After { get; init; }

    /// <summary>Whether the first week isn't completely in the range.</summary>
    public bool IsFirstWeekPartial { get; init; }

    /// <summary>Whether the last week isn't completely in the range.</summary>
    public bool IsLastWeekPartial { get; init; }

    /// <summary>By repository, in descending order of the lines added.</summary>
    public IReadOnlyList<ReportGroup> Repositories { get; init; } = [];

    /// <summary>By user or team, in descending order of the lines added.</summary>
    public IReadOnlyList<ReportGroup> People { get; init; } = [];

    /// <summary>Whether <see cref="People"/> are teams.</summary>
    public bool HasTeams { get; init; }

    /// <summary>Whether names of users are pseudonyms.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>By source, in descending order of the lines added.</summary>
    public IReadOnlyList<ReportGroup> CommitSources { get; init; } = [];

    /// <summary>The changes; null if none were given.</summary>
    public ReportChanges? Changes { get; init; }
}
