using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Report.Tests.Support;

/// <summary>Creates records.</summary>
internal static class Records
{
    private static int _number;

    /// <summary>Monday, July 7, 2025.</summary>
    public static readonly DateTime Monday = new(2025, 7, 7, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>A commit of 100 lines: 30 by the agent, 20 by completions, 50 not by AI.</summary>
    public static AiCommit Commit(DateTime time, string? user = "ann.smith@example.com", string? repository = "company/api", string? source = "ide") => new()
    {
        CommitHash = (++_number).ToString("x40", CultureInfo.InvariantCulture),
        UserEmail = user,
        UserId = user is null ? null : "user_" + user.GetHashCode(StringComparison.Ordinal).ToString("x8", CultureInfo.InvariantCulture),
        RepoName = repository,
        BranchName = "main",
        CommitSource = source,
        TotalLinesAdded = 100,
        ComposerLinesAdded = 30,
        TabLinesAdded = 20,
        NonAiLinesAdded = 50,
        NonAiLinesDeleted = 0,
        CommitTs = time.ToLocalTime(),
        CreatedAt = time.ToLocalTime(),
    };

    /// <summary>A change of one file.</summary>
    public static AiCodeChange Change(DateTime time, string? model, string extension, int lines) => new()
    {
        ChangeId = (++_number).ToString(CultureInfo.InvariantCulture),
        UserEmail = "ann.smith@example.com",
        UserId = "user_1",
        Source = "TAB",
        Model = model,
        TotalLinesAdded = lines,
        CreatedAt = time.ToLocalTime(),
        Metadata = [new AiCodeChangeMetadata { FileExtension = extension, LinesAdded = lines }],
    };

    /// <summary>A commit in each of several weeks, starting on July 7, 2025.</summary>
    public static IEnumerable<AiCommit> Weeks(params int[] numbers) => numbers.Select(number => Commit(Monday.AddDays(7 * number)));
}
