using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class PageFaultTests
{
    [Fact]
    public async Task Items_are_null_or_missing_or_hold_a_null()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["items-null:1", "no-items:1", "null-item:1"] });
        JsonObject page = await it.JsonAsync(Emulated.Commits);
        Assert.True(page.ContainsKey("items") && page["items"] is null);
        Assert.False((await it.JsonAsync(Emulated.Commits)).ContainsKey("items"));
        Assert.Equal(2, (await it.JsonAsync(Emulated.Commits))["items"]!.AsArray().ToList().FindIndex(i => i is null));
    }

    [Fact]
    public async Task New_fields_stand_beside_the_right_ones()
    {
        await using Emulated it = await Emulated.StartAsync();
        JsonObject right = await it.JsonAsync(Emulated.Changes);
        it.Server.AddFault("new-field");
        JsonObject page = await it.JsonAsync(Emulated.Changes);
        foreach (JsonNode? item in page["items"]!.AsArray())
        {
            foreach (string name in new[] { "reviewedBy", "quality", "isDraft" })
            {
                Assert.True(item!.AsObject().Remove(name));
            }
        }

        Assert.True(page.Remove("nextCursor"));
        Assert.Equal(right.ToJsonString(), page.ToJsonString());
    }

    [Theory]
    [InlineData(Emulated.Commits)]
    [InlineData(Emulated.Changes)]
    public async Task Numbers_are_strings_in_records_and_their_metadata(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        JsonObject right = await it.JsonAsync(path);
        it.Server.AddFault("numbers-as-strings");
        JsonArray items = (await it.JsonAsync(path))["items"]!.AsArray();
        for (int i = 0; i < items.Count; i++)
        {
            List<KeyValuePair<string, JsonNode?>> numbers = Members(right["items"]![i]!.AsObject()).Where(IsNumber).ToList();
            Assert.NotEmpty(numbers);
            Assert.DoesNotContain(Members(items[i]!.AsObject()), IsNumber);
            Assert.Equal(
                numbers.Select(n => n.Value!.ToJsonString()),
                Members(items[i]!.AsObject()).Where(m => m.Key.Contains("ines", StringComparison.Ordinal) && m.Value is not null)
                    .Select(m => m.Value!.GetValue<string>()));
        }
    }

    [Theory]
    [InlineData("huge-number", "99999999999999999999999")]
    [InlineData("text-number", "\"many\"")]
    public async Task One_number_is_none(string fault, string text)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = [fault] });
        JsonArray items = (await it.JsonAsync(Emulated.Commits))["items"]!.AsArray();
        Assert.Equal(text, items[2]!["totalLinesAdded"]!.ToJsonString());
    }

    [Theory]
    [InlineData("times-without-z")]
    [InlineData("times-with-offset")]
    [InlineData("epoch-times")]
    public async Task Times_in_other_forms_are_the_same_instants_in_json_and_csv(string fault)
    {
        await using Emulated it = await Emulated.StartAsync();
        JsonObject right = await it.JsonAsync(Emulated.Commits + "?pageSize=1000");
        it.Server.AddFault(fault);
        JsonObject other = await it.JsonAsync(Emulated.Commits + "?pageSize=1000");
        List<string[]> rows = await it.RowsAsync(Emulated.CommitsCsv);
        for (int i = 0; i < rows.Count - 1; i++)
        {
            foreach ((string name, string column) in new[] { ("createdAt", "created_at"), ("commitTs", "commit_ts") })
            {
                string? instant = right["items"]![i]![name]?.GetValue<string>();
                string? shown = other["items"]![i]![name]?.ToString();
                Assert.Equal(shown ?? "", rows[i + 1][Array.IndexOf(rows[0], column)]);
                if (instant is not null)
                {
                    Assert.NotEqual(instant, shown);
                    Assert.Equal(Instant(instant), Instant(shown!));
                }
            }
        }
    }

    [Fact]
    public async Task Pages_overlap_or_leave_gaps_and_totals_move()
    {
        await using Emulated it = await Emulated.StartAsync();
        string[] all = await IdsAsync(it, "pageSize=30");
        int total = await it.TotalAsync(Emulated.Changes);
        it.Server.AddFault("doubles:2");
        Assert.Equal(all[..10], await IdsAsync(it, "pageSize=10"));
        Assert.Equal(all[7..17], await IdsAsync(it, "pageSize=10&page=2"));
        it.Server.AddFault("gaps:2");
        Assert.Equal(all[..10], await IdsAsync(it, "pageSize=10"));
        Assert.Equal(all[13..23], await IdsAsync(it, "pageSize=10&page=2"));
        it.Server.AddFault("total-moves:3");
        Assert.Equal(total, await it.TotalAsync(Emulated.Changes));
        Assert.Equal(total + 1, await it.TotalAsync(Emulated.Changes));
        Assert.Equal(total + 2, await it.TotalAsync(Emulated.Changes));
        Assert.Equal(total, await it.TotalAsync(Emulated.Changes));
    }

    private static async Task<string[]> IdsAsync(Emulated it, string query) =>
        (await it.JsonAsync(Emulated.Changes + "?" + query))["items"]!.AsArray().Select(i => i!["changeId"]!.GetValue<string>()).ToArray();

    private static DateTimeOffset Instant(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out long milliseconds)
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool IsNumber(KeyValuePair<string, JsonNode?> member) => member.Value?.GetValueKind() == JsonValueKind.Number;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonObject item) => item.SelectMany(m => m.Value is JsonArray files
        ? files.SelectMany(f => f!.AsObject())
        : Enumerable.Repeat(m, 1));
}
