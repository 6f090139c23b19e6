using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>Tests that the JSON pages and the CSV of a date range contain equal records.</summary>
public sealed class JsonCsvEquivalenceTests
{
    [Theory]
    [InlineData(ApiShape.Newer)]
    [InlineData(ApiShape.NewerSample)]
    [InlineData(ApiShape.Older)]
    public async Task Commits_are_equal_in_json_and_csv(ApiShape shape)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Shape = shape });
        await AssertSameRecordsAsync(emulator, TestEmulator.Commits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Changes_are_equal_in_json_and_csv(double privacy)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { PrivacyShare = privacy });
        await AssertSameRecordsAsync(emulator, TestEmulator.Changes);
    }

    private static async Task AssertSameRecordsAsync(TestEmulator emulator, string path)
    {
        const string Range = "?startDate=45d&endDate=3d";
        List<string[]> rows = await emulator.RowsAsync(path + ".csv" + Range);
        var items = new List<JsonObject>();
        JsonObject page;
        do
        {
            page = await emulator.JsonAsync($"{path}{Range}&pageSize=1000&page={1 + (items.Count / 1000)}");
            items.AddRange(page["items"]!.AsArray().Select(i => i!.AsObject()));
        }
        while (page["items"]!.AsArray().Count == 1000);

        Assert.Equal(page["totalCount"]!.GetValue<int>(), items.Count);
        Assert.Equal(items.Count, rows.Count - 1);
        Assert.InRange(items.Count, 1001, 5000);
        string[] names = rows[0].Select(JsonName).ToArray();
        for (int i = 0; i < items.Count; i++)
        {
            Assert.Equal(names.Select(n => Text(items[i][n])), rows[i + 1]);
            Assert.Empty(items[i].Select(p => p.Key).Except(names));
        }
    }

    private static string JsonName(string column)
    {
        string joined = string.Concat(column.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        return column == "metadata_json" ? "metadata" : char.ToLowerInvariant(joined[0]) + joined[1..];
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonArray array => Compact(array),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Number => value.GetValue<int>().ToString(CultureInfo.InvariantCulture),
            _ => value.GetValue<string>(),
        },
    };

    private static string Compact(JsonArray array) => array.ToJsonString(
        new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
