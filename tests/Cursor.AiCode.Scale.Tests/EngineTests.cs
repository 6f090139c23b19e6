using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using System.Threading.Tasks;
using Cursor.AiCode.Scale.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Scale.Tests;

/// <summary>
/// What Export-AiCodeCsv writes is what an engine reads as it is, without a word on how: DuckDB finds the separator, the
/// quotes and the types by itself. The records that it is compared with came as JSON, not as CSV.
/// </summary>
public sealed class EngineTests
{
    private const string DuckDb = "duckdb";
    private const int Records = 20_000;

    [NeedsFact(DuckDb)]
    public async Task DuckDb_reads_commits_as_they_are()
    {
        await using Month month = await Month.StartAsync(Records);
        using var folder = new TempFolder();
        string path = await ExportAsync(month, folder, AiCodeKind.Commit);
        List<AiCommit> commits = await Month.AllOf(month.Client.ReadCommitsAsync(month.All with { Transport = AiCodeTransport.Json }));

        Assert.Equal(
            Names(path).Select(static name => (name, name switch
            {
                "is_primary_branch" => "BOOLEAN",
                "commit_ts" or "created_at" => "TIMESTAMP WITH TIME ZONE",
                _ when name.Contains("_lines_", StringComparison.Ordinal) => "BIGINT",
                _ => "VARCHAR",
            })),
            await ColumnsAsync(path));
        string[] found = await RowAsync(path, """
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
        Assert.Equal(Texts(expected), found);
    }

    [NeedsFact(DuckDb)]
    public async Task DuckDb_reads_changes_as_they_are()
    {
        await using Month month = await Month.StartAsync(Records);
        using var folder = new TempFolder();
        string path = await ExportAsync(month, folder, AiCodeKind.Change);
        List<AiCodeChange> changes = await Month.AllOf(month.Client.ReadChangesAsync(month.All with { Transport = AiCodeTransport.Json }));

        Assert.Equal(
            Names(path).Select(static name => (name, name switch
            {
                "change_id" or "total_lines_added" or "total_lines_deleted" => "BIGINT",
                "created_at" => "TIMESTAMP WITH TIME ZONE",
                _ => "VARCHAR",
            })),
            await ColumnsAsync(path));
        string[] found = await RowAsync(path, """
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
        Assert.Equal(Texts(expected), found);
    }

    private static async Task<string> ExportAsync(Month month, TempFolder folder, AiCodeKind kind)
    {
        AiCodeExport export = await month.Client.ExportAsync(kind, month.All, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(Records, export.RecordCount);
        return folder.File();
    }

    private static string[] Names(string path) => File.ReadLines(path).First().Split(',');

    private static IEnumerable<string> Texts(IEnumerable<BigInteger> numbers) =>
        numbers.Select(static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<IEnumerable<(string Name, string Type)>> ColumnsAsync(string path) =>
        (await AskAsync($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{path}')"))
            .Select(static row => (row.GetProperty("column_name").GetString()!, row.GetProperty("column_type").GetString()!));

    private static async Task<string[]> RowAsync(string path, string select) =>
        (await AskAsync($"SELECT {select} FROM '{path}'")).Single().EnumerateObject().Select(static value => value.Value.ToString()).ToArray();

    private static async Task<IEnumerable<JsonElement>> AskAsync(string sql) =>
        JsonDocument.Parse(await ProgramRun.OfAsync(DuckDb, "-json", "-c", sql)).RootElement.EnumerateArray().ToArray();
}
