using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Report.Model;
using Cursor.AiCode.Report.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests the numbers of a report.</summary>
public sealed class ModelTests
{
    private static readonly DateTimeOffset Now = new(2025, 8, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_commit_counts_once_with_its_newest_record()
    {
        AiCommit commit = Records.Commit(Records.Monday);
        ReportModel model = Create([commit, commit with { BranchName = "other" }, commit with { CreatedAt = commit.CreatedAt.AddDays(1), TotalLinesAdded = 200 }]);
        Assert.Equal(1, model.Totals.Commits);
        Assert.Equal(200, model.Totals.Added);
    }

    [Fact]
    public void Weeks_without_commits_are_gaps()
    {
        ReportModel model = Create(Records.Weeks(0, 2, 3));
        Assert.Equal([true, false, true, true], model.Weeks.Select(week => week.Totals is not null));
        Assert.Equal(new DateTime(2025, 7, 7), model.Weeks[0].Start);
        Assert.Equal(new DateTime(2025, 7, 28), model.Weeks[^1].Start);
    }

    [Fact]
    public void The_range_selects_records_and_is_compared_with_the_previous_range()
    {
        var range = new AiCodeDateRange(new DateTimeOffset(2025, 7, 14, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 7, 28, 0, 0, 0, TimeSpan.Zero));
        AiCommit[] commits =
        [
            Records.Commit(range.Start.UtcDateTime.AddDays(-20)),
            Records.Commit(range.Start.UtcDateTime.AddDays(-13), "ben@example.com"),
            Records.Commit(range.Start.UtcDateTime.AddDays(1)),
            Records.Commit(range.Start.UtcDateTime.AddDays(13)),
            Records.Commit(range.End.UtcDateTime.AddDays(1)),
        ];
        ReportModel model = Create(commits, ReportFixture.Options with { Range = range });
        Assert.Equal(2, model.Totals.Commits);
        Assert.Equal(1, model.Totals.Users);
        Assert.Equal(1, model.Previous!.Commits);
        Assert.Equal(14, model.PreviousDays);
        Assert.Null(model.WhyNotCompared);
        Assert.Equal((new DateTime(2025, 7, 14), new DateTime(2025, 7, 27)), (model.FirstDay, model.LastDay));
        Assert.Equal(2, model.Weeks.Count);
        Assert.False(model.IsFirstWeekPartial || model.IsLastWeekPartial);
    }

    // A commit with records in both ranges counts in each, as in two separate reports.
    [Fact]
    public void A_commit_in_both_ranges_counts_in_each()
    {
        var range = new AiCodeDateRange(new DateTimeOffset(2025, 7, 14, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 7, 28, 0, 0, 0, TimeSpan.Zero));
        AiCommit before = Records.Commit(range.Start.UtcDateTime.AddDays(-12));
        ReportModel model = Create([before, before with { CreatedAt = before.CreatedAt.AddDays(14) }], ReportFixture.Options with { Range = range });
        Assert.Equal(1, model.Totals.Commits);
        Assert.Equal(1, model.Previous!.Commits);
        Assert.Equal(1, model.Before!.Commits);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(70, false)]
    [InlineData(88, true)]
    public void Without_data_of_the_previous_period_there_is_no_comparison(int? firstDaysBefore, bool isCompared)
    {
        var range = new AiCodeDateRange(Now.AddDays(-90), Now);
        List<AiCommit> commits = [Records.Commit(Now.UtcDateTime.AddDays(-1))];
        if (firstDaysBefore is { } days)
        {
            commits.Add(Records.Commit(range.Start.UtcDateTime.AddDays(-days)));
        }

        ReportModel model = Create(commits, ReportFixture.Options with { Range = range });
        Assert.Equal(isCompared, model.Previous is not null);
        Assert.Equal(isCompared, model.WhyNotCompared is null);
    }

    [Fact]
    public void Lines_without_attribution_are_unknown()
    {
        ReportModel model = Create([Records.Commit(Records.Monday), Records.Commit(Records.Monday) with { NonAiLinesAdded = null }]);
        Assert.Equal(50, model.Totals.Unknown);
        Assert.Equal(50, model.Totals.NonAi);
        Assert.Equal(50, model.Totals.AiPercent);
    }

    // The API can report more AI lines than total lines. They don't offset the unknown lines of other commits.
    [Fact]
    public void Unknown_lines_are_not_negative_if_AI_lines_exceed_the_total()
    {
        ReportModel model = Create([Records.Commit(Records.Monday) with { TotalLinesAdded = 10, NonAiLinesAdded = 0 }]);
        Assert.Equal(0, model.Totals.Unknown);
        Assert.Equal(500, model.Totals.AiPercent);
    }

    [Fact]
    public void Teams_replace_users()
    {
        var teams = new AiCodeTeams();
        Assert.Null(teams.Add("ann.smith@example.com", "Payments"));
        ReportModel model = Create([Records.Commit(Records.Monday), Records.Commit(Records.Monday, "ben@example.com")], ReportFixture.Options with { Teams = teams });
        Assert.Equal(["No team", "Payments"], model.People.Select(team => team.Name).Order(StringComparer.Ordinal));
        Assert.True(model.HasTeams);
    }

    [Fact]
    public void A_report_can_be_limited_to_primary_branches()
    {
        ReportModel model = Create([Records.Commit(Records.Monday), Records.Commit(Records.Monday) with { BranchName = "topic" }], ReportFixture.Options with { PrimaryBranchOnly = true });
        Assert.Equal(1, model.Totals.Commits);
    }

    [Fact]
    public void Weeks_depend_on_the_time_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(-8), "Test", "Test");
        ReportModel model = Create([Records.Commit(new DateTime(2025, 7, 7, 3, 0, 0, DateTimeKind.Utc))], ReportFixture.Options with { TimeZone = zone });
        Assert.Equal(new DateTime(2025, 6, 30), Assert.Single(model.Weeks).Start);
        Assert.Equal("Test (UTC\u221208:00)", model.TimeZone);
    }

    [Fact]
    public void Changes_are_reported_by_model_and_extension()
    {
        ReportModel model = Create([], changes:
        [
            Records.Change(Records.Monday, "gpt-5", "ts", 10), Records.Change(Records.Monday, "gpt-5", "cs", 5), Records.Change(Records.Monday, null, "ts", 1),
        ]);
        Assert.Equal(3, model.Changes!.Count);
        Assert.Equal([("gpt-5", 15L), ("Unknown", 1L)], model.Changes.Models.Select(one => (one.Name, one.Added)));
        Assert.Equal([("ts", 11L), ("cs", 5L)], model.Changes.Extensions.Select(one => (one.Name, one.Added)));
    }

    [Fact]
    public void Implausible_dates_do_not_extend_the_weeks()
    {
        ReportModel model = Create([Records.Commit(new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)), Records.Commit(Records.Monday)]);
        Assert.Equal(520, model.Weeks.Count);
        Assert.Equal(1, model.Before!.Commits);
    }

    private static ReportModel Create(IEnumerable<AiCommit> commits, AiCodeReportOptions? options = null, IEnumerable<AiCodeChange>? changes = null)
    {
        var builder = new AiCodeReportBuilder(options ?? ReportFixture.Options);
        foreach (AiCommit commit in commits)
        {
            builder.Add(commit);
        }

        foreach (AiCodeChange change in changes ?? [])
        {
            builder.Add(change);
        }

        return builder.CreateModel(Now);
    }
}
