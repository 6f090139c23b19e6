using System;
using System.Linq;
using Xunit;
using static Cursor.AiCode.AiCodeGrouping;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests which groupings and teams are valid.</summary>
public sealed class SummaryOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData(null, true, Repository, Week, Branch)]
    [InlineData(null, true, Model, Month, Extension)]
    [InlineData(null, false, Repository, Model)]
    [InlineData(null, false, Extension, Branch)]
    [InlineData(null, false, Day, Week)]
    [InlineData(AiCodeKind.Commit, true, Repository, Repository, Day, Branch, User, Source)]
    [InlineData(AiCodeKind.Commit, false, Model)]
    [InlineData(AiCodeKind.Commit, false, Extension, Repository)]
    [InlineData(AiCodeKind.Commit, false, Week, Month)]
    [InlineData(AiCodeKind.Commit, false, Team)]
    [InlineData(AiCodeKind.Change, true, Model, Extension, User, Source, Month)]
    [InlineData(AiCodeKind.Change, false, Repository)]
    [InlineData(AiCodeKind.Change, false, Branch, Model)]
    [InlineData(AiCodeKind.Change, false, Day, Month)]
    public void Groupings_are_validated_for_the_kind(AiCodeKind? kind, bool valid, params AiCodeGrouping[] by)
    {
        var options = new AiCodeSummaryOptions { By = by };
        string? error = options.GetError(kind);

        Assert.Equal(valid, error is null);
        if (kind == AiCodeKind.Commit && !valid)
        {
            _ = Assert.Throws<ArgumentException>(() => new AiCommitSummarizer(options));
        }
        else if (kind == AiCodeKind.Change && !valid)
        {
            _ = Assert.Throws<ArgumentException>(() => new AiChangeSummarizer(options));
        }
    }

    [Fact]
    public void An_error_names_the_valid_groupings()
    {
        string error = new AiCodeSummaryOptions { By = [Extension] }.GetError(AiCodeKind.Commit)!;

        Assert.All(AiCodeSummaryOptions.GetGroupings(AiCodeKind.Commit), by => Assert.Contains(by.ToString(), error, StringComparison.Ordinal));
        Assert.Equal(8, AiCodeSummaryOptions.GetGroupings(AiCodeKind.Commit).Count);
        Assert.Equal(8, AiCodeSummaryOptions.GetGroupings(AiCodeKind.Change).Count);
        Assert.Equal(Enum.GetValues<AiCodeGrouping>(), AiCodeSummaryOptions.GetGroupings(AiCodeKind.Commit).Union(AiCodeSummaryOptions.GetGroupings(AiCodeKind.Change)).Order());
    }

    [Theory]
    [InlineData(AiCodeKind.Commit, "Commit records can't be grouped by Model or Extension. Valid values for one period: Day, Week, Month. Valid other values: Repository, Branch, User, Team, Source.", Model, Day, Extension)]
    [InlineData(AiCodeKind.Change, "Change records can't be grouped by Branch. Valid values for one period: Day, Week, Month. Valid other values: User, Team, Source, Model, Extension.", Branch)]
    [InlineData(AiCodeKind.Change, "Records can be grouped by only one of the periods Day, Week, Month.", Day, Model, Month)]
    [InlineData(AiCodeKind.Commit, "Grouping by team requires a list of teams.", Team)]
    [InlineData(AiCodeKind.Change, "Change records have no branch, so they can't be limited to primary branches.")]
    public void An_error_explains_what_is_valid(AiCodeKind kind, string message, params AiCodeGrouping[] by)
    {
        Assert.Equal(message, new AiCodeSummaryOptions { By = by, PrimaryBranchOnly = true }.GetError(kind));
    }

    [Fact]
    public void Changes_cannot_be_limited_to_primary_branches()
    {
        var options = new AiCodeSummaryOptions { PrimaryBranchOnly = true };

        Assert.NotNull(options.GetError(AiCodeKind.Change));
        Assert.Null(options.GetError(AiCodeKind.Commit));
        Assert.Null(options.GetError(null));
        Assert.NotNull((options with { By = [Model] }).GetError(null));
    }

    [Fact]
    public void A_user_has_one_team()
    {
        var teams = new AiCodeTeams();

        Assert.Null(teams.Add("ann@company.com", "Web"));
        Assert.Null(teams.Add("ANN@company.com", "Web"));
        Assert.Equal("Web", teams.Add("Ann@company.com", "Api"));
        Assert.Null(teams.Add("user_1", "Web"));
        Assert.Null(teams.Add("USER_1", "Api"));
        Assert.Equal(
            new[] { "Web", "Web", "Api", null, "Web" },
            new[] { teams.Find("ann@COMPANY.com", null), teams.Find(null, "user_1"), teams.Find("x@company.com", "USER_1"), teams.Find(null, null), teams.Find("ann@company.com", "USER_1") });
        _ = Assert.Throws<ArgumentNullException>(() => teams.Add(null!, "x"));
        _ = Assert.Throws<ArgumentNullException>(() => teams.Add("x", null!));
    }
}
