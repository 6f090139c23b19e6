using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Retrieval;

/// <summary>Tests the probe, a small request to an endpoint that isn't retried.</summary>
public sealed class ProbeTests
{
    [Theory]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Json, "/analytics/ai-code/commits")]
    [InlineData(AiCodeKind.Commit, AiCodeTransport.Csv, "/analytics/ai-code/commits.csv")]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Json, "/analytics/ai-code/changes")]
    [InlineData(AiCodeKind.Change, AiCodeTransport.Csv, "/analytics/ai-code/changes.csv")]
    public async Task The_last_hour_is_requested_once(AiCodeKind kind, AiCodeTransport transport, string path)
    {
        bool commits = kind == AiCodeKind.Commit;
        await using TestServer server = await TestServer.StartAsync(Response.Either(
            Response.Page(commits ? Response.Commit() : Response.Change()), Response.Csv(commits ? Response.CommitsText(Response.CommitRow()) : Response.ChangesText())));
        using var client = new TestClient(server);
        Assert.Null(await client.Client.ProbeAsync(kind, transport));
        ServedRequest request = Assert.Single(server.Requests);
        Assert.Equal(path, request.Path);
        Assert.Equal(Timestamps.Text(TestTimeProvider.DefaultStart.AddHours(-1)), request.Query["startDate"]);
        Assert.Equal(Timestamps.Text(TestTimeProvider.DefaultStart), request.Query["endDate"]);
        Assert.Equal(transport == AiCodeTransport.Json ? "1" : null, request.Query.GetValueOrDefault("pageSize"));
        Assert.Equal(0, client.Client.RequestCount);
        Assert.Single(client.Events);
    }

    [Theory]
    [InlineData(AiCodeTransport.Json, 503, AiCodeErrorKind.ServerError)]
    [InlineData(AiCodeTransport.Csv, 429, AiCodeErrorKind.RateLimited)]
    [InlineData(AiCodeTransport.Json, 200, AiCodeErrorKind.UnexpectedAnswer)]
    [InlineData(AiCodeTransport.Csv, 200, AiCodeErrorKind.UnexpectedAnswer)]
    public async Task An_error_response_is_reported_and_not_retried(AiCodeTransport transport, int status, AiCodeErrorKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, "<html>"));
        using var client = new TestClient(server);
        AiCodeException? e = await client.Client.ProbeAsync(AiCodeKind.Commit, transport);
        Assert.Equal(kind, e?.Kind);
        Assert.Single(server.Requests);
        Assert.Empty(client.Waits);
    }

    [Fact]
    public async Task An_invalid_row_is_also_reported()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Csv(Response.CommitsText("a,b")));
        using var client = new TestClient(server);
        Assert.Equal(AiCodeErrorKind.InvalidData, (await client.Client.ProbeAsync(AiCodeKind.Commit, AiCodeTransport.Csv))?.Kind);
    }
}
