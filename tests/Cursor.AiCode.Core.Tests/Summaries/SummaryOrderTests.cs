using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Cursor.AiCode.AiCodeGrouping;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests the order of summaries with equal numbers of lines, and that the order of equal records doesn't matter.</summary>
public sealed class SummaryOrderTests
{
    private static readonly DateTime Time = new(2025, 7, 30, 12, 0, 0, DateTimeKind.Utc);
    private static readonly string?[] Emails = ["ann@company.com", "bob@company.com", null];
    private static readonly string?[] Texts = ["a", "b", null];

    /// <summary>Two different records of one change.</summary>
    public static TheoryData<string, AiCodeChange, AiCodeChange> SameChange
    {
        get
        {
            AiCodeChange one = Change(Time, "ann@company.com", "a", "a", ("cs", 1, 2), ("ts", 3, 4));
            return new()
            {
                { "time", one, one with { CreatedAt = Time.AddSeconds(1), TotalLinesAdded = 9 } },
                { "added", one, one with { TotalLinesAdded = 9 } },
                { "deleted", one, one with { TotalLinesDeleted = 9 } },
                { "source", one, one with { Source = "b" } },
                { "model", one, one with { Model = "b" } },
                { "user", one, one with { UserEmail = "bob@company.com", UserId = "user_2" } },
                { "extensions", one, one with { Metadata = [Metadata("cs", 1, 2)] } },
                { "extension", one, one with { Metadata = [Metadata("cs", 1, 2), Metadata("vb", 3, 4)] } },
                { "lines added of an extension", one, one with { Metadata = [Metadata("cs", 1, 2), Metadata("ts", 4, 4)] } },
                { "lines deleted of an extension", one, one with { Metadata = [Metadata("cs", 1, 2), Metadata("ts", 3, 5)] } },
                { "no metadata", one, one with { Metadata = null } },
            };
        }
    }

    [Fact]
    public void Changes_are_sorted_by_all_properties()
    {
        List<AiCodeChange> changes = (
            from month in Enumerable.Range(0, 2)
            from email in Emails
            from source in Texts
            from model in Texts
            from extension in Texts
            select Change(Time.AddMonths(month), email, source, model, (extension, 1, 0))).ToList();
        var summarizer = new AiChangeSummarizer(new AiCodeSummaryOptions { By = [Month, User, Source, Model, Extension], TimeZone = TimeZoneInfo.Utc });
        Shuffle(changes).ForEach(summarizer.Add);
        Assert.Equal(
            changes.Select(static one => (one.CreatedAt.Month, one.UserEmail, one.Source, one.Model, one.Metadata![0].FileExtension)),
            summarizer.Summarize().Select(static one => (one.PeriodStart!.Value.Month, one.UserEmail, one.Source, one.Model, one.Extension)));
    }

    [Fact]
    public void Commits_are_sorted_by_all_properties()
    {
        List<AiCommit> commits = (
            from month in Enumerable.Range(0, 2)
            from repository in Texts
            from branch in Texts
            from email in Emails
            from source in Texts
            select new AiCommit
            {
                CommitHash = Guid.NewGuid().ToString("N"), RepoName = repository, BranchName = branch, UserEmail = email, CommitSource = source,
                TotalLinesAdded = 1, CommitTs = Time.AddMonths(month), CreatedAt = Time.AddMonths(month),
            }).ToList();
        var summarizer = new AiCommitSummarizer(new AiCodeSummaryOptions { By = [Month, Repository, Branch, User, Source], TimeZone = TimeZoneInfo.Utc });
        Shuffle(commits).ForEach(summarizer.Add);
        Assert.Equal(
            commits.Select(static one => (one.CreatedAt.Month, one.RepoName, one.BranchName, one.UserEmail, one.CommitSource)),
            summarizer.Summarize().Select(static one => (one.PeriodStart!.Value.Month, one.RepoName, one.BranchName, one.UserEmail, one.CommitSource)));
    }

    [Fact]
    public void Users_without_an_address_are_sorted_by_their_ID_and_teams_by_name()
    {
        var teams = new AiCodeTeams();
        Assert.Null(teams.Add("user_3", "b"));
        Assert.Null(teams.Add("user_4", "a"));
        var byUser = new AiChangeSummarizer(new AiCodeSummaryOptions { By = [User] });
        var byTeam = new AiChangeSummarizer(new AiCodeSummaryOptions { By = [Team], Teams = teams });
        foreach (int number in new[] { 4, 2, 3 })
        {
            AiCodeChange change = Change(Time, null, "a", "a") with { UserId = $"user_{number}" };
            byUser.Add(change);
            byTeam.Add(change);
        }

        Assert.Equal(["user_2", "user_3", "user_4"], byUser.Summarize().Select(static one => one.UserId));
        Assert.Equal(["a", "b", null], byTeam.Summarize().Select(static one => one.Team));
    }

    [Fact]
    public void More_lines_are_first()
    {
        var summarizer = new AiChangeSummarizer(new AiCodeSummaryOptions { By = [Model] });
        foreach ((string model, int lines) in new[] { ("a", 1), ("b", 3), ("c", 2), ("d", 3) })
        {
            summarizer.Add(Change(Time, null, "a", model) with { TotalLinesAdded = lines });
        }

        Assert.Equal(["b", "d", "c", "a"], summarizer.Summarize().Select(static one => one.Model));
    }

    [Theory]
    [MemberData(nameof(SameChange))]
    public void The_order_of_the_records_of_a_change_does_not_matter(string difference, AiCodeChange one, AiCodeChange other)
    {
        foreach (AiCodeGrouping[] by in new AiCodeGrouping[][] { [], [User, Source, Model, Extension] })
        {
            IReadOnlyList<AiChangeSummary> expected = Summarize(by, one, other);
            Assert.True(expected.SequenceEqual(Summarize(by, other, one)), difference);
            Assert.True(expected.SequenceEqual(Summarize(by, other, one, other)), difference);
            Assert.True(expected.SequenceEqual(Summarize(by, one)) || expected.SequenceEqual(Summarize(by, other)), difference);
        }
    }

    // The order of the files in the metadata does not matter either.
    [Fact]
    public void Files_of_an_extension_are_added()
    {
        AiCodeChange change = Change(Time, null, "a", "a", ("ts", 1, 2), ("cs", 10, 20), ("ts", 100, 200), (null, 1000, 2000));
        Assert.Equal(
            new (string?, long, long)[] { (null, 1000, 2000), ("ts", 101, 202), ("cs", 10, 20) },
            Summarize([Extension], change).Select(static one => (one.Extension, one.TotalLinesAdded, one.TotalLinesDeleted)));
        AiCodeChange reversed = change with { Metadata = [.. Enumerable.Reverse(change.Metadata!)] };
        Assert.Equal(Summarize([Extension], change), Summarize([Extension], change, reversed));
        Assert.Equal(Summarize([Extension], change), Summarize([Extension], reversed));
    }

    private static IReadOnlyList<AiChangeSummary> Summarize(AiCodeGrouping[] by, params AiCodeChange[] changes)
    {
        var summarizer = new AiChangeSummarizer(new AiCodeSummaryOptions { By = by });
        Array.ForEach(changes, change => summarizer.Add(change with { ChangeId = "1" }));
        return summarizer.Summarize();
    }

    private static AiCodeChange Change(DateTime time, string? email, string? source, string? model, params (string? Extension, int Added, int Deleted)[] files) => new()
    {
        ChangeId = Guid.NewGuid().ToString("N"),
        UserEmail = email,
        UserId = email is null ? null : "user_" + email[..3],
        Source = source,
        Model = model,
        TotalLinesAdded = 1,
        CreatedAt = time,
        Metadata = files.Select(static file => Metadata(file.Extension, file.Added, file.Deleted)).ToArray(),
    };

    private static AiCodeChangeMetadata Metadata(string? extension, int added, int deleted) => new() { FileExtension = extension, LinesAdded = added, LinesDeleted = deleted };

    private static List<T> Shuffle<T>(IReadOnlyList<T> items)
    {
        var random = new Random(5);
        return items.OrderBy(_ => random.Next()).ToList();
    }
}
