using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Tests.Support;
using Xunit;
using static Cursor.AiCode.AiCodeGrouping;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests that summaries of random records equal an independent computation, with every grouping.</summary>
public sealed class SummaryTests
{
    private const int Records = 2_000;

    public static TheoryData<AiCodeGrouping[]> CommitGroupings =>
    [
        [], [Repository], [Branch], [User], [Team], [Source], [Day], [Week], [Month], [Week, Team], [Repository, Branch], [Month, Repository, Source],
        [User, Team], [Day, Branch, User, Source, Repository, Team],
    ];

    public static TheoryData<AiCodeGrouping[]> ChangeGroupings =>
    [
        [], [User], [Team], [Source], [Day], [Week], [Month], [Model], [Extension], [Model, Source], [Week, Extension], [Month, User, Model, Extension, Team, Source],
    ];

    private static readonly string[] TimeZones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Kiritimati"];

    private static AiCodeTeams Teams
    {
        get
        {
            var teams = new AiCodeTeams();
            Assert.Null(teams.Add("ANN@company.com", "Platform"));
            Assert.Null(teams.Add("user1@company.com", "Web"));
            Assert.Null(teams.Add("user_x", "Web"));
            return teams;
        }
    }

    [Theory]
    [MemberData(nameof(CommitGroupings))]
    public void Commits_equal_an_independent_computation(AiCodeGrouping[] by)
    {
        foreach (string zone in TimeZones)
        {
            foreach (bool primaryOnly in new[] { false, true })
            {
                var options = new AiCodeSummaryOptions { By = by, PrimaryBranchOnly = primaryOnly, TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone), Teams = Teams };
                List<AiCommit> commits = new RandomCompany(by.Length).Commits(Records);

                Assert.Equal(NaiveSummary.Of(commits, options).Order(), Rows(commits, options).Order());
            }
        }
    }

    [Theory]
    [MemberData(nameof(ChangeGroupings))]
    public void Changes_equal_an_independent_computation(AiCodeGrouping[] by)
    {
        foreach (string zone in TimeZones)
        {
            var options = new AiCodeSummaryOptions { By = by, TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone), Teams = Teams };
            List<AiCodeChange> changes = new RandomCompany(by.Length).Changes(Records);

            Assert.Equal(NaiveSummary.Of(changes, options).Order(), Rows(changes, options).Order());
        }
    }

    [Theory]
    [MemberData(nameof(CommitGroupings))]
    public void Sums_over_a_grouping_of_commits_equal_the_total(AiCodeGrouping[] by)
    {
        List<AiCommit> commits = new RandomCompany(7).Commits(Records);
        var options = new AiCodeSummaryOptions { By = by, Teams = Teams };
        var totalOptions = new AiCodeSummaryOptions();
        IReadOnlyList<AiCommitSummary> groups = Summarize(commits, options);

        // With branches, a commit counts once for each of them.
        AiCommitSummary total = by.Contains(Branch)
            ? Assert.Single(Summarize(commits.Select(static c => c with { RepoName = c.RepoName + "\0" + c.BranchName }), totalOptions))
            : Assert.Single(Summarize(commits, totalOptions));
        Assert.Equal(total.CommitCount, groups.Sum(static g => g.CommitCount));
        Assert.Equal(total.TotalLinesAdded, groups.Sum(static g => g.TotalLinesAdded));
        Assert.Equal(total.TotalLinesDeleted, groups.Sum(static g => g.TotalLinesDeleted));
        Assert.Equal(total.TabLinesAdded, groups.Sum(static g => g.TabLinesAdded));
        Assert.Equal(total.TabLinesDeleted, groups.Sum(static g => g.TabLinesDeleted));
        Assert.Equal(total.ComposerLinesAdded, groups.Sum(static g => g.ComposerLinesAdded));
        Assert.Equal(total.ComposerLinesDeleted, groups.Sum(static g => g.ComposerLinesDeleted));
        Assert.Equal(total.AiLinesAdded, groups.Sum(static g => g.AiLinesAdded));
        Assert.Equal(total.AiLinesDeleted, groups.Sum(static g => g.AiLinesDeleted));
        Assert.Equal(total.NonAiLinesAdded, groups.Sum(static g => g.NonAiLinesAdded ?? 0));
        Assert.Equal(total.NonAiLinesDeleted, groups.Sum(static g => g.NonAiLinesDeleted ?? 0));
        Assert.Equal(total.UnknownCount, groups.Sum(static g => g.UnknownCount));
        Assert.Equal(total.AiCommitCount, groups.Sum(static g => g.AiCommitCount));
    }

    [Theory]
    [MemberData(nameof(ChangeGroupings))]
    public void Sums_over_a_grouping_of_changes_equal_the_total(AiCodeGrouping[] by)
    {
        List<AiCodeChange> changes = new RandomCompany(7).Changes(Records).DistinctBy(static c => c.ChangeId).ToList();
        IReadOnlyList<AiChangeSummary> groups = Summarize(changes, new AiCodeSummaryOptions { By = by, Teams = Teams });
        bool byExtension = by.Contains(Extension);

        Assert.Equal(byExtension ? changes.Sum(static c => c.Metadata?.Sum(static f => f.LinesAdded) ?? 0) : changes.Sum(static c => c.TotalLinesAdded), groups.Sum(static g => g.TotalLinesAdded));
        Assert.Equal(byExtension ? changes.Sum(static c => c.Metadata?.Sum(static f => f.LinesDeleted) ?? 0) : changes.Sum(static c => c.TotalLinesDeleted), groups.Sum(static g => g.TotalLinesDeleted));
        Assert.Equal(
            byExtension ? changes.Sum(static c => Math.Max(1, c.Metadata?.Select(static f => f.FileExtension).Distinct().Count() ?? 0)) : changes.Count,
            groups.Sum(static g => g.ChangeCount));
    }

    [Theory]
    [MemberData(nameof(CommitGroupings))]
    public void The_order_and_batches_of_commits_do_not_matter(AiCodeGrouping[] by)
    {
        var options = new AiCodeSummaryOptions { By = by, Teams = Teams };
        var company = new RandomCompany(11);
        List<AiCommit> commits = company.Commits(Records);
        IReadOnlyList<AiCommitSummary> expected = Summarize(commits, options);
        for (int i = 0; i < 5; i++)
        {
            // Overlapping files contain records twice.
            Assert.Equal(expected, Summarize(company.Shuffle(commits.Concat(commits.Take(500 * i))), options));
        }
    }

    [Theory]
    [MemberData(nameof(ChangeGroupings))]
    public void The_order_and_batches_of_changes_do_not_matter(AiCodeGrouping[] by)
    {
        var options = new AiCodeSummaryOptions { By = by, Teams = Teams };
        var company = new RandomCompany(11);
        List<AiCodeChange> changes = company.Changes(Records);
        IReadOnlyList<AiChangeSummary> expected = Summarize(changes, options);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(expected, Summarize(company.Shuffle(changes.Concat(changes.Take(500 * i))), options));
        }
    }

    [Theory]
    [MemberData(nameof(CommitGroupings))]
    public void Commits_of_overlapping_files_equal_the_objects(AiCodeGrouping[] by)
    {
        using var folder = new TempFolder();
        foreach (bool primaryOnly in new[] { false, true })
        {
            var options = new AiCodeSummaryOptions { By = by, PrimaryBranchOnly = primaryOnly, Teams = Teams };
            List<AiCommit> commits = new RandomCompany(13).Commits(Records);
            var summarizer = new AiCommitSummarizer(options);
            foreach (IEnumerable<AiCommit> part in new[] { commits.Take(1200), commits.Skip(800) })
            {
                using (var writer = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
                {
                    part.ToList().ForEach(writer.Add);
                    _ = writer.Complete();
                }

                using var file = new AiCodeCsvReader(folder.File());
                summarizer.AddRecords(file);
            }

            Assert.Equal(Summarize(commits, options), summarizer.Summarize());
        }
    }

    [Theory]
    [MemberData(nameof(ChangeGroupings))]
    public void Changes_of_overlapping_files_equal_the_objects(AiCodeGrouping[] by)
    {
        using var folder = new TempFolder();
        var options = new AiCodeSummaryOptions { By = by, Teams = Teams };
        List<AiCodeChange> changes = new RandomCompany(13).Changes(Records);
        var summarizer = new AiChangeSummarizer(options);
        foreach (IEnumerable<AiCodeChange> part in new[] { changes.Take(1200), changes.Skip(800) })
        {
            using (var writer = new AiCodeCsvWriter(new AiCodeExportOptions { Path = folder.File() }))
            {
                part.ToList().ForEach(writer.Add);
                _ = writer.Complete();
            }

            using var file = new AiCodeCsvReader(folder.File());
            summarizer.AddRecords(file);
        }

        Assert.Equal(Summarize(changes, options), summarizer.Summarize());
    }

    private static IReadOnlyList<AiCommitSummary> Summarize(IEnumerable<AiCommit> commits, AiCodeSummaryOptions options)
    {
        var summarizer = new AiCommitSummarizer(options);
        foreach (AiCommit commit in commits)
        {
            summarizer.Add(commit);
        }

        return summarizer.Summarize();
    }

    private static IReadOnlyList<AiChangeSummary> Summarize(IEnumerable<AiCodeChange> changes, AiCodeSummaryOptions options)
    {
        var summarizer = new AiChangeSummarizer(options);
        foreach (AiCodeChange change in changes)
        {
            summarizer.Add(change);
        }

        return summarizer.Summarize();
    }

    private static IEnumerable<string> Rows(IEnumerable<AiCommit> commits, AiCodeSummaryOptions options) =>
        Summarize(commits, options).Select(summary => NaiveSummary.Row(summary, options));

    private static IEnumerable<string> Rows(IEnumerable<AiCodeChange> changes, AiCodeSummaryOptions options) =>
        Summarize(changes, options).Select(summary => NaiveSummary.Row(summary, options));
}
