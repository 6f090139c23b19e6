namespace Cursor.AiCode.Report.Model;

/// <summary>The numbers of a group of commits.</summary>
internal sealed record LineTotals
{
    /// <summary>No commits.</summary>
    public static readonly LineTotals None = new();

    /// <summary>The number of commits.</summary>
    public long Commits { get; init; }

    /// <summary>The number of commits in which AI added or deleted a line.</summary>
    public long AiCommits { get; init; }

    /// <summary>The number of commits whose non-AI lines aren't known.</summary>
    public long UnknownCommits { get; init; }

    /// <summary>The number of distinct users; null if it can't be calculated from the parts of a sum.</summary>
    public long? Users { get; init; }

    /// <summary>The lines added, by AI or by people.</summary>
    public long Added { get; init; }

    /// <summary>The lines added by inline completions.</summary>
    public long Tab { get; init; }

    /// <summary>The lines added by the agent.</summary>
    public long Composer { get; init; }

    /// <summary>The lines added that the service doesn't attribute to AI, of the commits where it knows them.</summary>
    public long NonAi { get; init; }

    /// <summary>The lines added by AI.</summary>
    public long Ai => Tab + Composer;

    /// <summary>The lines added that aren't in one of the other groups, because the service doesn't know the non-AI lines of their commits.</summary>
    public long Unknown => UnknownCommits == 0 || Added <= Ai + NonAi ? 0 : Added - Ai - NonAi;

    /// <summary>The percentage of the lines added that AI wrote; null if no lines were added.</summary>
    public double? AiPercent => Added > 0 ? 100.0 * Ai / Added : null;

    /// <summary>The percentage of the commits with an AI line; null without commits.</summary>
    public double? AiCommitPercent => Commits > 0 ? 100.0 * AiCommits / Commits : null;

    /// <summary>Returns the numbers of a summary.</summary>
    public static LineTotals From(AiCommitSummary summary) => new()
    {
        Commits = summary.CommitCount,
        AiCommits = summary.AiCommitCount,
        UnknownCommits = summary.UnknownCount,
        Users = summary.UserCount,
        Added = summary.TotalLinesAdded,
        Tab = summary.TabLinesAdded,
        Composer = summary.ComposerLinesAdded,
        NonAi = summary.NonAiLinesAdded ?? 0,
    };

    /// <summary>Returns the sum of two groups without common commits.</summary>
    public LineTotals Add(LineTotals other) => new()
    {
        Commits = Commits + other.Commits,
        AiCommits = AiCommits + other.AiCommits,
        UnknownCommits = UnknownCommits + other.UnknownCommits,
        Users = null,
        Added = Added + other.Added,
        Tab = Tab + other.Tab,
        Composer = Composer + other.Composer,
        NonAi = NonAi + other.NonAi,
    };
}
