using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Completeness;
using Cursor.AiCode.Tests.Support;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;
using Xunit;

namespace Cursor.AiCode.Parquet.Tests;

/// <summary>Tests that Parquet files contain all values of all records, with any transport.</summary>
public sealed class ParquetDatasetTests
{
    private static readonly IReadOnlyList<ExpectedCommit> Commits = AwkwardRecords.Commits(300, days: 10, seed: 20);
    private static readonly IReadOnlyList<ExpectedChange> Changes = AwkwardRecords.Changes(300, days: 10, seed: 20);

    public static TheoryData<AiCodeTransport, bool, string> Variants => new()
    {
        { AiCodeTransport.Csv, false, nameof(TimeFormat.Milliseconds) },
        { AiCodeTransport.Json, false, nameof(TimeFormat.Milliseconds) },
        { AiCodeTransport.Csv, true, nameof(TimeFormat.Microseconds) },
        { AiCodeTransport.Json, true, nameof(TimeFormat.Epoch) },
        { AiCodeTransport.Auto, false, nameof(TimeFormat.Offset) },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Each_record_is_in_the_file_of_its_day(AiCodeTransport transport, bool ascending, string times)
    {
        await using ExpectedRecordsServer server = await ExpectedRecordsServer.StartAsync(Commits, Changes, new ApiBehavior { Ascending = ascending, Times = Enum.Parse<TimeFormat>(times), Extras = ascending });
        using var client = new TestClient(server.Http.BaseUri, clock: new TestTimeProvider(AwkwardRecords.End));
        using var folder = new TempFolder();
        foreach (AiCodeKind kind in Enum.GetValues<AiCodeKind>())
        {
            var options = new AiCodeDatasetOptions { Path = folder.File($"{kind}"), Format = ParquetFileFormat.Instance, StartDate = AwkwardRecords.End.AddDays(-9), Transport = transport };
            AiCodeDataset result = await client.Client.ExportDatasetAsync(kind, options);
            DateTimeOffset start = new(result.StartDate.ToUniversalTime(), TimeSpan.Zero);
            IEnumerable<ExpectedRecord> expected = (kind == AiCodeKind.Commit ? (IEnumerable<ExpectedRecord>)Commits : Changes).Where(record => record.CreatedAt >= start && record.CreatedAt <= AwkwardRecords.End);
            Assert.Equal(
                expected.Select(static record => record.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + record.Fingerprint).Order(),
                (await ReadAsync(options.Path)).Select(static row => row.Day + Fingerprints.Of(row.Fields)).Order());
            Assert.Equal(expected.Count(), result.RecordCount);
        }
    }

    // Several row groups for each day, with records that alternate between the days.
    [Fact]
    public async Task Records_in_any_order_are_written_to_the_files_of_their_days()
    {
        const int Count = 40_000;
        string text = new('x', 500);
        string[] rows = Enumerable.Range(0, Count).Select(i => Response.CommitRow(i, text + i).Replace(Response.Time(i), $"2025-07-{20 + (i / 100 % 10)}T12:00:00.000Z", StringComparison.Ordinal)).ToArray();
        await using TestServer server = await TestServer.StartAsync(Response.Either(Response.PageOf(Count, Response.Commit()), Response.Csv(Response.CommitsText(rows))));
        using var client = new TestClient(server.BaseUri, clock: new TestTimeProvider(new DateTimeOffset(2025, 7, 31, 0, 0, 0, TimeSpan.Zero)));
        using var folder = new TempFolder();
        var options = new AiCodeDatasetOptions { Path = folder.File("set"), Format = ParquetFileFormat.Instance, StartDate = new DateTimeOffset(2025, 7, 20, 0, 0, 0, TimeSpan.Zero), Transport = AiCodeTransport.Csv };
        AiCodeDataset result = await client.Client.ExportDatasetAsync(AiCodeKind.Commit, options);
        Assert.Equal((Count, 10), (result.RecordCount, result.DayCount));
        var seen = new HashSet<string>();
        foreach (string path in Directory.GetFiles(options.Path, "*.parquet", SearchOption.AllDirectories))
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(path);
            Assert.True(reader.RowGroupCount > 1);
        }

        foreach ((string day, IReadOnlyList<(string Column, string? Value)> fields) in await ReadAsync(options.Path))
        {
            int number = int.Parse(fields.Single(static field => field.Column == "message").Value![text.Length..], CultureInfo.InvariantCulture);
            Assert.True(seen.Add(fields[0].Value!));
            Assert.Equal($"2025-07-{20 + (number / 100 % 10)}", day);
        }

        Assert.Equal(Count, seen.Count);
    }

    // Engines fail if the types of the columns differ between files, so the types must not change.
    [Fact]
    public void Columns_have_the_documented_names_and_types()
    {
        Assert.Equal(
            [
                "commit_hash string", "user_id string?", "user_email string?", "repo_name string?", "branch_name string?", "is_primary_branch bool?", "commit_source string?",
                "total_lines_added int", "total_lines_deleted int", "tab_lines_added int", "tab_lines_deleted int", "composer_lines_added int", "composer_lines_deleted int",
                "non_ai_lines_added int?", "non_ai_lines_deleted int?", "message string?", "commit_ts timestamp?", "created_at timestamp",
            ],
            new ParquetColumns(AiCodeKind.Commit).Schema.DataFields.Select(Describe));
        Assert.Equal(
            [
                "change_id string", "user_id string?", "user_email string?", "source string?", "model string?", "total_lines_added int", "total_lines_deleted int", "created_at timestamp",
                "metadata/list/element/file_name string?", "metadata/list/element/file_extension string?", "metadata/list/element/lines_added int", "metadata/list/element/lines_deleted int",
            ],
            new ParquetColumns(AiCodeKind.Change).Schema.DataFields.Select(Describe));
    }

    private static string Describe(DataField field) => field.Path.ToString().Replace('.', '/') + " " + field switch
    {
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Timestamp, IsAdjustedToUTC: true, Unit: DateTimeTimeUnit.Millis } => "timestamp",
        _ when field.ClrType == typeof(ReadOnlyMemory<char>) => "string",
        _ when field.ClrType == typeof(int) => "int",
        _ when field.ClrType == typeof(bool) => "bool",
        _ => field.ClrType.Name,
    } + (field.IsNullable ? "?" : "");

    // Returns the documented columns of all records, with the names and formats of CSV.
    private static async Task<List<(string Day, IReadOnlyList<(string Column, string? Value)> Fields)>> ReadAsync(string folder)
    {
        var records = new List<(string, IReadOnlyList<(string, string?)>)>();
        foreach (string path in Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories))
        {
            string day = Path.GetFileName(Path.GetDirectoryName(path)!).Split('=')[1];
            await using FileStream file = File.OpenRead(path);
            DeserializationResult<Dictionary<string, object>> result = await ParquetSerializer.DeserializeUntypedAsync(file);
            records.AddRange(result.Data.Select(row => (day, (IReadOnlyList<(string, string?)>)result.Schema.Fields.Select(field => field.Name == "metadata"
                ? ("metadata_json", Files(row.GetValueOrDefault(field.Name)))
                : (field.Name, Text(row.GetValueOrDefault(field.Name)))).ToArray())));
        }

        return records;
    }

    private static string? Files(object? value) => Fingerprints.OfFiles((value as System.Collections.IEnumerable)?.Cast<Dictionary<string, object>>().Select(static file =>
        (Text(file.GetValueOrDefault("file_name")), Text(file.GetValueOrDefault("file_extension")), (int)file["lines_added"], (int)file["lines_deleted"])));

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateTime time => Timestamps.Text(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
