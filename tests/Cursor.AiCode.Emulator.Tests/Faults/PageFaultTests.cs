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
    public async Task Items_are_null_missing_or_contain_null()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["items-null:1", "no-items:1", "null-item:1"] });
        JsonObject page = await emulator.JsonAsync(TestEmulator.Commits);
        Assert.True(page.ContainsKey("items") && page["items"] is null);
        Assert.False((await emulator.JsonAsync(TestEmulator.Commits)).ContainsKey("items"));
        Assert.Equal(2, (await emulator.JsonAsync(TestEmulator.Commits))["items"]!.AsArray().ToList().FindIndex(i => i is null));
    }

    [Fact]
    public async Task New_fields_leave_the_known_fields_unchanged()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject right = await emulator.JsonAsync(TestEmulator.Changes);
        emulator.Server.AddFault("new-field");
        JsonObject page = await emulator.JsonAsync(TestEmulator.Changes);
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
    [InlineData(TestEmulator.Commits)]
    [InlineData(TestEmulator.Changes)]
    public async Task Numbers_are_strings_in_records_and_metadata(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject right = await emulator.JsonAsync(path);
        emulator.Server.AddFault("numbers-as-strings");
        JsonArray items = (await emulator.JsonAsync(path))["items"]!.AsArray();
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
    public async Task One_number_is_invalid(string fault, string text)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
        JsonArray items = (await emulator.JsonAsync(TestEmulator.Commits))["items"]!.AsArray();
        Assert.Equal(text, items[2]!["totalLinesAdded"]!.ToJsonString());
    }

    [Theory]
    [InlineData("times-without-z")]
    [InlineData("times-with-offset")]
    [InlineData("epoch-times")]
    public async Task Times_in_other_formats_are_the_same_instants(string fault)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject right = await emulator.JsonAsync(TestEmulator.Commits + "?pageSize=1000");
        emulator.Server.AddFault(fault);
        JsonObject other = await emulator.JsonAsync(TestEmulator.Commits + "?pageSize=1000");
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        for (int i = 0; i < rows.Count - 1; i++)
        {
            foreach ((string name, string column) in new[] { ("createdAt", "created_at"), ("commitTs", "commit_ts") })
            {
                string? instant = right["items"]![i]![name]?.GetValue<string>();
                string? text = other["items"]![i]![name]?.ToString();
                Assert.Equal(text ?? "", rows[i + 1][Array.IndexOf(rows[0], column)]);
                if (instant is not null)
                {
                    Assert.NotEqual(instant, text);
                    Assert.Equal(Instant(instant), Instant(text!));
                }
            }
        }
    }

    [Fact]
    public async Task Pages_overlap_or_have_gaps_and_totals_change()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string[] all = await IdsAsync(emulator, "pageSize=30");
        int total = await emulator.TotalAsync(TestEmulator.Changes);
        emulator.Server.AddFault("doubles:2");
        Assert.Equal(all[..10], await IdsAsync(emulator, "pageSize=10"));
        Assert.Equal(all[7..17], await IdsAsync(emulator, "pageSize=10&page=2"));
        emulator.Server.AddFault("gaps:2");
        Assert.Equal(all[..10], await IdsAsync(emulator, "pageSize=10"));
        Assert.Equal(all[13..23], await IdsAsync(emulator, "pageSize=10&page=2"));
        emulator.Server.AddFault("total-moves:3");
        Assert.Equal(total, await emulator.TotalAsync(TestEmulator.Changes));
        Assert.Equal(total + 1, await emulator.TotalAsync(TestEmulator.Changes));
        Assert.Equal(total + 2, await emulator.TotalAsync(TestEmulator.Changes));
        Assert.Equal(total, await emulator.TotalAsync(TestEmulator.Changes));
    }

    private static async Task<string[]> IdsAsync(TestEmulator emulator, string query) =>
        (await emulator.JsonAsync(TestEmulator.Changes + "?" + query))["items"]!.AsArray().Select(i => i!["changeId"]!.GetValue<string>()).ToArray();

    private static DateTimeOffset Instant(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out long milliseconds)
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static bool IsNumber(KeyValuePair<string, JsonNode?> member) => member.Value?.GetValueKind() == JsonValueKind.Number;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonObject item) => item.SelectMany(m => m.Value is JsonArray files
        ? files.SelectMany(f => f!.AsObject())
        : Enumerable.Repeat(m, 1));
}
