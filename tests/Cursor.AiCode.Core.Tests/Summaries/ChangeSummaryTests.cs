using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Cursor.AiCode.AiCodeGrouping;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests which changes and lines a summary counts.</summary>
public sealed class ChangeSummaryTests
{
    private static readonly DateTime Noon = new DateTime(2025, 7, 30, 12, 0, 0, DateTimeKind.Utc).ToLocalTime();

    private static readonly AiCodeChange Change = new()
    {
        ChangeId = "1",
        UserEmail = "ann@company.com",
        Source = "TAB",
        Model = "gpt-5",
        TotalLinesAdded = 10,
        TotalLinesDeleted = 3,
        CreatedAt = Noon,
        Metadata = [File("ts", 4, 1), File("cs", 5, 1), File("ts", 1, 1)],
    };

    [Fact]
    public void A_change_counts_once_by_its_id()
    {
        AiChangeSummary summary = Assert.Single(Summarize([], Change, Change with { CreatedAt = Noon.AddDays(1), TotalLinesAdded = 20 }, Change, Change with { ChangeId = "2" }));

        Assert.Equal((2, 1, 30, 6), (summary.ChangeCount, summary.UserCount, summary.TotalLinesAdded, summary.TotalLinesDeleted));
    }

    [Fact]
    public void By_extension_lines_are_those_of_the_files()
    {
        IReadOnlyList<AiChangeSummary> summaries = Summarize(
            [Extension],
            Change,
            Change with { ChangeId = "2", Metadata = [File(null, 2, 0), File("ts", 100, 0)] },
            Change with { ChangeId = "3", Metadata = null },
            Change with { ChangeId = "4", Metadata = [] });

        Assert.Equal(
            [("ts", 2, 105, 2), ("cs", 1, 5, 1), (null, 3, 2, 0)],
            summaries.Select(static s => (s.Extension, s.ChangeCount, s.TotalLinesAdded, s.TotalLinesDeleted)));
    }

    [Fact]
    public void By_model_and_source_there_is_one_group_for_each_combination()
    {
        IReadOnlyList<AiChangeSummary> summaries = Summarize(
            [Model, Source], Change, Change with { ChangeId = "2", Model = null }, Change with { ChangeId = "3", Source = "COMPOSER", TotalLinesAdded = 99 }, Change with { ChangeId = "4" });

        Assert.Equal(
            [("gpt-5", "COMPOSER", 99, 1), ("gpt-5", "TAB", 20, 2), (null, "TAB", 10, 1)],
            summaries.Select(static s => (s.Model, s.Source, s.TotalLinesAdded, s.ChangeCount)));
    }

    [Fact]
    public void A_total_without_changes_is_one_summary_of_zero()
    {
        Assert.Equal(new AiChangeSummary(), Assert.Single(Summarize([])));
        Assert.Empty(Summarize([Model]));
    }

    private static AiCodeChangeMetadata File(string? extension, int added, int deleted) =>
        new() { FileExtension = extension, LinesAdded = added, LinesDeleted = deleted };

    private static IReadOnlyList<AiChangeSummary> Summarize(AiCodeGrouping[] by, params AiCodeChange[] changes)
    {
        var summarizer = new AiChangeSummarizer(new AiCodeSummaryOptions { By = by });
        Array.ForEach(changes, summarizer.Add);
        return summarizer.Summarize();
    }
}
