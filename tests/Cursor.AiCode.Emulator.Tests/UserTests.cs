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
    [InlineData(Emulated.Commits)]
    [InlineData(Emulated.Changes)]
    public async Task The_three_forms_of_a_user_and_the_elided_id_mean_one_person(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        JsonObject byEmail = await it.JsonAsync(path + "?startDate=30d&user=developer@company.com");
        string id = byEmail["items"]![0]!["userId"]!.GetValue<string>();
        Assert.StartsWith("user_3k9x8q", id, StringComparison.Ordinal);
        Assert.Equal(31, id.Length);
        foreach (string user in new[] { id, "1", "user_3k9x8q...", "user_3k9x8q%E2%80%A6", "Developer%40Company.com" })
        {
            Assert.Equal(byEmail.ToJsonString(), (await it.JsonAsync(path + "?startDate=30d&user=" + user)).ToJsonString());
        }
    }

    [Theory]
    [InlineData(Emulated.Commits)]
    [InlineData(Emulated.Changes)]
    public async Task A_users_pages_hold_exactly_that_users_records(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        List<string> all = await ItemsAsync(it, path + "?startDate=40d&endDate=2d&pageSize=1000");
        foreach (string user in new[] { "1", "7", "42", "50" })
        {
            List<string> own = await ItemsAsync(it, path + "?startDate=40d&endDate=2d&pageSize=9&user=" + user);
            string id = JsonNode.Parse(own[0])!["userId"]!.GetValue<string>();
            Assert.Equal(all.Where(i => i.Contains(id, StringComparison.Ordinal)), own);
        }
    }

    [Fact]
    public async Task A_users_csv_has_the_records_of_the_pages()
    {
        await using Emulated it = await Emulated.StartAsync();
        List<string> pages = await ItemsAsync(it, Emulated.Changes + "?startDate=40d&pageSize=1000&user=42");
        List<string[]> rows = await it.RowsAsync(Emulated.ChangesCsv + "?startDate=40d&user=42");
        Assert.Equal(pages.Select(p => JsonNode.Parse(p)!["changeId"]!.GetValue<string>()), rows.Skip(1).Select(r => r[0]));
    }

    [Theory]
    [InlineData("nobody@company.com")]
    [InlineData("user_unknown")]
    [InlineData("51")]
    [InlineData("0")]
    public async Task An_unknown_user_has_no_records_or_is_an_error(string user)
    {
        await using Emulated it = await Emulated.StartAsync();
        Assert.Equal(0, await it.TotalAsync(Emulated.Commits + "?user=" + user));
        Assert.Single(await it.RowsAsync(Emulated.CommitsCsv + "?user=" + user));

        await using Emulated strict = await Emulated.StartAsync(o => o with { UnknownUser = UnknownUserMode.Error });
        Assert.Equal(404, (await strict.ErrorAsync(Emulated.Commits + "?user=" + user)).Status);
    }

    [Fact]
    public async Task An_empty_user_is_a_bad_request_not_everyone()
    {
        await using Emulated it = await Emulated.StartAsync();
        Assert.Equal(400, (await it.ErrorAsync(Emulated.Commits + "?user=")).Status);
    }

    private static async Task<List<string>> ItemsAsync(Emulated it, string query)
    {
        var items = new List<string>();
        for (int page = 1; ; page++)
        {
            JsonObject answer = await it.JsonAsync($"{query}&page={page}");
            items.AddRange(answer["items"]!.AsArray().Select(i => i!.ToJsonString()));
            if (answer["items"]!.AsArray().Count == 0)
            {
                Assert.Equal(items.Count, answer["totalCount"]!.GetValue<int>());
                return items;
            }
        }
    }
}
