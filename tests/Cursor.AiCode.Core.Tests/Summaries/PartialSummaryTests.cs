using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests several summaries of the same records: with fewer grouping properties, and of several ranges.</summary>
public sealed class PartialSummaryTests : IDisposable
{
    private static readonly DateTime Day = new(2025, 7, 9, 12, 0, 0, DateTimeKind.Utc);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"aicode-partial-{Guid.NewGuid():n}.csv");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_summary_can_be_regrouped_by_fewer_properties()
    {
        AiCodeGrouping[] all = [AiCodeGrouping.Week, AiCodeGrouping.Repository, AiCodeGrouping.User, AiCodeGrouping.Source];
        AiCommit[] commits = Enumerable.Range(0, 60).Select(number => Commit(number, Day.AddDays(number % 20))).ToArray();
        var together = new AiCommitSummarizer(new AiCodeSummaryOptions { By = all });
        Array.ForEach(commits, together.Add);
        foreach (AiCodeGrouping[] by in (AiCodeGrouping[][])[[], [all[0]], [all[1]], [all[2]], [all[3]], [all[1], all[2]], all])
        {
            var alone = new AiCommitSummarizer(new AiCodeSummaryOptions { By = by });
            Array.ForEach(commits, alone.Add);
            Assert.Equal(alone.Summarize(), together.Summarize(by));
        }
    }

    [Fact]
    public void A_change_counts_once_in_a_summary_without_extensions()
    {
        var summarizer = new AiChangeSummarizer(new AiCodeSummaryOptions { By = [AiCodeGrouping.Model, AiCodeGrouping.Extension] });
        summarizer.Add(new AiCodeChange
        {
            ChangeId = "1", Model = "gpt-5", TotalLinesAdded = 12, CreatedAt = Day.ToLocalTime(),
            Metadata = [new AiCodeChangeMetadata { FileExtension = "ts", LinesAdded = 10 }, new AiCodeChangeMetadata { FileExtension = "cs", LinesAdded = 2 }],
        });
        Assert.Equal([10L, 2], summarizer.Summarize([AiCodeGrouping.Extension]).Select(one => one.TotalLinesAdded));
        Assert.Equal((1L, 12L), (summarizer.Summarize([AiCodeGrouping.Model]).Single().ChangeCount, summarizer.Summarize([]).Single().TotalLinesAdded));
    }

    [Fact]
    public void A_summary_cannot_be_regrouped_by_other_properties()
    {
        var summarizer = new AiCommitSummarizer(new AiCodeSummaryOptions { By = [AiCodeGrouping.Week, AiCodeGrouping.Branch] });
        ArgumentException e = Assert.Throws<ArgumentException>(() => summarizer.Summarize([AiCodeGrouping.User]));
        Assert.StartsWith("The records are grouped by Week, Branch only.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_are_summarized_in_one_pass_of_a_file()
    {
        AiCommit[] commits = Enumerable.Range(0, 20).Select(number => Commit(number, Day.AddDays(number))).ToArray();
        using (var writer = new AiCodeCsvWriter(new AiCodeExportOptions { Path = _path }))
        {
            Array.ForEach(commits, writer.Add);
            _ = writer.Complete();
        }

        AiCommitSummarizer[] summarizers = [Ranged(0, 4), Ranged(5, 19), Ranged(30, 40)];
        using var file = new AiCodeCsvReader(_path);
        AiCommitSummarizer.AddRecords(file, summarizers);
        Assert.Equal([5L, 15, 0], summarizers.Select(one => one.Summarize().Single().CommitCount));
        Assert.Equal((Day.AddDays(5), Day.AddDays(19)), (summarizers[1].FirstCreatedAt, summarizers[1].LastCreatedAt));
        Assert.Null(summarizers[2].FirstCreatedAt);
        AiCommitSummarizer objects = Ranged(5, 19);
        Array.ForEach(commits, objects.Add);
        Assert.Equal(objects.Summarize(), summarizers[1].Summarize());
    }

    private static AiCommitSummarizer Ranged(int first, int last) =>
        new(new AiCodeSummaryOptions { Range = new AiCodeDateRange(new DateTimeOffset(Day.AddDays(first)), new DateTimeOffset(Day.AddDays(last))) });

    private static AiCommit Commit(int number, DateTime time) => new()
    {
        CommitHash = $"{number:x40}",
        UserEmail = $"user{number % 3}@example.com",
        RepoName = $"company/repository{number % 4}",
        CommitSource = number % 2 == 0 ? "ide" : "cli",
        TotalLinesAdded = number,
        TabLinesAdded = number / 2,
        NonAiLinesAdded = number - (number / 2),
        NonAiLinesDeleted = 0,
        CommitTs = time.ToLocalTime(),
        CreatedAt = time.ToLocalTime(),
    };
}
