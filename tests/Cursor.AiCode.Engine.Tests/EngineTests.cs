using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Cursor.AiCode.Engine.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Engine.Tests;

/// <summary>
/// Tests that DuckDB reads the files of Export-AiCodeCsv without options, by detecting the separator, the quotes and the
/// types. The expected records were received as JSON, not as CSV.
/// </summary>
public sealed class EngineTests : IDisposable
{
    private const int Records = 20_000;

    private readonly DuckDb _duckDb = new();

    [Fact]
    public async Task DuckDB_reads_commits_unchanged()
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string path = await month.ExportCsvAsync(AiCodeKind.Commit);
        List<AiCommit> commits = await EmulatedMonth.AllOf(month.Client.ReadCommitsAsync(month.All with { Transport = AiCodeTransport.Json }));

        Assert.Equal(
            Names(path).Select(static name => (name, name switch
            {
                "is_primary_branch" => "BOOLEAN",
                "commit_ts" or "created_at" => "TIMESTAMP WITH TIME ZONE",
                _ when name.Contains("_lines_", StringComparison.Ordinal) => "BIGINT",
                _ => "VARCHAR",
            })),
            _duckDb.Describe($"FROM {DuckDb.Literal(path)}"));
        BigInteger[] actual = QueryNumbers(path, """
            count(*), sum(total_lines_added), sum(total_lines_deleted), sum(tab_lines_added), sum(composer_lines_deleted),
            sum(non_ai_lines_added), count(non_ai_lines_added), count(*) FILTER (is_primary_branch), count(is_primary_branch),
            count(commit_ts), sum(epoch_ms(created_at)), sum(length(message)), count(message), count(DISTINCT user_email)
            """);
        BigInteger[] expected =
        [
            commits.Count,
            commits.Sum(static c => (long)c.TotalLinesAdded),
            commits.Sum(static c => (long)c.TotalLinesDeleted),
            commits.Sum(static c => (long)c.TabLinesAdded),
            commits.Sum(static c => (long)c.ComposerLinesDeleted),
            commits.Sum(static c => (long)(c.NonAiLinesAdded ?? 0)),
            commits.Count(static c => c.NonAiLinesAdded is not null),
            commits.Count(static c => c.IsPrimaryBranch == true),
            commits.Count(static c => c.IsPrimaryBranch is not null),
            commits.Count(static c => c.CommitTs is not null),
            commits.Aggregate(BigInteger.Zero, static (sum, c) => sum + new DateTimeOffset(c.CreatedAt).ToUnixTimeMilliseconds()),
            commits.Sum(static c => (long)(c.Message?.EnumerateRunes().Count() ?? 0)),
            commits.Count(static c => c.Message is not null),
            commits.Select(static c => c.UserEmail).Distinct().Count(),
        ];
        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task DuckDB_reads_changes_unchanged()
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string path = await month.ExportCsvAsync(AiCodeKind.Change);
        List<AiCodeChange> changes = await EmulatedMonth.AllOf(month.Client.ReadChangesAsync(month.All with { Transport = AiCodeTransport.Json }));

        Assert.Equal(
            Names(path).Select(static name => (name, name switch
            {
                "change_id" or "total_lines_added" or "total_lines_deleted" => "BIGINT",
                "created_at" => "TIMESTAMP WITH TIME ZONE",
                _ => "VARCHAR",
            })),
            _duckDb.Describe($"FROM {DuckDb.Literal(path)}"));
        BigInteger[] actual = QueryNumbers(path, """
            count(*), count(DISTINCT change_id), sum(total_lines_added), sum(total_lines_deleted), sum(epoch_ms(created_at)),
            count(*) FILTER (source = 'TAB'), count(model), sum(json_array_length(metadata_json::JSON))
            """);
        BigInteger[] expected =
        [
            changes.Count,
            changes.Select(static c => c.ChangeId).Distinct().Count(),
            changes.Sum(static c => (long)c.TotalLinesAdded),
            changes.Sum(static c => (long)c.TotalLinesDeleted),
            changes.Aggregate(BigInteger.Zero, static (sum, c) => sum + new DateTimeOffset(c.CreatedAt).ToUnixTimeMilliseconds()),
            changes.Count(static c => c.Source == "TAB"),
            changes.Count(static c => c.Model is not null),
            changes.Sum(static c => (long)(c.Metadata?.Length ?? 0)),
        ];
        Assert.Equal(expected, actual);
    }

    public void Dispose() => _duckDb.Dispose();

    private static string[] Names(string path) => File.ReadLines(path).First().Split(',');

    private BigInteger[] QueryNumbers(string path, string select) =>
        Assert.Single(_duckDb.Query($"SELECT {select} FROM {DuckDb.Literal(path)}"))
            .Select(static value => BigInteger.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture)).ToArray();
}
