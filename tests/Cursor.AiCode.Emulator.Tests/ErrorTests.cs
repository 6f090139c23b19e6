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
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(404, (await emulator.ErrorAsync(path)).Status);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_405_with_Allow(string method)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), TestEmulator.Commits);
        using HttpResponseMessage response = await emulator.Client.SendAsync(request);
        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_error_has_the_documented_body()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits + "?page=0");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        JsonObject body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(["error", "message"], body.Select(p => p.Key));
        Assert.Equal("Bad Request", body["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_error_body_can_have_other_shapes()
    {
        await using TestEmulator seen = await TestEmulator.StartAsync(o => o with { ErrorShape = ErrorShape.Code });
        using HttpResponseMessage code = await seen.GetAsync(TestEmulator.Commits + "?page=0");
        JsonObject body = JsonNode.Parse(await code.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(["code", "message"], body.Select(p => p.Key));

        await using TestEmulator gateway = await TestEmulator.StartAsync(o => o with { ErrorShape = ErrorShape.Html });
        using HttpResponseMessage html = await gateway.GetAsync(TestEmulator.Commits + "?page=0");
        Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("<html>", await html.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_parameters_are_ignored()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(await emulator.TextAsync(TestEmulator.Commits), await emulator.TextAsync(TestEmulator.Commits + "?team=1&format=xml"));
    }

    [Fact]
    public async Task Every_request_is_logged()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        await emulator.TextAsync(TestEmulator.CommitsCsv + "?startDate=1d");
        await emulator.ErrorAsync("/nowhere", noKey: true);
        Assert.Equal(
            [
                new RequestRecord("GET", TestEmulator.CommitsCsv, "?startDate=1d", KeyKind.Accepted, 200, TestEmulator.Noon, null),
                new RequestRecord("GET", "/nowhere", "", KeyKind.None, 404, TestEmulator.Noon, null),
            ],
            emulator.Server.Requests);
        emulator.Server.ClearRequests();
        Assert.Empty(emulator.Server.Requests);
    }

    [Fact]
    public async Task An_option_out_of_range_is_named()
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => EmulatorServer.StartAsync(new EmulatorOptions { PageSizeCap = 1001 }));
        Assert.Equal("PageSizeCap", e.ParamName);
    }
}
