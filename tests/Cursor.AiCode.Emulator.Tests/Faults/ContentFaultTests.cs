using System;
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
