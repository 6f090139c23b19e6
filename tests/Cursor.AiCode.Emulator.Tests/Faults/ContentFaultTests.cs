using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class ContentFaultTests
{
    [Theory]
    [InlineData("html", "text/html", "<!DOCTYPE html>")]
    [InlineData("html-as-data", "application/json", "<!DOCTYPE html>")]
    [InlineData("empty", "application/json", "")]
    [InlineData("other-type", "application/octet-stream", "\u0001")]
    [InlineData("error-200", "application/json", "{\"error\":")]
    public async Task A_200_that_is_none(string fault, string type, string start)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = [fault] });
        using HttpResponseMessage response = await it.GetAsync(Emulated.Commits);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        string body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith(start, body, StringComparison.Ordinal);
        Assert.Equal(fault == "empty", body.Length == 0);
    }

    [Theory]
    [InlineData(Emulated.Changes)]
    [InlineData(Emulated.CommitsCsv)]
    public async Task A_byte_that_is_not_utf8_stands_in_the_first_address(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        byte[] right = await it.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        it.Server.AddFault("bad-utf8");
        byte[] wrong = await it.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(right.Length, wrong.Length);
        int at = right.AsSpan().CommonPrefixLength(wrong);
        Assert.EndsWith("@company", Encoding.UTF8.GetString(wrong.AsSpan(0, at)), StringComparison.Ordinal);
        Assert.Equal(0xFF, wrong[at]);
        Assert.Equal(right[(at + 1)..], wrong[(at + 1)..]);
    }

    [Fact]
    public async Task An_error_repeats_the_key()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["echo-key"] });
        using HttpResponseMessage response = await it.GetAsync(Emulated.CommitsCsv);
        Assert.Equal(401, (int)response.StatusCode);
        string body = await response.Content.ReadAsStringAsync();
        Assert.Contains(it.Server.ApiKey, body, StringComparison.Ordinal);
        Assert.Contains(it.Client.DefaultRequestHeaders.Authorization!.Parameter!, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Emulated.Commits, "message")]
    [InlineData(Emulated.Changes, "model")]
    public async Task A_formula_is_in_pages_and_in_csv(string path, string field)
    {
        const string Formula = "=cmd|' /C calc'!A0";
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["formula"] });
        Assert.All((await it.JsonAsync(path))["items"]!.AsArray(), item => Assert.Equal(Formula, item![field]!.GetValue<string>()));
        var rows = await it.RowsAsync(path + ".csv");
        int column = rows[0].ToList().IndexOf(field);
        Assert.NotEqual(1, rows.Count);
        Assert.All(rows.Skip(1), row => Assert.Equal(Formula, row[column]));
    }

    [Fact]
    public async Task A_huge_field_is_one_field_and_the_rest_is_right()
    {
        await using Emulated it = await Emulated.StartAsync();
        JsonObject right = await it.JsonAsync(Emulated.Commits);
        int rows = (await it.RowsAsync(Emulated.ChangesCsv)).Count;
        it.Server.AddFault("huge-field:3m");
        JsonObject huge = await it.JsonAsync(Emulated.Commits);
        JsonNode? item = huge["items"]![0]!["message"] is null ? huge["items"]![1] : huge["items"]![0];
        Assert.InRange(item!["message"]!.GetValue<string>().Length, 2_900_000, 3_100_000);
        Assert.Equal(right["items"]!.AsArray().Count, huge["items"]!.AsArray().Count);
        var csv = await it.RowsAsync(Emulated.ChangesCsv);
        Assert.Equal(rows, csv.Count);
        Assert.InRange(csv[1][^1].Length, 2_900_000, 3_100_000);
    }
}
