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
    public async Task A_200_response_has_unexpected_content(string fault, string type, string start)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [fault] });
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        string body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith(start, body, StringComparison.Ordinal);
        Assert.Equal(fault == "empty", body.Length == 0);
    }

    [Theory]
    [InlineData(TestEmulator.Changes)]
    [InlineData(TestEmulator.CommitsCsv)]
    public async Task Bad_utf8_replaces_a_byte_of_the_first_email(string path)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        byte[] right = await emulator.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        emulator.Server.AddFault("bad-utf8");
        byte[] wrong = await emulator.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(right.Length, wrong.Length);
        int at = right.AsSpan().CommonPrefixLength(wrong);
        Assert.EndsWith("@company", Encoding.UTF8.GetString(wrong.AsSpan(0, at)), StringComparison.Ordinal);
        Assert.Equal(0xFF, wrong[at]);
        Assert.Equal(right[(at + 1)..], wrong[(at + 1)..]);
    }

    [Fact]
    public async Task Echo_key_repeats_the_key()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["echo-key"] });
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.CommitsCsv);
        Assert.Equal(401, (int)response.StatusCode);
        string body = await response.Content.ReadAsStringAsync();
        Assert.Contains(emulator.Server.ApiKey, body, StringComparison.Ordinal);
        Assert.Contains(emulator.Client.DefaultRequestHeaders.Authorization!.Parameter!, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestEmulator.Commits, "message")]
    [InlineData(TestEmulator.Changes, "model")]
    public async Task A_formula_is_in_json_and_csv(string path, string field)
    {
        const string Formula = "=cmd|' /C calc'!A0";
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["formula"] });
        Assert.All((await emulator.JsonAsync(path))["items"]!.AsArray(), item => Assert.Equal(Formula, item![field]!.GetValue<string>()));
        var rows = await emulator.RowsAsync(path + ".csv");
        int column = rows[0].ToList().IndexOf(field);
        Assert.NotEqual(1, rows.Count);
        Assert.All(rows.Skip(1), row => Assert.Equal(Formula, row[column]));
    }

    [Theory]
    [InlineData(TestEmulator.Commits, "message", "message")]
    [InlineData(TestEmulator.Commits, "repoName", "repo_name")]
    [InlineData(TestEmulator.Commits, "branchName", "branch_name")]
    [InlineData(TestEmulator.Changes, "model", "model")]
    public async Task Hostile_texts_are_the_same_in_json_and_csv(string path, string field, string columnName)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["hostile-text"] });
        string[] texts = (await emulator.JsonAsync(path))["items"]!.AsArray().Select(item => item![field]!.GetValue<string>()).ToArray();
        Assert.Contains(texts, text => text.StartsWith('='));
        Assert.Contains(texts, text => text.Contains('\u001b', StringComparison.Ordinal));
        var rows = await emulator.RowsAsync(path + ".csv");
        int column = rows[0].ToList().IndexOf(columnName);
        Assert.Equal(texts, rows.Skip(1).Take(texts.Length).Select(row => row[column]));
    }

    [Fact]
    public async Task A_huge_field_leaves_the_other_fields_unchanged()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject right = await emulator.JsonAsync(TestEmulator.Commits);
        int rows = (await emulator.RowsAsync(TestEmulator.ChangesCsv)).Count;
        emulator.Server.AddFault("huge-field:3m");
        JsonObject huge = await emulator.JsonAsync(TestEmulator.Commits);
        JsonNode? item = huge["items"]![0]!["message"] is null ? huge["items"]![1] : huge["items"]![0];
        Assert.InRange(item!["message"]!.GetValue<string>().Length, 2_900_000, 3_100_000);
        Assert.Equal(right["items"]!.AsArray().Count, huge["items"]!.AsArray().Count);
        var csv = await emulator.RowsAsync(TestEmulator.ChangesCsv);
        Assert.Equal(rows, csv.Count);
        Assert.InRange(csv[1][^1].Length, 2_900_000, 3_100_000);
    }
}
