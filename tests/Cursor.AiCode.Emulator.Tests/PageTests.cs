using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class PageTests
{
    [Theory]
    [InlineData(TestEmulator.Commits, 7)]
    [InlineData(TestEmulator.Changes, 100)]
    [InlineData(TestEmulator.Changes, 1000)]
    public async Task Pages_contain_each_record_once_newest_first(string path, int pageSize)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string query = $"{path}?startDate=10d&pageSize={pageSize}";
        int total = await emulator.TotalAsync(query);
        var seen = new List<string>();
        var times = new List<string>();
        for (int page = 1; seen.Count < total; page++)
        {
            JsonObject response = await emulator.JsonAsync($"{query}&page={page}");
            Assert.Equal(page, response["page"]!.GetValue<int>());
            Assert.Equal(pageSize, response["pageSize"]!.GetValue<int>());
            Assert.Equal(total, response["totalCount"]!.GetValue<int>());
            JsonArray items = response["items"]!.AsArray();
            Assert.Equal(Math.Min(pageSize, total - seen.Count), items.Count);
            seen.AddRange(items.Select(i => i!.ToJsonString()));
            times.AddRange(items.Select(i => i!["createdAt"]!.GetValue<string>()));
        }

        Assert.Equal(total, seen.Distinct().Count());
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task The_default_is_the_first_page_of_100()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject page = await emulator.JsonAsync(TestEmulator.Commits);
        Assert.Equal(100, page["items"]!.AsArray().Count);
        Assert.Equal(1, page["page"]!.GetValue<int>());
        Assert.Equal(100, page["pageSize"]!.GetValue<int>());
        Assert.Equal(["items", "totalCount", "page", "pageSize"], page.Select(p => p.Key));
    }

    [Fact]
    public async Task A_page_past_the_end_is_empty_and_has_the_same_total()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        foreach (string user in new[] { "", "&user=1" })
        {
            int total = await emulator.TotalAsync(TestEmulator.Changes + "?startDate=30d" + user);
            foreach (int number in new[] { 1000, int.MaxValue })
            {
                JsonObject page = await emulator.JsonAsync($"{TestEmulator.Changes}?startDate=30d&pageSize=1000&page={number}{user}");
                Assert.Empty(page["items"]!.AsArray());
                Assert.Equal(total, page["totalCount"]!.GetValue<int>());
            }
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task A_page_past_the_end_can_be_an_error(int status)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { PagePastEndStatus = status, Commits = 200 });
        Assert.Equal(100, (await emulator.JsonAsync(TestEmulator.Commits + "?startDate=60d&page=2"))["items"]!.AsArray().Count);
        Assert.Equal(status, (await emulator.ErrorAsync(TestEmulator.Commits + "?startDate=60d&page=3")).Status);
        Assert.Equal(0, await emulator.TotalAsync(TestEmulator.Commits + "?startDate=60d&user=nobody"));

        // A record that vanishes can leave the last page past the end.
        emulator.Server.AddFault("late-arrival:1/2:1");
        Assert.Equal(status, (await emulator.ErrorAsync(TestEmulator.Commits + "?startDate=60d&page=2")).Status);
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=1.5")]
    [InlineData("page=one")]
    [InlineData("page=")]
    [InlineData("page=99999999999")]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=1001")]
    [InlineData("pageSize=many")]
    public async Task An_invalid_page_parameter_is_a_bad_request(string query)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        (int status, string message) = await emulator.ErrorAsync(TestEmulator.Commits + "?" + query);
        Assert.Equal(400, status);
        Assert.Contains(query.Split('=')[0], message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_size_above_the_cap_is_an_error_or_clamped()
    {
        await using TestEmulator strict = await TestEmulator.StartAsync(o => o with { PageSizeCap = 500 });
        (int status, string message) = await strict.ErrorAsync(TestEmulator.Commits + "?pageSize=501");
        Assert.Equal(400, status);
        Assert.Contains("500", message, StringComparison.Ordinal);

        await using TestEmulator soft = await TestEmulator.StartAsync(o => o with { PageSizeCap = 500, PageSizeCapMode = PageSizeCapMode.Clamp });
        JsonObject page = await soft.JsonAsync(TestEmulator.Changes + "?startDate=30d&pageSize=1000&page=2");
        Assert.Equal(500, page["pageSize"]!.GetValue<int>());
        Assert.Equal(500, page["items"]!.AsArray().Count);
        JsonObject same = await soft.JsonAsync(TestEmulator.Changes + "?startDate=30d&pageSize=500&page=2");
        Assert.Equal(same.ToJsonString(), page.ToJsonString());
        Assert.Equal(400, (await soft.ErrorAsync(TestEmulator.Commits + "?pageSize=1001")).Status);
    }

    [Fact]
    public async Task Repeated_requests_for_a_page_return_the_same_bytes()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string path = TestEmulator.Commits + "?startDate=30d&page=3&pageSize=50";
        Assert.Equal(await emulator.TextAsync(path), await emulator.TextAsync(path));
    }

    [Fact]
    public async Task Csv_ignores_page_parameters()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(await emulator.TextAsync(TestEmulator.CommitsCsv), await emulator.TextAsync(TestEmulator.CommitsCsv + "?page=0&pageSize=5000"));
    }
}
