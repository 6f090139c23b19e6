using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class UserTests
{
    [Theory]
    [InlineData(TestEmulator.Commits)]
    [InlineData(TestEmulator.Changes)]
    public async Task Email_id_number_and_elided_id_select_the_same_user(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject byEmail = await emulator.JsonAsync(path + "?startDate=30d&user=developer@company.com");
        string id = byEmail["items"]![0]!["userId"]!.GetValue<string>();
        Assert.StartsWith("user_3k9x8q", id, StringComparison.Ordinal);
        Assert.Equal(31, id.Length);
        foreach (string user in new[] { id, "1", "user_3k9x8q...", "user_3k9x8q%E2%80%A6", "Developer%40Company.com" })
        {
            Assert.Equal(byEmail.ToJsonString(), (await emulator.JsonAsync(path + "?startDate=30d&user=" + user)).ToJsonString());
        }
    }

    [Theory]
    [InlineData(TestEmulator.Commits)]
    [InlineData(TestEmulator.Changes)]
    public async Task Pages_of_a_user_contain_only_records_of_that_user(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string> all = await ItemsAsync(emulator, path + "?startDate=40d&endDate=2d&pageSize=1000");
        foreach (string user in new[] { "1", "7", "42", "50" })
        {
            List<string> own = await ItemsAsync(emulator, path + "?startDate=40d&endDate=2d&pageSize=9&user=" + user);
            string id = JsonNode.Parse(own[0])!["userId"]!.GetValue<string>();
            Assert.Equal(all.Where(i => i.Contains(id, StringComparison.Ordinal)), own);
        }
    }

    [Fact]
    public async Task Csv_and_pages_of_a_user_contain_the_same_records()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        List<string> pages = await ItemsAsync(emulator, TestEmulator.Changes + "?startDate=40d&pageSize=1000&user=42");
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.ChangesCsv + "?startDate=40d&user=42");
        Assert.Equal(pages.Select(p => JsonNode.Parse(p)!["changeId"]!.GetValue<string>()), rows.Skip(1).Select(r => r[0]));
    }

    [Theory]
    [InlineData("nobody@company.com")]
    [InlineData("user_unknown")]
    [InlineData("51")]
    [InlineData("0")]
    public async Task An_unknown_user_has_no_records_or_is_an_error(string user)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(0, await emulator.TotalAsync(TestEmulator.Commits + "?user=" + user));
        Assert.Single(await emulator.RowsAsync(TestEmulator.CommitsCsv + "?user=" + user));

        await using TestEmulator strict = await TestEmulator.StartAsync(o => o with { UnknownUser = UnknownUserMode.Error });
        Assert.Equal(404, (await strict.ErrorAsync(TestEmulator.Commits + "?user=" + user)).Status);
    }

    [Fact]
    public async Task An_empty_user_is_a_bad_request_not_everyone()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(400, (await emulator.ErrorAsync(TestEmulator.Commits + "?user=")).Status);
    }

    private static async Task<List<string>> ItemsAsync(TestEmulator emulator, string query)
    {
        var items = new List<string>();
        for (int page = 1; ; page++)
        {
            JsonObject response = await emulator.JsonAsync($"{query}&page={page}");
            items.AddRange(response["items"]!.AsArray().Select(i => i!.ToJsonString()));
            if (response["items"]!.AsArray().Count == 0)
            {
                Assert.Equal(items.Count, response["totalCount"]!.GetValue<int>());
                return items;
            }
        }
    }
}
