using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Cursor.AiCode.Engine.Tests.Support;
using Cursor.AiCode.Parquet;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Engine.Tests;

/// <summary>
/// Tests that DuckDB reads data sets of each kind in each format, with the query in their README.md. The expected records
/// were received as JSON.
/// </summary>
public sealed class DatasetTests : IDisposable
{
    private const int Records = 20_000;

    private readonly DuckDb _duckDb = new();
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Formats => [".parquet", ".csv", ".csv.gz"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Sums_of_commits_equal_those_of_the_API(string extension)
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string source = await ExportAsync(month, AiCodeKind.Commit, FormatOf(extension));
        List<AiCommit> commits = await EmulatedMonth.AllOf(month.Client.ReadCommitsAsync(month.All with { Transport = AiCodeTransport.Json }));

        Assert.Equal(
            [.. ColumnsOf(AiCodeKind.Commit), ("created_date", "DATE")],
            _duckDb.Describe($"FROM {source}").Select(static column => (column.Name, column.Type)));
        Assert.Equal(
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
                commits.Count(static c => c.Message?.Contains('\n', StringComparison.Ordinal) == true),
                commits.Select(static c => c.UserEmail).Distinct().Count(),
                commits.Where(static c => c.BranchName is not null).Select(static c => c.BranchName).Distinct().Count(),
            ],
            QueryNumbers($"""
                SELECT count(*), sum(total_lines_added), sum(total_lines_deleted), sum(tab_lines_added), sum(composer_lines_deleted),
                sum(non_ai_lines_added), count(non_ai_lines_added), count(*) FILTER (is_primary_branch), count(is_primary_branch),
                count(commit_ts), sum(epoch_ms(created_at)), sum(length(message)), count(*) FILTER (contains(message, chr(10))),
                count(DISTINCT user_email), count(DISTINCT branch_name)
                FROM {source}
                """));
        DaysAreThoseOf(source, commits.Select(static c => c.CreatedAt));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Sums_of_changes_equal_those_of_the_API(string extension)
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(Records);
        string source = await ExportAsync(month, AiCodeKind.Change, FormatOf(extension));
        List<AiCodeChange> changes = await EmulatedMonth.AllOf(month.Client.ReadChangesAsync(month.All with { Transport = AiCodeTransport.Json }));
        bool isParquet = extension == ".parquet";

        Assert.Equal(
            [.. ColumnsOf(AiCodeKind.Change).SkipLast(isParquet ? 1 : 0), .. isParquet ? [("metadata", "STRUCT(file_name VARCHAR, file_extension VARCHAR, lines_added INTEGER, lines_deleted INTEGER)[]")] : Array.Empty<(string, string)>(), ("created_date", "DATE")],
            _duckDb.Describe($"FROM {source}").Select(static column => (column.Name, column.Type)));
        string files = isParquet ? "metadata" : """CAST(metadata_json AS STRUCT("fileName" VARCHAR, "fileExtension" VARCHAR, "linesAdded" INTEGER, "linesDeleted" INTEGER)[])""";
        string name = isParquet ? "file_name" : "\"fileName\"", added = isParquet ? "lines_added" : "\"linesAdded\"", extensionName = isParquet ? "file_extension" : "\"fileExtension\"";
        Assert.Equal(
            [
                changes.Count,
                changes.Select(static c => c.ChangeId).Distinct().Count(),
                changes.Sum(static c => (long)c.TotalLinesAdded),
                changes.Sum(static c => (long)c.TotalLinesDeleted),
                changes.Aggregate(BigInteger.Zero, static (sum, c) => sum + new DateTimeOffset(c.CreatedAt).ToUnixTimeMilliseconds()),
                changes.Count(static c => c.Source == "TAB"),
                changes.Count(static c => c.Model is not null),
                changes.Sum(static c => (long)(c.Metadata?.Length ?? 0)),
            ],
            QueryNumbers($"""
                SELECT count(*), count(DISTINCT change_id), sum(total_lines_added), sum(total_lines_deleted), sum(epoch_ms(created_at)),
                count(*) FILTER (source = 'TAB'), count(model), sum(len({files}))
                FROM {source}
                """));
        AiCodeChangeMetadata[] metadata = changes.SelectMany(static c => c.Metadata ?? []).ToArray();
        Assert.Equal(
            [metadata.Length, metadata.Sum(static f => (long)f.LinesAdded), metadata.Count(static f => f.FileName is not null), metadata.Sum(static f => (long)(f.FileName?.Length ?? 0)), metadata.Select(static f => f.FileExtension).Where(static e => e is not null).Distinct().Count()],
            QueryNumbers($"SELECT count(*), sum(f.{added}), count(f.{name}), sum(length(f.{name})), count(DISTINCT f.{extensionName}) FROM (SELECT unnest({files}) AS f FROM {source})"));
        DaysAreThoseOf(source, changes.Select(static c => c.CreatedAt));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_filter_by_day_reads_only_the_files_of_these_days(string extension)
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(2000);
        string source = await ExportAsync(month, AiCodeKind.Commit, FormatOf(extension));

        // The other files can't be read now, so a query that opens them fails. The schema is always that of the first file.
        foreach (string file in Directory.GetFiles(_folder.File("set"), "commits" + extension, SearchOption.AllDirectories).Where(static file => !file.Contains("2025-07-01", StringComparison.Ordinal) && !file.Contains("2025-07-1", StringComparison.Ordinal)))
        {
            await File.WriteAllTextAsync(file, "x\nx\nx\n");
        }

        const string Ten = "WHERE created_date BETWEEN DATE '2025-07-10' AND DATE '2025-07-19'";
        Assert.Equal(10L, _duckDb.Query($"SELECT count(DISTINCT created_date) FROM {source} {Ten}")[0][0]);
        Assert.ThrowsAny<Exception>(() => _duckDb.Query($"SELECT sum(total_lines_added), max(message) FROM {source}"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Long_ids_and_texts_are_unchanged(string extension)
    {
        string[] ids = ["9223372036854775807", "9223372036854775808", "18446744073709551615", "340282366920938463463374607431768211457", "007", "1e5"];
        string[] models = ["two\nlines", "two\r\nlines, and a \"quote\"", "\U0001F600", "\uFF01", "NULL", "  spaces  "];
        using var handler = new FakeApi(ids.Zip(models));
        using var client = new AiCodeClient(new AiCodeClientOptions("key", new Uri("https://api.example.com")) { Handler = handler, RateLimiterDirectory = "", RequestsPerMinute = 1000 });
        _ = await client.ExportDatasetAsync(AiCodeKind.Change, new AiCodeDatasetOptions
        {
            Path = _folder.File("set"),
            Format = FormatOf(extension),
            StartDate = FakeApi.Day,
            EndDate = FakeApi.Day.AddDays(1),
        });
        string source = ReadmeQuery(AiCodeKind.Change, "set").Split("FROM ")[1].Split("\nWHERE")[0];
        Assert.Equal(ids.Zip(models), _duckDb.Query($"SELECT change_id, model FROM {source}").Select(static row => ((string)row[0]!, (string)row[1]!)));

        // The engine would skip the row if the statistics didn't have the order of UTF-8.
        foreach (string model in models)
        {
            Assert.Equal(1L, _duckDb.Query($"SELECT count(*) FROM {source} WHERE model = '{model}'")[0][0]);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_query_in_the_README_runs(string extension)
    {
        await using EmulatedMonth month = await EmulatedMonth.StartAsync(2000);
        foreach (AiCodeKind kind in Enum.GetValues<AiCodeKind>())
        {
            _ = await ExportAsync(month, kind, FormatOf(extension), $"{kind}");
            string sql = ReadmeQuery(kind);
            IReadOnlyList<object?[]> rows = _duckDb.Query(sql);
            Assert.Equal(30, rows.Count);
            Assert.Equal(2000, rows.Sum(static row => Convert.ToInt64(row[1], CultureInfo.InvariantCulture)));
        }
    }

    public void Dispose()
    {
        _duckDb.Dispose();
        _folder.Dispose();
    }

    internal static AiCodeFileFormat FormatOf(string extension) => extension switch
    {
        ".parquet" => ParquetFileFormat.Instance,
        ".csv" => AiCodeFileFormat.Csv,
        _ => AiCodeFileFormat.CompressedCsv,
    };

    // The query in the README, with the path of the folder.
    private string ReadmeQuery(AiCodeKind kind, string set = "")
    {
        string folder = _folder.File(set.Length > 0 ? set : $"{kind}");
        string readme = File.ReadAllText(Path.Combine(folder, "README.md"));
        return readme.Split("## DuckDB")[1].Split("```sql\n")[1].Split("```")[0].Replace("'created_date=", $"'{folder}/created_date=", StringComparison.Ordinal);
    }

    // The source in the query of the README: the files, and the types of the columns for CSV.
    private async Task<string> ExportAsync(EmulatedMonth month, AiCodeKind kind, AiCodeFileFormat format, string set = "set")
    {
        AiCodeDataset result = await month.Client.ExportDatasetAsync(kind, new AiCodeDatasetOptions
        {
            Path = _folder.File(set),
            Format = format,
            StartDate = month.All.Range.Start,
            EndDate = month.All.Range.End,
        });
        Assert.Equal(30, result.DayCount);
        return ReadmeQuery(kind, set).Split("FROM ")[1].Split("\nWHERE")[0];
    }

    private static IEnumerable<(string Name, string Type)> ColumnsOf(AiCodeKind kind) =>
        (kind == AiCodeKind.Commit
            ? "commit_hash,user_id,user_email,repo_name,branch_name,is_primary_branch,commit_source,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,non_ai_lines_added,non_ai_lines_deleted,message,commit_ts,created_at"
            : "change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json").Split(',').Select(static name => (name, name switch
            {
                "is_primary_branch" => "BOOLEAN",
                "commit_ts" or "created_at" => "TIMESTAMP WITH TIME ZONE",
                _ when name.Contains("_lines_", StringComparison.Ordinal) => "INTEGER",
                _ => "VARCHAR",
            }));

    private void DaysAreThoseOf(string source, IEnumerable<DateTime> createdAt)
    {
        Assert.Equal(
            createdAt.GroupBy(static time => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Select(static day => (day.Key, (long)day.Count())).Order(),
            _duckDb.Query($"SELECT created_date::VARCHAR, count(*) FROM {source} GROUP BY ALL ORDER BY ALL").Select(static row => ((string)row[0]!, (long)row[1]!)));
        Assert.Equal(0L, _duckDb.Query($"SELECT count(*) FROM {source} WHERE created_at::DATE <> created_date")[0][0]);
    }

    private BigInteger[] QueryNumbers(string sql) =>
        Assert.Single(_duckDb.Query(sql)).Select(static value => BigInteger.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture)).ToArray();
}
