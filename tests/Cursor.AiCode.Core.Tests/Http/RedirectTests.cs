using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>Tests that redirects are followed, with the key to the same origin only. Rows 26 to 28 of the faults.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Fault_27_a_redirect_within_the_origin_is_followed_with_the_key(int status)
    {
        await using TestServer server = await TestServer.StartAsync(
            Response.Page(Response.Commit()),
            Response.Status(status, "", ("Location", "/elsewhere/commits.csv?a=b")),
            Response.Csv(Response.CommitsText(Response.CommitRow())));
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Csv));
        Assert.Equal("/elsewhere/commits.csv", server.Requests[^1].Path);
        Assert.All(server.Requests, static request => Assert.Equal(TestServer.Authorization, request.Authorization));
    }

    [Fact]
    public async Task Fault_26_a_redirect_to_another_origin_is_followed_without_the_key()
    {
        // There is no trusted certificate for loopback, so the test inspects the request before it is sent.
        var recorded = new Recorder();
        var options = new AiCodeClientOptions(TestServer.Key, new Uri("https://api.example"))
        {
            TimeProvider = new TestTimeProvider(),
            Handler = recorded,
            RateLimiterDirectory = "",
        };
        using var client = new AiCodeClient(options);
        Assert.Equal(0, await client.CountCommitsAsync(TestClient.Json));
        Assert.Equal(["https://api.example", "https://store.example", "https://api.example"], recorded.Received.Select(static it => it.Origin));
        Assert.Equal([true, false, true], recorded.Received.Select(static it => it.HasKey));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://api.example/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:word@api.example/")]
    [InlineData("//other.example/")]
    [InlineData("data:text/plain,x")]
    public async Task Fault_28_an_unsafe_redirect_is_rejected(string location)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(302, "", ("Location", location)));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.RedirectRefused, TestClient.Json);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Fault_28_a_redirect_loop_ends()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(307, "", ("Location", "/analytics/ai-code/commits?again")));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.RedirectRefused, TestClient.Json);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_without_a_location_is_an_error()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(302));
        using var client = new TestClient(server);
        _ = await client.CommitsFailAsync(TestClient.Json);
        Assert.Single(server.Requests);
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public System.Collections.Generic.List<(string Origin, bool HasKey)> Received { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Received.Add((request.RequestUri!.GetLeftPart(UriPartial.Authority), request.Headers.Authorization is not null));
            var response = new HttpResponseMessage(Received.Count < 3 ? System.Net.HttpStatusCode.Redirect : System.Net.HttpStatusCode.OK);
            response.Headers.Location = Received.Count < 3 ? new Uri(Received.Count == 1 ? "https://store.example/x" : "https://api.example/y") : null;
            response.Content = new StringContent(Response.PageText(0));
            return Task.FromResult(response);
        }
    }
}
