using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Cursor.AiCode.Tests.Support;
using Xunit;
using static Cursor.AiCode.AiCodeGrouping;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests which commits and lines a summary counts.</summary>
public sealed class CommitSummaryTests
{
    private static readonly DateTime Noon = new DateTime(2025, 7, 30, 12, 0, 0, DateTimeKind.Utc).ToLocalTime();

    private static readonly AiCommit Commit = new()
    {
        CommitHash = "a1",
        UserEmail = "ann@company.com",
        UserId = "user_1",
        RepoName = "company/api",
        BranchName = "main",
        TotalLinesAdded = 100,
        TotalLinesDeleted = 10,
        TabLinesAdded = 20,
        ComposerLinesAdded = 30,
        NonAiLinesAdded = 50,
        NonAiLinesDeleted = 10,
        CreatedAt = Noon,
    };

    [Fact]
    public void The_newest_record_of_an_amended_commit_counts()
    {
        AiCommit amended = Commit with { TotalLinesAdded = 7, TabLinesAdded = 7, ComposerLinesAdded = 0, CreatedAt = Noon.AddMinutes(1) };

        AiCommitSummary summary = Assert.Single(Summarize([], amended, Commit));

        Assert.Equal((1, 7, 7, 100.0), (summary.CommitCount, summary.TotalLinesAdded, summary.AiLinesAdded, summary.AiPercent));
    }

    [Fact]
    public void A_commit_counts_once_for_each_repository_and_user()
    {
        AiCommitSummary summary = Assert.Single(Summarize(
            [], Commit, Commit with { BranchName = "feature" }, Commit with { RepoName = "company/fork" }, Commit with { UserEmail = "ben@company.com", UserId = "user_2" }, Commit with { UserEmail = "ANN@company.com" }));

        Assert.Equal((3, 2, 300), (summary.CommitCount, summary.UserCount, summary.TotalLinesAdded));
    }

    // A service can omit the e-mail address or the ID of a record, and an address can change.
    [Fact]
    public void A_commit_counts_once_if_its_records_share_an_email_address_or_user_id()
    {
        AiCommit[] records =
        [
            Commit with { UserEmail = null, TotalLinesAdded = 1 },
            Commit with { BranchName = "a", UserId = null, TotalLinesAdded = 2, CreatedAt = Noon.AddMinutes(1) },
            Commit with { BranchName = "b", UserEmail = "ann@new.company.com", TotalLinesAdded = 3, CreatedAt = Noon.AddMinutes(3) },
            Commit with { BranchName = "c", TotalLinesAdded = 4, CreatedAt = Noon.AddMinutes(2) },
            Commit with { CommitHash = "a2", UserEmail = null, TotalLinesAdded = 5 },
        ];
        var teams = new AiCodeTeams();
        Assert.Null(teams.Add("ann@new.company.com", "A"));
        foreach (AiCommit[] order in new[] { records, records.AsEnumerable().Reverse().ToArray() })
        {
            AiCommitSummary summary = Assert.Single(Summarize([], order));
            Assert.Equal((2, 1, 8), (summary.CommitCount, summary.UserCount, summary.TotalLinesAdded));
            AiCommitSummary user = Assert.Single(Summarize([User], order));
            Assert.Equal((2, "ann@company.com", "user_1"), (user.CommitCount, user.UserEmail, user.UserId));
            var summarizer = new AiCommitSummarizer(new AiCodeSummaryOptions { By = [Team], Teams = teams });
            Array.ForEach(order, summarizer.Add);
            Assert.Equal(("A", 2), summarizer.Summarize().Select(static team => (team.Team, (int)team.CommitCount)).Single());
        }
    }

    [Fact]
    public void By_branch_a_commit_counts_once_for_each_branch()
    {
        IReadOnlyList<AiCommitSummary> summaries = Summarize(
            [Branch], Commit, Commit with { BranchName = "feature" }, Commit with { BranchName = "feature", TotalLinesAdded = 200, CreatedAt = Noon.AddDays(1) }, Commit with { BranchName = null });

        Assert.Equal([("feature", 200), ("main", 100), (null, 100)], summaries.Select(static s => (s.BranchName, s.TotalLinesAdded)));
    }

    [Fact]
    public void Primary_branches_are_selected_before_the_newest_record()
    {
        var options = new AiCodeSummaryOptions { PrimaryBranchOnly = true };
        AiCommit[] commits =
        [
            Commit with { IsPrimaryBranch = false, TotalLinesAdded = 1000, CreatedAt = Noon.AddDays(1) },
            Commit,
            Commit with { CommitHash = "a2", BranchName = "trunk", IsPrimaryBranch = true, TotalLinesAdded = 1 },
            Commit with { CommitHash = "a3", BranchName = "trunk", TotalLinesAdded = 1000 },
            Commit with { CommitHash = "a4", BranchName = "main", IsPrimaryBranch = false, TotalLinesAdded = 1000 },
            Commit with { CommitHash = "a5", BranchName = null, TotalLinesAdded = 1000 },
            Commit with { CommitHash = "a6", BranchName = "Main", TotalLinesAdded = 1000 },
            Commit with { CommitHash = "a7", BranchName = "master", TotalLinesAdded = 10 },
            Commit with { CommitHash = "a8", BranchName = "production", TotalLinesAdded = 10 },
            Commit with { CommitHash = "a9", BranchName = "prod", TotalLinesAdded = 10 },
        ];
        var summarizer = new AiCommitSummarizer(options);
        Array.ForEach(commits, summarizer.Add);

        AiCommitSummary summary = Assert.Single(summarizer.Summarize());

        Assert.Equal((5, 131), (summary.CommitCount, summary.TotalLinesAdded));
    }

    [Fact]
    public void Unknown_lines_are_counted_and_are_not_zero()
    {
        AiCommit unknown = Commit with { CommitHash = "a2", NonAiLinesAdded = null, NonAiLinesDeleted = null };

        AiCommitSummary both = Assert.Single(Summarize([], Commit, unknown));
        AiCommitSummary none = Assert.Single(Summarize([], unknown));
        AiCommitSummary half = Assert.Single(Summarize([], Commit with { NonAiLinesAdded = null }));

        Assert.Equal((50L, 10L, 1L), (both.NonAiLinesAdded, both.NonAiLinesDeleted, both.UnknownCount));
        Assert.Equal((null, null, 1L), (none.NonAiLinesAdded, none.NonAiLinesDeleted, none.UnknownCount));
        Assert.Equal((null, 10L, 1L), (half.NonAiLinesAdded, half.NonAiLinesDeleted, half.UnknownCount));
    }

    [Fact]
    public void The_percentage_is_weighted_by_lines_and_can_exceed_100()
    {
        AiCommit large = Commit with { CommitHash = "a2", TotalLinesAdded = 900, TabLinesAdded = 0, ComposerLinesAdded = 0 };
        AiCommit above = Commit with { TotalLinesAdded = 10 };
        AiCommit deleted = Commit with { TotalLinesAdded = 0, TabLinesAdded = 0, ComposerLinesAdded = 0, ComposerLinesDeleted = 5 };

        Assert.Equal(5.0, Assert.Single(Summarize([], Commit, large)).AiPercent);
        Assert.Equal(500.0, Assert.Single(Summarize([], above)).AiPercent);
        AiCommitSummary onlyDeleted = Assert.Single(Summarize([], deleted));
        Assert.Equal((null, 1, 100.0, 5), (onlyDeleted.AiPercent, onlyDeleted.AiCommitCount, onlyDeleted.AiCommitPercent, onlyDeleted.AiLinesDeleted));
        Assert.Equal(50.0, Assert.Single(Summarize([], Commit, large)).AiCommitPercent);
    }

    [Fact]
    public void Sums_exceed_32_bits()
    {
        AiCommit[] commits = Enumerable.Range(0, 3).Select(static i => Commit with { CommitHash = "a" + i, TotalLinesAdded = int.MaxValue, TabLinesAdded = int.MaxValue, ComposerLinesAdded = int.MaxValue }).ToArray();

        AiCommitSummary summary = Assert.Single(Summarize([], commits));

        Assert.Equal((3L * int.MaxValue, 6L * int.MaxValue, 200.0), (summary.TotalLinesAdded, summary.AiLinesAdded, summary.AiPercent));
    }

    [Fact]
    public void A_total_without_commits_is_one_summary_of_zero()
    {
        AiCommitSummary total = Assert.Single(Summarize([]));

        Assert.Equal(new AiCommitSummary { NonAiLinesAdded = 0, NonAiLinesDeleted = 0 }, total);
        Assert.Equal((null, null), (total.AiPercent, total.AiCommitPercent));
        Assert.Empty(Summarize([Repository]));
    }

    [Fact]
    public void A_group_without_newest_records_is_omitted()
    {
        AiCommitSummary summary = Assert.Single(Summarize([Source], Commit with { CommitSource = "cli" }, Commit with { CommitSource = "ide", CreatedAt = Noon.AddSeconds(1) }));

        Assert.Equal("ide", summary.CommitSource);
    }

    [Fact]
    public void Users_are_identified_by_email_address_in_any_case_or_by_id()
    {
        IReadOnlyList<AiCommitSummary> summaries = Summarize(
            [User],
            Commit with { CommitHash = "1", UserEmail = "ann@company.com", UserId = "user_2" },
            Commit with { CommitHash = "2", UserEmail = "Ann@Company.com", UserId = "user_1" },
            Commit with { CommitHash = "3", UserEmail = null, UserId = "user_3" },
            Commit with { CommitHash = "4", UserEmail = "", UserId = "user_3" },
            Commit with { CommitHash = "5", UserEmail = null, UserId = null });

        Assert.Equal(
            [("Ann@Company.com", "user_1", 2, 1), (null, "user_3", 2, 1), (null, null, 1, 0)],
            summaries.Select(static s => (s.UserEmail, s.UserId, s.CommitCount, s.UserCount)));
    }

    [Fact]
    public void Users_without_a_team_are_a_group()
    {
        var teams = new AiCodeTeams();
        _ = teams.Add("ANN@company.com", "Web");
        _ = teams.Add("user_9", "Web");
        var options = new AiCodeSummaryOptions { By = [Team], Teams = teams };
        var summarizer = new AiCommitSummarizer(options);
        summarizer.Add(Commit);
        summarizer.Add(Commit with { CommitHash = "a2", UserEmail = "ben@company.com", UserId = "user_9", TotalLinesAdded = 50 });
        summarizer.Add(Commit with { CommitHash = "a3", UserEmail = "cleo@company.com", UserId = "user_8", TotalLinesAdded = 3 });

        Assert.Equal([("Web", 150, 2), (null, 3, 1)], summarizer.Summarize().Select(static s => (s.Team, s.TotalLinesAdded, s.UserCount)));
    }

    [Fact]
    public void Summaries_are_ordered_by_period_then_by_lines_added()
    {
        IReadOnlyList<AiCommitSummary> summaries = Summarize(
            [Day, Repository],
            Commit with { CommitHash = "1", RepoName = "b", CommitTs = Noon.AddDays(1), TotalLinesAdded = 5 },
            Commit with { CommitHash = "2", RepoName = null, CommitTs = Noon, TotalLinesAdded = 5 },
            Commit with { CommitHash = "3", RepoName = "b", CommitTs = Noon, TotalLinesAdded = 5 },
            Commit with { CommitHash = "4", RepoName = "a", CommitTs = Noon, TotalLinesAdded = 5 },
            Commit with { CommitHash = "5", RepoName = "c", CommitTs = Noon, TotalLinesAdded = 6 });

        Assert.Equal(["c", "a", "b", null, "b"], summaries.Select(static s => s.RepoName));
        Assert.Equal(summaries[0].PeriodStart!.Value.AddDays(1), summaries[4].PeriodStart);
        Assert.Equal(summaries[4].PeriodStart, summaries[0].PeriodEnd);
    }

    [Fact]
    public void A_file_of_changes_and_an_unreadable_row_are_errors()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("changes.csv"), "change_id,total_lines_added,total_lines_deleted,created_at\n1,1,1,2025-07-30T00:00:00Z\n");
        File.WriteAllText(folder.File("commits.csv"), """
            commit_hash,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,created_at
            a,1,1,1,1,1,1,2025-07-30T00:00:00Z
            b,1,1,one,1,1,1,2025-07-30T00:00:00Z

            """);
        var summarizer = new AiCommitSummarizer(new AiCodeSummaryOptions());
        using var changes = new AiCodeCsvReader(folder.File("changes.csv"));
        using var commits = new AiCodeCsvReader(folder.File("commits.csv"));

        _ = Assert.Throws<InvalidOperationException>(() => summarizer.AddRecords(changes));
        AiCodeException e = Assert.Throws<AiCodeException>(() => summarizer.AddRecords(commits));
        Assert.Equal(AiCodeErrorKind.InvalidFile, e.Kind);
        Assert.Contains("tab_lines_added", e.Message, StringComparison.Ordinal);
        Assert.Contains("Line 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_a_file_can_be_canceled_and_reports_progress()
    {
        using var folder = new TempFolder();
        using (var writer = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
        {
            for (int i = 0; i < 5000; i++)
            {
                writer.Add(Commit with { CommitHash = "a" + i });
            }

            _ = writer.Complete();
        }

        using var stop = new CancellationTokenSource();
        using var file = new AiCodeCsvReader(folder.File());
        int calls = 0;
        _ = Assert.Throws<OperationCanceledException>(() => new AiCommitSummarizer(new AiCodeSummaryOptions()).AddRecords(
            file,
            () =>
            {
                if (++calls == 3)
                {
                    stop.Cancel();
                }
            },
            stop.Token));
        Assert.Equal(3, calls);
        Assert.InRange(file.BytesRead, 1, file.Length);
        Assert.InRange(file.RecordCount, 1, 4999);
    }

    private static IReadOnlyList<AiCommitSummary> Summarize(AiCodeGrouping[] by, params AiCommit[] commits)
    {
        var summarizer = new AiCommitSummarizer(new AiCodeSummaryOptions { By = by });
        Array.ForEach(commits, summarizer.Add);
        return summarizer.Summarize();
    }
}
