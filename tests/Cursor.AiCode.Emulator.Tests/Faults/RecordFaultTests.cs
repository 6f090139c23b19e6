using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class RecordFaultTests
{
    [Fact]
    public async Task A_lone_surrogate_is_an_escape_in_json_and_U_FFFD_in_csv()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string[]> correct = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        emulator.Server.AddFault("lone-surrogate:1/4");
        string json = await emulator.TextAsync(TestEmulator.Commits + "?pageSize=1000");
        Assert.Contains("\\ud83d\",\"commitTs\"", json, StringComparison.Ordinal);
        Assert.Contains("\\ud83d\",\"branchName\"", json, StringComparison.Ordinal);
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        Assert.Equal(rows.Count - 1, Count(json, "\"commitHash\""));
        Assert.Equal(rows.Sum(r => r.Count(f => f.EndsWith('\uFFFD'))), Count(json, "\\ud83d\""));
        int[] changed = Enumerable.Range(1, rows.Count - 1).Where(i => !rows[i].SequenceEqual(correct[i])).ToArray();
        Assert.InRange(changed.Length, rows.Count / 5, rows.Count / 3);
        Assert.All(changed, i => Assert.Equal(correct[i], rows[i].Select(f => f.TrimEnd('\uFFFD'))));
    }

    [Fact]
    public async Task A_lone_surrogate_in_a_file_name_stays_an_escape_in_the_metadata_of_csv()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { PrivacyShare = 0.5, Faults = ["lone-surrogate:1/2"] });
        string json = await emulator.TextAsync(TestEmulator.Changes + "?pageSize=1000");
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.ChangesCsv);
        int inCsv = rows.Take(1001).Sum(r => Count(r[^1], "\\ud83d\",\"fileExtension\""));
        Assert.NotEqual(0, inCsv);
        Assert.Equal(inCsv, Count(json, "\\ud83d\",\"fileExtension\""));
    }

    [Theory]
    [InlineData("missing-email:1/20", "userEmail", "user_email")]
    [InlineData("missing-user-id:1/20", "userId", "user_id")]
    public async Task A_property_is_absent_in_json_and_empty_in_csv(string fault, string property, string column)
    {
        foreach (string path in new[] { TestEmulator.Commits, TestEmulator.Changes })
        {
            await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
            JsonArray items = (await emulator.JsonAsync(path + "?pageSize=1000"))["items"]!.AsArray();
            List<string[]> rows = await emulator.RowsAsync(path + ".csv");
            int index = Array.IndexOf(rows[0], column);
            int[] missing = Enumerable.Range(0, items.Count).Where(i => !items[i]!.AsObject().ContainsKey(property)).ToArray();
            Assert.InRange(missing.Length, items.Count / 25, items.Count / 15);
            Assert.Equal(missing, Enumerable.Range(0, items.Count).Where(i => rows[i + 1][index].Length == 0));
        }
    }

    [Theory]
    [InlineData("future-time", "2099-01-01T00:00:00.000Z")]
    [InlineData("future-time:2d", "2025-08-24T12:00:00.000Z")]
    public async Task The_newest_record_is_created_in_the_future(string fault, string time)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
        foreach (string path in new[] { TestEmulator.Commits, TestEmulator.Changes })
        {
            Assert.Equal(time, await CreatedAtAsync(emulator, path));
            Assert.NotEqual(time, await CreatedAtAsync(emulator, path + "?page=2"));
            List<string[]> rows = await emulator.RowsAsync(path + ".csv");
            int column = Array.IndexOf(rows[0], "created_at");
            Assert.Equal([1], Enumerable.Range(0, rows.Count).Where(i => rows[i][column] == time));
        }
    }

    [Fact]
    public async Task A_late_commit_is_days_older_than_its_ingestion()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["late-commit:1/3"] });
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        int late = rows.Skip(1).Count(r => r[^2].Length > 0 && Parse(r[^1]) - Parse(r[^2]) == TimeSpan.FromDays(5));
        Assert.InRange(late, rows.Count / 4, rows.Count / 2);
        JsonArray items = (await emulator.JsonAsync(TestEmulator.Commits + "?pageSize=1000"))["items"]!.AsArray();
        Assert.Equal(rows.Skip(1).Select(r => r[^2]), items.Select(i => i!["commitTs"]?.GetValue<string>() ?? ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&user=1")]
    public async Task A_late_arrival_appears_later_with_an_older_time(string user)
    {
        const int Pages = 3;
        string query = "?startDate=30d&pageSize=1000" + user;
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string[] all = await PagesAsync(emulator, query, Pages);
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.ChangesCsv + query);
        emulator.Server.AddFault(FormattableString.Invariant($"late-arrival:1/5:{Pages + 1}"));
        string[] first = await PagesAsync(emulator, query, Pages);
        Assert.Equal(first, (await emulator.RowsAsync(TestEmulator.ChangesCsv + query)).Skip(1).Select(r => r[0]));
        Assert.InRange(first.Length, all.Length * 3 / 5, all.Length - 1);
        Assert.Empty(first.Except(all));
        Assert.Equal(all.Where(first.Contains), first);
        Assert.Equal(all, await PagesAsync(emulator, query, Pages));
        Assert.Equal(rows, await emulator.RowsAsync(TestEmulator.ChangesCsv + query));
    }

    [Fact]
    public async Task A_page_has_other_names_and_totals()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["data-envelope:1", "no-total:1", "negative-total:1"] });
        JsonObject renamed = await emulator.JsonAsync(TestEmulator.Commits + "?startDate=60d");
        Assert.Equal(["page", "pageSize", "data", "totalPages"], renamed.Select(p => p.Key));
        Assert.Equal(100, renamed["data"]!.AsArray().Count);
        Assert.Equal(30, renamed["totalPages"]!.GetValue<int>());
        JsonObject without = await emulator.JsonAsync(TestEmulator.Commits);
        Assert.Equal(["items", "page", "pageSize"], without.Select(p => p.Key));
        Assert.Equal(-1, await emulator.TotalAsync(TestEmulator.Commits));
    }

    [Theory]
    [InlineData("json-for-csv", "application/json")]
    [InlineData("json-as-csv", "text/csv")]
    public async Task A_json_page_is_sent_instead_of_csv(string fault, string type)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.CommitsCsv);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await emulator.TextAsync(TestEmulator.Commits), await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> CreatedAtAsync(TestEmulator emulator, string path) =>
        (await emulator.JsonAsync(path))["items"]![0]!["createdAt"]!.GetValue<string>();

    private static async Task<string[]> PagesAsync(TestEmulator emulator, string query, int pages)
    {
        var ids = new List<string>();
        for (int page = 1; page <= pages; page++)
        {
            JsonObject response = await emulator.JsonAsync($"{TestEmulator.Changes}{query}&page={page}");
            ids.AddRange(response["items"]!.AsArray().Select(i => i!["changeId"]!.GetValue<string>()));
            Assert.True(page < pages || ids.Count == response["totalCount"]!.GetValue<int>());
        }

        return ids.ToArray();
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
