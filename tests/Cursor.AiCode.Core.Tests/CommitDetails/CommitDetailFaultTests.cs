using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>Tests invalid and interrupted responses with the details of commits.</summary>
public sealed class CommitDetailFaultTests
{
    private static readonly string[] Hashes = DetailService.Hashes(1, 2);
    private static readonly string Body = DetailService.PageText(Hashes.Select(static hash => DetailService.DetailText(hash)), """{"id":"c","title":"secret@company.com"}""");

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Fault_01_05_a_failed_request_is_retried(int status)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, "{}", ("Retry-After", "7")), Response.Json(Body));
        using var client = new TestClient(server);
        Assert.Equal(2, (await client.DetailsAsync(Hashes)).Details.Count);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(status == 429, Assert.Single(client.Waits).Duration == TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData(500, AiCodeErrorKind.ServerError)]
    [InlineData(429, AiCodeErrorKind.RateLimited)]
    public async Task Fault_01_05_a_request_that_always_fails_ends_the_call(int status, AiCodeErrorKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, "{}"));
        using var client = new TestClient(server);
        _ = await client.FailsAsync(kind, () => client.DetailsAsync(Hashes));
    }

    [Fact]
    public async Task Fault_04_a_long_delay_fails_immediately()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(429, "{}", ("Retry-After", "86400")));
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.RateLimited, () => client.DetailsAsync(Hashes));
        Assert.Empty(client.Waits);
    }

    [Fact]
    public async Task Fault_08_09_10_an_interrupted_response_is_requested_again()
    {
        foreach (int length in (int[])[0, 1, 20, Body.IndexOf("conversations", StringComparison.Ordinal) + 30, Body.Length - 1])
        {
            string part = Body.Substring(0, length);
            foreach (RawResponse broken in (RawResponse[])
            [
                RawResponse.WithLength("application/json", part, Body.Length, RawEnd.Close),
                RawResponse.WithLength("application/json", part, Body.Length, RawEnd.Reset),
                RawResponse.UntilClose("application/json", part),
            ])
            {
                await using RawServer server = RawServer.Start(broken, RawResponse.Complete("application/json", Body));
                using var client = new TestClient(server.BaseUri);
                Assert.Equal(2, (await client.DetailsAsync(Hashes)).Details.Count);
                Assert.Equal(2, server.Requests.Count);
            }
        }
    }

    [Fact]
    public async Task Fault_10_a_response_that_is_always_interrupted_ends_the_call()
    {
        await using RawServer server = RawServer.Start(RawResponse.UntilClose("application/json", Body.Substring(0, 60)));
        using var client = new TestClient(server.BaseUri);
        _ = await client.FailsAsync(AiCodeErrorKind.IncompleteAnswer, () => client.DetailsAsync(Hashes));
    }

    [Fact]
    public async Task Fault_17_a_response_that_stalls_times_out()
    {
        await using RawServer server = RawServer.Start(
            RawResponse.WithLength("application/json", Body.Substring(0, 60), Body.Length, RawEnd.Stall), RawResponse.Complete("application/json", Body));
        var clock = new TestTimeProvider();
        using var client = new TestClient(server.BaseUri, clock: clock);
        Task<(System.Collections.Generic.List<AiCommitDetail> Details, System.Collections.Generic.List<string>)> call = client.DetailsAsync(Hashes);
        await Stall.UntilDoneAsync(call, clock);
        Assert.Equal(2, (await call).Details.Count);
    }

    [Theory]
    [InlineData("<html><h1>Sign in</h1></html>", "Sign in")]
    [InlineData("""{"error":"Internal","message":"Try again"}""", "Try again")]
    [InlineData("", "empty")]
    [InlineData("[]", "$")]
    [InlineData("""{"conversations":[]}""", "$.commits is missing")]
    [InlineData("""{"commits":null}""", "$.commits")]
    public async Task Fault_29_30_unexpected_content_is_an_error(string body, string expected)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Json(body));
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.UnexpectedAnswer, () => client.DetailsAsync(Hashes));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"end\":3", "\"end\":\"seven\"", "$.commits[0].rangeAnnotations[0].groups[0].ranges[0].end")]
    [InlineData("\"start\":1", "\"start\":1.5", "$.commits[0].rangeAnnotations[0].groups[0].ranges[0].start")]
    [InlineData("\"commitHash\"", "\"hash\"", "$.commits[0].commitHash is missing")]
    [InlineData("{\"id\":\"c\"", "null,{\"id\":\"c\"", "$.conversations[0]")]
    [InlineData("\"title\":\"secret@company.com\"", "\"title\":{\"a\":\"secret@company.com\"}", "$.conversations[0].title")]
    [InlineData("\"model\":\"m\"", "\"secretKey\":1,\"model\":[\"secret@company.com\"]", "$.commits[0].rangeAnnotations[0].groups[0].model")]
    public async Task Fault_32_45_an_invalid_value_is_reported_with_its_position(string valid, string invalid, string position)
    {
        Assert.Contains(valid, Body, StringComparison.Ordinal);
        await using TestServer server = await TestServer.StartAsync(Response.Json(Body.Replace(valid, invalid)));
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.DetailsAsync(Hashes));
        Assert.Contains(position, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Fault_31_bytes_that_are_not_utf8_are_an_error()
    {
        byte[] body = Encoding.UTF8.GetBytes(Body);
        body[Body.IndexOf("a.ts", StringComparison.Ordinal)] = 0xFF;
        await using TestServer server = await TestServer.StartAsync(Response.Body(200, "application/json", body));
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.DetailsAsync(Hashes));
        Assert.Contains("filePath", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_38_a_text_of_many_megabytes_is_an_error_before_it_is_complete()
    {
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Body.Substring(0, Body.IndexOf("a.ts", StringComparison.Ordinal)));
            byte[] chunk = new byte[64 * 1024];
            chunk.AsSpan().Fill((byte)'x');
            while (true)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.InvalidData, () => client.DetailsAsync(Hashes));
    }

    [Fact]
    public async Task A_large_response_with_a_BOM_and_a_lone_surrogate_is_read()
    {
        string many = string.Join(",", Enumerable.Range(1, 200_000).Select(static line => $$"""{"start":{{2 * line}},"end":{{2 * line}}}"""));
        string file = $$"""{"filePath":"\ud83d.ts","groups":[{"ranges":[{{many}}]}]}""";
        AiCommitDetail detail = (await DetailCalls.ParseAsync("\uFEFF" + DetailService.PageText([DetailService.DetailText(Hashes[0], file)]), Hashes[0])).Details.Single();
        Assert.Equal(200_000, detail.LineCount);
        Assert.Equal("\uFFFD.ts", detail.Files[0].FilePath);
    }

    [Fact]
    public async Task Fault_44_the_key_is_not_in_errors_that_repeat_it()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(403, $$"""{"message":"No access with {{TestServer.Key}}"}"""));
        using var client = new TestClient(server);
        AiCodeException e = await client.FailsAsync(AiCodeErrorKind.DetailNotAvailable, () => client.DetailsAsync(Hashes));
        Assert.Contains("No access with ***", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_26_27_only_redirects_to_the_same_origin_contain_the_key()
    {
        await using TestServer other = await TestServer.StartAsync(Response.Json(Body));
        await using TestServer server = await TestServer.StartAsync(
            Response.Status(302, "", ("Location", "/moved")), Response.Json(Body), Response.Status(302, "", ("Location", other.BaseUri + "x")));
        using var client = new TestClient(server);
        Assert.Equal(2, (await client.DetailsAsync(Hashes)).Details.Count);
        Assert.Equal(TestServer.Authorization, server.Requests[1].Authorization);
        _ = await client.FailsAsync(AiCodeErrorKind.RedirectRefused, () => client.DetailsAsync(Hashes));
        Assert.Empty(other.Requests);
    }
}
