using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Engine.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Engine.Tests;

/// <summary>Tests that summaries of the API and of a file equal those that DuckDB calculates from the same file.</summary>
public sealed class SummaryTests : IDisposable
{
    private const int Records = 20_000;

    private const string CommitSums = """
        count(*), count(DISTINCT lower(coalesce(user_email, user_id))), sum(total_lines_added), sum(total_lines_deleted), sum(tab_lines_added), sum(tab_lines_deleted),
        sum(composer_lines_added), sum(composer_lines_deleted), sum(non_ai_lines_added), sum(non_ai_lines_deleted),
        count(*) FILTER (non_ai_lines_added IS NULL OR non_ai_lines_deleted IS NULL),
        count(*) FILTER (tab_lines_added > 0 OR tab_lines_deleted > 0 OR composer_lines_added > 0 OR composer_lines_deleted > 0)
        """;

    private readonly DuckDb _duckDb = new();

    [Theory]
    [InlineData(AiCodeGrouping.Repository, "repo_name")]
    [InlineData(AiCodeGrouping.User, "user_email")]
    [InlineData(AiCodeGrouping.Source, "commit_source")]
    [InlineData(AiCodeGrouping.Day, "strftime(date_trunc('day', timezone('America/Los_Angeles', coalesce(commit_ts, created_at))), '%Y-%m-%d')")]
    [InlineData(AiCodeGrouping.Week, "strftime(date_trunc('week', timezone('America/Los_Angeles', coalesce(commit_ts, created_at))), '%Y-%m-%d')")]
    [InlineData(AiCodeGrouping.Month, "strftime(date_trunc('month', timezone('America/Los_Angeles', coalesce(commit_ts, created_at))), '%Y-%m-%d')")]
    public async Task Commits_equal_the_sums_of_DuckDB(AiCodeGrouping by, string column)
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string path = await month.ExportCsvAsync(AiCodeKind.Commit);
        var options = new AiCodeSummaryOptions { By = [by], TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles") };
        string[] expected = Rows($"SELECT {column}, {CommitSums} FROM {NewestOf(DuckDb.Literal(path))} GROUP BY ALL");
        var summarizer = new AiCommitSummarizer(options);
        using var file = new AiCodeCsvReader(path);
        summarizer.AddRecords(file);

        Assert.True(expected.Length > 1);
        Assert.Equal(expected, Rows(summarizer.Summarize(), by));
        Assert.Equal(expected, Rows(await month.Client.SummarizeCommitsAsync(month.All, options), by));
        Assert.Equal(expected, Rows(await month.Client.SummarizeCommitsAsync(month.All with { Transport = AiCodeTransport.Json }, options), by));
    }

    [Fact]
    public async Task Commits_of_primary_branches_equal_the_sums_of_DuckDB()
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string path = await month.ExportCsvAsync(AiCodeKind.Commit);
        string primary = $"(SELECT * FROM {DuckDb.Literal(path)} WHERE coalesce(is_primary_branch, branch_name IN ('main', 'master', 'production', 'prod')))";
        string[] expected = Rows($"SELECT repo_name, {CommitSums} FROM {NewestOf(primary)} GROUP BY ALL");
        var options = new AiCodeSummaryOptions { By = [AiCodeGrouping.Repository], PrimaryBranchOnly = true };

        Assert.Equal(expected, Rows(await month.Client.SummarizeCommitsAsync(month.All, options), AiCodeGrouping.Repository));
    }

    [Theory]
    [InlineData(AiCodeGrouping.Model, "model", "total_lines_added", "total_lines_deleted")]
    [InlineData(AiCodeGrouping.Extension, "file ->> 'fileExtension'", "(file ->> 'linesAdded')::BIGINT", "(file ->> 'linesDeleted')::BIGINT")]
    public async Task Changes_equal_the_sums_of_DuckDB(AiCodeGrouping by, string column, string added, string deleted)
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string path = await month.ExportCsvAsync(AiCodeKind.Change);
        string rows = by == AiCodeGrouping.Model
            ? DuckDb.Literal(path)
            : $"(SELECT *, unnest(json_extract(metadata_json, '$[*]')) AS file FROM {DuckDb.Literal(path)})";
        string[] expected = Rows($"SELECT {column}, count(DISTINCT change_id), sum({added}), sum({deleted}) FROM {rows} GROUP BY ALL");
        IReadOnlyList<AiChangeSummary> actual = await month.Client.SummarizeChangesAsync(month.All, new AiCodeSummaryOptions { By = [by] });

        Assert.True(expected.Length > 1);
        Assert.Equal(
            expected,
            actual.Where(s => by == AiCodeGrouping.Model || s.Extension is not null || s.TotalLinesAdded > 0)
                .Select(s => Row([by == AiCodeGrouping.Model ? s.Model : s.Extension, s.ChangeCount, s.TotalLinesAdded, s.TotalLinesDeleted])).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _duckDb.Dispose();

    private static string NewestOf(string records) => $"""
        (SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY commit_hash, repo_name, lower(coalesce(user_email, user_id)) ORDER BY created_at DESC) AS place FROM {records})
        WHERE place = 1)
        """;

    private string[] Rows(string sql) => _duckDb.Query(sql).Select(static row => Row(row)).Order(StringComparer.Ordinal).ToArray();

    private static string[] Rows(IReadOnlyList<AiCommitSummary> summaries, AiCodeGrouping by) => summaries.Select(s => Row(
    [
        by switch
        {
            AiCodeGrouping.Repository => s.RepoName,
            AiCodeGrouping.User => s.UserEmail,
            AiCodeGrouping.Source => s.CommitSource,
            _ => s.PeriodStart!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        },
        s.CommitCount, s.UserCount, s.TotalLinesAdded, s.TotalLinesDeleted, s.TabLinesAdded, s.TabLinesDeleted, s.ComposerLinesAdded, s.ComposerLinesDeleted,
        s.NonAiLinesAdded, s.NonAiLinesDeleted, s.UnknownCount, s.AiCommitCount,
    ])).Order(StringComparer.Ordinal).ToArray();

    private static string Row(object?[] values) => string.Join(' ', values.Select(static value => Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "null"));
}
