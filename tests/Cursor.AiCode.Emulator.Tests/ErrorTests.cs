using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/analytics/ai-code")]
    [InlineData("/analytics/ai-code/commits.json")]
    [InlineData("/analytics/ai-code/commits/")]
    [InlineData("/teams/members")]
    public async Task An_unknown_path_is_404(string path)
    {
        await using Emulated it = await Emulated.StartAsync();
        Assert.Equal(404, (await it.ErrorAsync(path)).Status);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_405_and_told_which_one_to_use(string method)
    {
        await using Emulated it = await Emulated.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), Emulated.Commits);
        using HttpResponseMessage response = await it.Client.SendAsync(request);
        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_body_is_as_documented()
    {
        await using Emulated it = await Emulated.StartAsync();
        using HttpResponseMessage response = await it.GetAsync(Emulated.Commits + "?page=0");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        JsonObject body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(["error", "message"], body.Select(p => p.Key));
        Assert.Equal("Bad Request", body["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_body_can_be_as_seen_or_a_gateways_page()
    {
        await using Emulated seen = await Emulated.StartAsync(o => o with { ErrorShape = ErrorShape.Code });
        using HttpResponseMessage code = await seen.GetAsync(Emulated.Commits + "?page=0");
        JsonObject body = JsonNode.Parse(await code.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(["code", "message"], body.Select(p => p.Key));

        await using Emulated gateway = await Emulated.StartAsync(o => o with { ErrorShape = ErrorShape.Html });
        using HttpResponseMessage html = await gateway.GetAsync(Emulated.Commits + "?page=0");
        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<html>", await html.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_that_it_does_not_know_are_let_be()
    {
        await using Emulated it = await Emulated.StartAsync();
        Assert.Equal(await it.TextAsync(Emulated.Commits), await it.TextAsync(Emulated.Commits + "?team=1&format=xml"));
    }

    [Fact]
    public async Task Every_request_is_in_the_log()
    {
        await using Emulated it = await Emulated.StartAsync();
        await it.TextAsync(Emulated.CommitsCsv + "?startDate=1d");
        await it.ErrorAsync("/nowhere", noKey: true);
        Assert.Equal(
            [
                new RequestRecord("GET", Emulated.CommitsCsv, "?startDate=1d", KeyKind.Accepted, 200, Emulated.Noon, null),
                new RequestRecord("GET", "/nowhere", "", KeyKind.None, 404, Emulated.Noon, null),
            ],
            it.Server.Requests);
        it.Server.ClearRequests();
        Assert.Empty(it.Server.Requests);
    }

    [Fact]
    public async Task An_option_out_of_its_range_is_refused_by_name()
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => EmulatorServer.StartAsync(new EmulatorOptions { PageSizeCap = 1001 }));
        Assert.Equal("PageSizeCap", e.ParamName);
    }
}
