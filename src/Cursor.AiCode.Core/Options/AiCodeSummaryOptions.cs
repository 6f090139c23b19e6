using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode;

/// <summary>Specifies how commits or changes are summarized.</summary>
public sealed record AiCodeSummaryOptions
{
    private static readonly AiCodeGrouping[] Periods = [AiCodeGrouping.Day, AiCodeGrouping.Week, AiCodeGrouping.Month];
    private static readonly AiCodeGrouping[] OfCommits =
        [AiCodeGrouping.Repository, AiCodeGrouping.Branch, AiCodeGrouping.User, AiCodeGrouping.Team, AiCodeGrouping.Source];

    private static readonly AiCodeGrouping[] OfChanges =
        [AiCodeGrouping.User, AiCodeGrouping.Team, AiCodeGrouping.Source, AiCodeGrouping.Model, AiCodeGrouping.Extension];

    /// <summary>The properties to group by, in any order. The default is an empty list, which means one total.</summary>
    public IReadOnlyList<AiCodeGrouping> By { get; init; } = [];

    /// <summary>
    /// Whether only commits on primary branches count. If a record doesn't say whether its branch is primary, the branches
    /// main, master, production and prod are. The default is false.
    /// </summary>
    public bool PrimaryBranchOnly { get; init; }

    /// <summary>
    /// Only records that the service ingested in this range count, including its start and its end. The default is null, which
    /// means all.
    /// </summary>
    public AiCodeDateRange? Range { get; init; }

    /// <summary>The time zone of the periods. The default is the local one.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The teams of the users. The default is null, which means no teams.</summary>
    public AiCodeTeams? Teams { get; init; }

    /// <summary>The requested period; null without one.</summary>
    internal AiCodeGrouping? Period => By.Intersect(Periods).Select(static by => (AiCodeGrouping?)by).FirstOrDefault();

    /// <summary>Returns the properties by which records of a kind can be grouped.</summary>
    /// <param name="kind">The kind of the records.</param>
    public static IReadOnlyList<AiCodeGrouping> GetGroupings(AiCodeKind kind) =>
        [.. kind == AiCodeKind.Commit ? OfCommits : OfChanges, .. Periods];

    /// <summary>Returns why these options can't be used, with the valid ones; null if they can.</summary>
    /// <param name="kind">The kind of the records; null if it isn't known yet.</param>
    public string? GetError(AiCodeKind? kind)
    {
        if (kind is null)
        {
            // An error of both kinds is one of the options. Otherwise they fit one of the kinds.
            return GetError(AiCodeKind.Commit) is { } error && GetError(AiCodeKind.Change) is not null ? error : null;
        }

        AiCodeGrouping[] others = By.Except(GetGroupings(kind.Value)).ToArray();
        if (others.Length > 0)
        {
            return $"{kind} records can't be grouped by {string.Join(" or ", others)}. Valid values for one period: {string.Join(", ", Periods)}. " +
                $"Valid other values: {string.Join(", ", kind == AiCodeKind.Commit ? OfCommits : OfChanges)}.";
        }

        if (By.Intersect(Periods).Count() > 1)
        {
            return $"Records can be grouped by only one of the periods {string.Join(", ", Periods)}.";
        }

        return PrimaryBranchOnly && kind == AiCodeKind.Change ? "Change records have no branch, so they can't be limited to primary branches."
            : By.Contains(AiCodeGrouping.Team) && Teams is null ? "Grouping by team requires a list of teams."
            : null;
    }

    /// <summary>Whether the records are grouped by <paramref name="grouping"/>.</summary>
    internal bool Has(AiCodeGrouping grouping) => By.Contains(grouping);
}
