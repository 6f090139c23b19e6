using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>Tests that the data is realistic, and contains everything that a client must handle.</summary>
public sealed class DataTests
{
    [Fact]
    public async Task A_seed_determines_the_bytes()
    {
        await using TestEmulator one = await TestEmulator.StartAsync();
        await using TestEmulator same = await TestEmulator.StartAsync();
        await using TestEmulator other = await TestEmulator.StartAsync(o => o with { Seed = 2 });
        foreach (string path in new[] { TestEmulator.CommitsCsv, TestEmulator.ChangesCsv, TestEmulator.Commits, TestEmulator.Changes })
        {
            string text = await one.TextAsync(path + "?startDate=30d");
            Assert.Equal(text, await same.TextAsync(path + "?startDate=30d"));
            Assert.NotEqual(text, await other.TextAsync(path + "?startDate=30d"));
        }

        Assert.NotEqual(one.Server.ApiKey, other.Server.ApiKey);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(4096)]
    [InlineData(12345)]
    public async Task The_record_count_is_as_configured(int count)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Commits = count, Changes = count });
        Assert.Equal(count, await emulator.TotalAsync(TestEmulator.Commits + "?startDate=90d"));
        Assert.Equal(count, await emulator.TotalAsync(TestEmulator.Changes + "?startDate=90d"));
        int sum = 0;
        for (int user = 1; user <= 50; user++)
        {
            sum += await emulator.TotalAsync(TestEmulator.Commits + "?startDate=90d&user=" + user.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(count, sum);
    }

    [Fact]
    public async Task The_default_is_3_commits_and_50_changes_per_workday()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Commits = null, Changes = null, Days = 7, Developers = 10 });
        Assert.Equal(150, emulator.Server.CommitCount);
        Assert.Equal(2500, emulator.Server.ChangeCount);
        Assert.Equal(TestEmulator.Noon, emulator.Server.DataEnd);
        Assert.Equal(TestEmulator.Noon.AddDays(-7), emulator.Server.DataStart);
    }

    [Fact]
    public async Task Records_follow_the_working_hours_of_several_time_zones()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<DateTimeOffset> times = Column(await emulator.RowsAsync(TestEmulator.ChangesCsv + "?startDate=60d"), "created_at")
            .Select(t => DateTimeOffset.Parse(t, CultureInfo.InvariantCulture)).ToList();
        int weekend = times.Count(t => t.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.InRange(weekend, 1, times.Count / 20);
        int busy = times.Count(t => t.Hour == 8);
        int quiet = times.Count(t => t.Hour == 20);
        Assert.True(busy > 2 * quiet, $"{busy} at 8 UTC, {quiet} at 20");
        Assert.True(times.Where((t, i) => i > 0 && times[i - 1] == t).Count() > 20, "no records share a time");
    }

    [Fact]
    public async Task Commits_have_every_documented_variant()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<JsonObject> commits = await ItemsAsync(emulator, TestEmulator.Commits);
        Assert.Equal(["cli", "cloud", "ide"], Values(commits, "commitSource").Distinct().Order());
        Assert.All(commits, c => Assert.Matches("^[0-9a-f]{40}$", c["commitHash"]!.GetValue<string>()));
        Assert.All(commits, c => Assert.Matches("^user_[0-9a-z]{26}$", c["userId"]!.GetValue<string>()));
        string?[] nullable = ["repoName", "branchName", "nonAiLinesAdded", "nonAiLinesDeleted", "message", "commitTs"];
        foreach (string? name in nullable)
        {
            Assert.InRange(commits.Count(c => c[name!] is null), 1, commits.Count / 10);
            Assert.All(commits, c => Assert.True(c.ContainsKey(name!)));
        }

        Assert.Contains(commits, c => !c.ContainsKey("isPrimaryBranch"));
        Assert.Contains(commits, c => c.ContainsKey("isPrimaryBranch") && c["isPrimaryBranch"] is null);
        Assert.Contains(commits, c => c["isPrimaryBranch"]?.GetValue<bool>() == true);
        Assert.Contains(commits, c => c["isPrimaryBranch"]?.GetValue<bool>() == false);
    }

    [Fact]
    public async Task NonAi_lines_are_the_remainder_of_the_total()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<JsonObject> commits = await ItemsAsync(emulator, TestEmulator.Commits);
        bool more = false;
        foreach (JsonObject commit in commits.Where(c => c["nonAiLinesAdded"] is not null))
        {
            foreach (string kind in new[] { "Added", "Deleted" })
            {
                int rest = Number(commit, "totalLines" + kind) - Number(commit, "tabLines" + kind) - Number(commit, "composerLines" + kind);
                Assert.Equal(Math.Max(0, rest), Number(commit, "nonAiLines" + kind));
                more |= rest < 0;
            }
        }

        Assert.True(more, "AI never has more lines than the total");
    }

    [Fact]
    public async Task One_commit_has_records_on_other_branches_and_after_amends()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<JsonObject> commits = await ItemsAsync(emulator, TestEmulator.Commits);
        List<IGrouping<string, JsonObject>> repeated =
            commits.GroupBy(c => c["commitHash"]!.GetValue<string>()).Where(g => g.Count() > 1).ToList();
        Assert.InRange(repeated.Count, commits.Count / 40, commits.Count / 4);
        bool branches = false;
        bool amends = false;
        foreach (IGrouping<string, JsonObject> commit in repeated)
        {
            Assert.Single(commit.Select(c => c["userId"]!.GetValue<string>()).Distinct());
            Assert.Single(commit.Select(c => c["commitTs"]?.GetValue<string>()).Distinct());
            branches |= commit.Select(c => c["branchName"]?.GetValue<string>()).Distinct().Count() > 1;
            amends |= commit.GroupBy(c => c["branchName"]?.GetValue<string>()).Any(g => g.Count() > 1);
        }

        Assert.True(branches);
        Assert.True(amends);
        string[] keys = ["commitHash", "branchName", "repoName", "userId", "createdAt"];
        Assert.Equal(commits.Count, commits.Select(c => string.Join('|', keys.Select(k => c[k]?.ToString()))).Distinct().Count());
        Assert.All(commits.Where(c => c["commitTs"] is not null), c => Assert.True(
            string.CompareOrdinal(c["commitTs"]!.GetValue<string>(), c["createdAt"]!.GetValue<string>()) < 0));
    }

    [Fact]
    public async Task Messages_contain_text_that_is_difficult_in_csv()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string> messages = Values(await ItemsAsync(emulator, TestEmulator.Commits), "message");
        foreach (string part in new[] { "\"", ",", "\n", "\r\n", "ä", "の", "И", "إ", "🚀", "\t", "\\" })
        {
            Assert.Contains(messages, m => m.Contains(part, StringComparison.Ordinal));
        }

        foreach (string start in new[] { "=", "+", "-", "@", " " })
        {
            Assert.InRange(messages.Count(m => m.StartsWith(start, StringComparison.Ordinal)), 1, messages.Count / 20);
        }

        Assert.Contains(messages, m => m.EndsWith(' '));
    }

    [Fact]
    public async Task Changes_have_every_documented_variant()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<JsonObject> changes = await ItemsAsync(emulator, TestEmulator.Changes);
        Assert.Equal(["COMPOSER", "TAB"], Values(changes, "source").Distinct().Order());
        Assert.Equal(changes.Count, Values(changes, "changeId").Distinct().Count());
        Assert.All(changes, c => Assert.Matches("^[0-9]{9}$", c["changeId"]!.GetValue<string>()));
        Assert.Contains(changes, c => c["model"] is null && c["source"]!.GetValue<string>() == "TAB");
        Assert.True(Values(changes, "model").Distinct().Count() > 5);
        Assert.Equal([1, 2, 3, 4, 5], changes.Select(c => c["metadata"]!.AsArray().Count).Distinct().Order());
        foreach (JsonObject change in changes)
        {
            Assert.Equal(Number(change, "totalLinesAdded"), change["metadata"]!.AsArray().Sum(m => Number(m!.AsObject(), "linesAdded")));
            Assert.Equal(Number(change, "totalLinesDeleted"), change["metadata"]!.AsArray().Sum(m => Number(m!.AsObject(), "linesDeleted")));
        }
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.08, 4)]
    [InlineData(1.0, 50)]
    public async Task Users_in_privacy_mode_have_no_file_names(double share, int users)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { PrivacyShare = share });
        List<JsonObject> changes = await ItemsAsync(emulator, TestEmulator.Changes);
        List<IGrouping<string, JsonObject>> people = changes.GroupBy(c => c["userId"]!.GetValue<string>()).ToList();
        Assert.Equal(50, people.Count);
        Assert.Equal(users, people.Count(p => p.SelectMany(Files).All(f => !f.ContainsKey("fileName"))));
        Assert.Equal(50 - users, people.Count(p => p.SelectMany(Files).All(f => f.ContainsKey("fileName"))));
        Assert.All(changes.SelectMany(Files), f => Assert.True(f.ContainsKey("fileExtension")));
    }

    [Fact]
    public async Task Records_arrive_as_time_passes()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { ArrivingPerMinute = 6 });
        int before = await emulator.TotalAsync(TestEmulator.Commits + "?startDate=2025-08-20&endDate=2025-09-01");
        emulator.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.InRange(await emulator.TotalAsync(TestEmulator.Commits + "?startDate=2025-08-20&endDate=2025-09-01"), before + 58, before + 62);
        Assert.Equal(0, await emulator.TotalAsync(TestEmulator.Commits + "?startDate=2025-08-22T12:10:00Z&endDate=2025-09-01"));
    }

    private static IEnumerable<JsonObject> Files(JsonObject change) => change["metadata"]!.AsArray().Select(m => m!.AsObject());

    private static int Number(JsonObject item, string name) => item[name]!.GetValue<int>();

    private static List<string> Values(List<JsonObject> items, string name) =>
        items.Where(i => i[name] is not null).Select(i => i[name]!.GetValue<string>()).ToList();

    private static IEnumerable<string> Column(List<string[]> rows, string name)
    {
        int column = Array.IndexOf(rows[0], name);
        return rows.Skip(1).Select(r => r[column]);
    }

    private static async Task<List<JsonObject>> ItemsAsync(TestEmulator emulator, string path)
    {
        var items = new List<JsonObject>();
        for (int page = 1; page <= 5; page++)
        {
            items.AddRange((await emulator.JsonAsync($"{path}?startDate=90d&pageSize=1000&page={page}"))["items"]!.AsArray().Select(i => i!.AsObject()));
        }

        return items;
    }
}
