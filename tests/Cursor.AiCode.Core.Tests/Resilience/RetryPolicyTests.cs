using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Resilience;

/// <summary>Tests which requests are retried, how often, and after which delay. Rows 1 to 6 of the faults.</summary>
public sealed class RetryPolicyTests
{
    private static readonly RequestDelegate Good = Response.Page(Response.Commit());

    [Theory]
    [InlineData("1", 1)]
    [InlineData("7", 7)]
    [InlineData("300", 300)]
    [InlineData("0", 1)]
    [InlineData(" 12 ", 12)]
    public async Task Fault_01_a_429_waits_for_its_Retry_After_seconds(string retryAfter, int seconds)
    {
        await using TestServer server = await TestServer.StartAsync(Refused(("Retry-After", retryAfter)), Good);
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Json));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(client.Waits).Duration);
        Assert.Equal(TimeSpan.FromSeconds(seconds), client.Clock.GetUtcNow() - TestTimeProvider.DefaultStart);
    }

    [Theory]
    [InlineData(20, 0, 20)]
    [InlineData(20, -3600, 20)]
    [InlineData(20, 3600, 20)]
    [InlineData(0, 0, 1)]
    [InlineData(-500, 0, 1)]
    public async Task Fault_02_a_Retry_After_date_is_relative_to_the_Date_header(int until, int skew, int seconds)
    {
        DateTimeOffset theirs = TestTimeProvider.DefaultStart.AddSeconds(skew);
        await using TestServer server = await TestServer.StartAsync(
            Refused(("Date", theirs.ToString("r")), ("Retry-After", theirs.AddSeconds(until).ToString("r"))), Good);
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Json));
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(client.Waits).Duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("1,5")]
    [InlineData("soon")]
    [InlineData("5 seconds")]
    [InlineData("2025-07-31")]
    [InlineData("Thu, 99 Jul 2025 12:00:00 GMT")]
    public async Task Fault_03_a_429_without_a_valid_Retry_After_waits_one_minute(string? retryAfter)
    {
        await using TestServer server = await TestServer.StartAsync(
            retryAfter is null ? Refused() : Refused(("Retry-After", retryAfter)), Good);
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Json));
        Assert.Equal(TimeSpan.FromMinutes(1), Assert.Single(client.Waits).Duration);
    }

    [Theory]
    [InlineData("86400")]
    [InlineData("301")]
    public async Task Fault_04_a_delay_that_is_too_long_fails_immediately(string retryAfter)
    {
        await using TestServer server = await TestServer.StartAsync(Refused(("Retry-After", retryAfter)), Good);
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.RateLimited, TestClient.Json);
        Assert.Equal(TimeSpan.FromSeconds(int.Parse(retryAfter, System.Globalization.CultureInfo.InvariantCulture)), e.RetryAfter);
        Assert.Contains(retryAfter, e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.Empty(client.Waits);
    }

    [Fact]
    public async Task Fault_04_MaxRetryAfter_is_the_maximum_delay()
    {
        await using TestServer server = await TestServer.StartAsync(Refused(("Retry-After", "900")), Good);
        using var client = new TestClient(server.BaseUri, maxRetryAfter: TimeSpan.FromHours(1));
        Assert.Single(await client.CommitsAsync(TestClient.Json));
        Assert.Equal(TimeSpan.FromMinutes(15), Assert.Single(client.Waits).Duration);
    }

    [Fact]
    public async Task Repeated_429_responses_are_an_error()
    {
        await using TestServer server = await TestServer.StartAsync(Refused(("Retry-After", "2")));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.RateLimited, TestClient.Json);
        Assert.Equal(429, (int)e.StatusCode!);
        Assert.Equal(9, server.Requests.Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task Fault_05_a_failing_server_gets_four_requests(int status)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, "{}"));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.ServerError, TestClient.Json);
        Assert.Equal(status, (int)e.StatusCode!);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(4, client.Client.RequestCount);
        Assert.Equal(3, client.Waits.Count);
        Assert.All(client.Waits, static wait => Assert.InRange(wait.Duration, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Fault_05_a_failure_that_a_retry_resolves_is_not_reported()
    {
        await using TestServer server = await TestServer.StartAsync(
            Response.Status(503), Response.Status(502, "<html>"), Response.Status(500, "{}"), Response.Page(Response.Commit(1), Response.Commit(2)));
        using var client = new TestClient(server);
        Assert.Equal(2, (await client.CommitsAsync(TestClient.Json)).Count);
        Assert.Equal(3, client.Events.OfType<RequestEvent>().Count(static item => item.Problem is not null));
    }

    [Fact]
    public async Task Fault_05_the_CSV_request_is_also_retried()
    {
        await using TestServer server = await TestServer.StartAsync(
            Response.Page(Response.Commit()), Response.Status(503), Refused(("Retry-After", "3")), Response.Csv(Response.CommitsText(Response.CommitRow())));
        using var client = new TestClient(server);
        Assert.Single(await client.CommitsAsync(TestClient.Csv));
        Assert.Equal(4, server.Requests.Count);
    }

    public static TheoryData<int, string, AiCodeErrorKind> ErrorResponses => new()
    {
        { 400, """{"error":"Bad Request","message":"Invalid date range"}""", AiCodeErrorKind.BadRequest },
        { 400, """{"error":{"message":"Invalid date"}}""", AiCodeErrorKind.BadRequest },
        { 405, "", AiCodeErrorKind.BadRequest },
        { 422, "{}", AiCodeErrorKind.BadRequest },
        { 401, """{"error":"Unauthorized","message":"Invalid API key"}""", AiCodeErrorKind.InvalidApiKey },
        { 401, "", AiCodeErrorKind.InvalidApiKey },
        { 401, "<html><body>401</body></html>", AiCodeErrorKind.InvalidApiKey },
        { 401, """{"code":"error","message":"You must be a member of an enterprise team to access this resource"}""", AiCodeErrorKind.NotEnterprise },
        { 403, """{"error":"Forbidden","message":"Enterprise access required"}""", AiCodeErrorKind.NotEnterprise },
        { 401, """{"error":"Unauthorized","message":"User API keys are not supported for this endpoint"}""", AiCodeErrorKind.UserApiKey },
        { 403, """{"error":{"message":"Only team admins can do this"}}""", AiCodeErrorKind.UserApiKey },
        { 401, """{"error":"Unauthorized","message":"Missing required scope: analytics"}""", AiCodeErrorKind.MissingScope },
        { 403, """{"error":"Forbidden"}""", AiCodeErrorKind.AccessDenied },
        { 403, "<html><h1>Forbidden</h1></html>", AiCodeErrorKind.AccessDenied },
        { 403, "<html><h1>Access Denied</h1>You don't have permission to access this server.</html>", AiCodeErrorKind.AccessDenied },
        { 403, "<html>Blocked. Contact your administrator.</html>", AiCodeErrorKind.AccessDenied },
        { 401, "<html>Users of this team must sign in.</html>", AiCodeErrorKind.InvalidApiKey },
        { 404, """{"error":"Not Found","message":"No such user"}""", AiCodeErrorKind.NotFound },
        { 407, "", AiCodeErrorKind.ProxyRefused },
    };

    [Theory]
    [MemberData(nameof(ErrorResponses))]
    public async Task Fault_06_a_rejected_request_is_not_retried(int status, string body, AiCodeErrorKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, body), Good);
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(kind, TestClient.Json);
        Assert.Equal(status, (int)e.StatusCode!);
        Assert.Equal("/analytics/ai-code/commits", e.RequestUri!.AbsolutePath);
        Assert.Single(server.Requests);
        Assert.Empty(client.Waits);
    }

    [Fact]
    public async Task The_message_of_the_API_is_reported_in_each_format()
    {
        foreach (string body in new[]
        {
            """{"error":"Bad Request","message":"the very words"}""",
            """{"code":"error","message":"the very words"}""",
            """{"error":{"code":"x","message":"the very words"}}""",
            """{"error":"the very words"}""",
            "<html>\r\n\t<b>the very\n words</b></html>",
        })
        {
            await using TestServer server = await TestServer.StartAsync(Response.Status(400, body));
            using var client = new TestClient(server);
            AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json);
            Assert.Contains("the very words", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
            Assert.True(e.Message.Length < 1000);
        }
    }

    [Fact]
    public async Task A_long_error_message_is_shortened()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(400, new string('x', 5_000_000)));
        using var client = new TestClient(server);
        Assert.True((await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json)).Message.Length < 1000);
    }

    [Fact]
    public async Task Fault_17_an_error_whose_body_stalls_is_reported()
    {
        var stalled = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            await context.Response.Body.WriteAsync(new byte[] { (byte)'{' });
            await context.Response.Body.FlushAsync();
            stalled.TrySetResult();
            await Task.Delay(-1, context.RequestAborted);
        });
        using var client = new TestClient(server);
        Task<AiCodeException> failing = client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json);
        await stalled.Task;
        await Stall.UntilDoneAsync(failing, client.Clock);
    }

    private static RequestDelegate Refused(params (string Name, string Value)[] headers) =>
        Response.Status(429, """{"error":"Too Many Requests","message":"Rate limit exceeded"}""", headers);
}
