using System;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Tests the messages of error responses: the cause, the request and the solution.</summary>
public sealed class ErrorResponseMessageTests
{
    public static TheoryData<int, string, string> ErrorResponses => new()
    {
        {
            401, """{"message":"Invalid API key."}""",
            "The API rejected the key (401 Unauthorized at {at}). The API reported: Invalid API key. Check the key for missing characters, and check in the Cursor dashboard whether it was revoked."
        },
        {
            401, "",
            "The API rejected the key (401 Unauthorized at {at}). Check the key for missing characters, and check in the Cursor dashboard whether it was revoked."
        },
        {
            401, "Not for a user key",
            "The key isn't valid for this team: it is mistyped or revoked, or it is a user API key, which isn't supported (401 Unauthorized at {at}). The API reported: Not for a user key. Check the key, or ask a team admin to create a team API key in the Cursor dashboard."
        },
        {
            401, "Not for a PERSONAL key",
            "The key isn't valid for this team: it is mistyped or revoked, or it is a user API key, which isn't supported (401 Unauthorized at {at}). The API reported: Not for a PERSONAL key. Check the key, or ask a team admin to create a team API key in the Cursor dashboard."
        },
        {
            403, "Not your team",
            "The key isn't valid for this team: it is mistyped or revoked, or it is a user API key, which isn't supported (403 Forbidden at {at}). The API reported: Not your team. Check the key, or ask a team admin to create a team API key in the Cursor dashboard."
        },
        {
            403, "For an admin",
            "The key isn't valid for this team: it is mistyped or revoked, or it is a user API key, which isn't supported (403 Forbidden at {at}). The API reported: For an admin. Check the key, or ask a team admin to create a team API key in the Cursor dashboard."
        },
        {
            403, "Enterprise only, whatever the scope",
            "The team of this key isn't on the Enterprise plan, which the AI Code Tracking API requires (403 Forbidden at {at}). The API reported: Enterprise only, whatever the scope. Use a key of an Enterprise team, or ask Cursor's sales team to upgrade the plan."
        },
        {
            403, "The scope of the team",
            "The key doesn't have access to this endpoint (403 Forbidden at {at}). The API reported: The scope of the team. Ask a team admin to create a key with access to analytics in the Cursor dashboard."
        },
        {
            401, "No permission",
            "The key doesn't have access to this endpoint (401 Unauthorized at {at}). The API reported: No permission. Ask a team admin to create a key with access to analytics in the Cursor dashboard."
        },
        {
            403, "",
            "The API denied access (403 Forbidden at {at}). Ask a team admin which permissions the key has."
        },
        {
            404, "{}",
            "The API didn't find the requested resource (404 Not Found at {at}). The API reported: {}. Check -BaseUri ({base}) and, if specified, -User."
        },
        {
            407, "",
            "The proxy rejected the request (407 Proxy Authentication Required at {at}). Configure the proxy credentials for this account, or bypass the proxy for this host."
        },
        {
            400, "",
            "The API rejected the request (400 Bad Request at {at}). Check -StartDate, -EndDate and -User."
        },
        {
            304, "",
            "The response contains neither records nor an error message (304 Not Modified at {at}). Check -BaseUri ({base})."
        },
        {
            500, """{"error":"Down"}""",
            "The API failed (500 Internal Server Error at {at}). The API reported: Down. Try again later. The request failed 4 times."
        },
        {
            408, "",
            "The API failed (408 Request Timeout at {at}). Try again later. The request failed 4 times."
        },
        {
            429, "",
            "The API's rate limit is reached (429 Too Many Requests at {at}). Try again in a minute, or specify a lower -RequestsPerMinute if others use the same key. The request failed 9 times."
        },
    };

    [Theory]
    [MemberData(nameof(ErrorResponses))]
    public async Task An_error_status(int status, string body, string message)
    {
        RequestDelegate response = status == 304 ? Bare(status) : Response.Status(status, body);
        await using TestServer server = await TestServer.StartAsync(response);
        using var client = new TestClient(server);
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CommitsAsync(TestClient.Json));
        Assert.Equal(Message.Of(message, e, server.BaseUri), e.Message);
    }

    [Theory]
    [InlineData("Invalid Team API Key")]
    [InlineData("Invalid team key.")]
    [InlineData("This endpoint requires a team admin key")]
    public async Task Trial_N09_a_rejected_key_can_be_mistyped_or_a_user_key(string message)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(401, $$"""{"error":"Unauthorized","message":"{{message}}"}"""));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.UserApiKey, TestClient.Json);
        Assert.Contains("mistyped", e.Message, StringComparison.Ordinal);
        Assert.Contains("user API key", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400, "text/html", AiCodeErrorKind.BadRequest)]
    [InlineData(404, "text/html; charset=utf-8", AiCodeErrorKind.NotFound)]
    [InlineData(404, null, AiCodeErrorKind.NotFound)]
    [InlineData(403, "text/html", AiCodeErrorKind.AccessDenied)]
    [InlineData(400, "application/xhtml+xml", AiCodeErrorKind.BadRequest)]
    public async Task Trial_N10_a_web_page_suggests_checking_the_URL_and_the_proxy(int status, string? type, AiCodeErrorKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Body(status, type, type is null ? "<html>Not here</html>"u8.ToArray() : "Not here"u8.ToArray()));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(kind, TestClient.Json);
        Assert.Contains(" The response is a web page: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("Not here", e.Message, StringComparison.Ordinal);
        Assert.Contains($"-BaseUri ({server.BaseUri})", e.Message, StringComparison.Ordinal);
        Assert.Contains("proxy", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-StartDate", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-User", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "-StartDate", AiCodeErrorKind.BadRequest)]
    [InlineData(404, "-User", AiCodeErrorKind.NotFound)]
    public async Task Trial_N10_an_API_error_suggests_checking_the_parameters(int status, string parameter, AiCodeErrorKind kind)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, """{"error":"Unknown"}"""));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(kind, TestClient.Json);
        Assert.Contains(parameter, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delay_that_is_too_long()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(429, "", ("Retry-After", "900")));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.RateLimited, TestClient.Json);
        Assert.Equal(
            Message.Of("The API requested a delay of 900 seconds, which exceeds the maximum of 300 seconds (429 Too Many Requests at {at}). Try again after that time.", e, server.BaseUri),
            e.Message);
    }

    [Fact]
    public async Task A_service_message_is_one_line_of_limited_length()
    {
        foreach ((string body, string serviceMessage) in new[]
        {
            ("\r\n\t a \u0007\n b\n", "a b"),
            (new string('x', 300), new string('x', 300)),
            (new string('x', 301), new string('x', 300) + "…"),
            (new string(' ', 500) + new string('x', 300), new string('x', 300)),
            (new string('x', 299) + "  y", new string('x', 299) + " …"),
        })
        {
            await using TestServer server = await TestServer.StartAsync(Response.Status(400, body));
            using var client = new TestClient(server);
            AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json);
            Assert.Equal(serviceMessage, e.ServiceMessage);
        }
    }

    [Theory]
    [InlineData("""{"message":"first","error":"second"}""", "first")]
    [InlineData("""{"message":5,"error":"second"}""", "second")]
    [InlineData("""{"error":{"message":"inner"}}""", "inner")]
    [InlineData("""{"error":{"message":5}}""", """{"error":{"message":5}}""")]
    [InlineData("""{"error":[]}""", """{"error":[]}""")]
    [InlineData("""["message"]""", """["message"]""")]
    [InlineData("\"message\"", "\"message\"")]
    [InlineData("""{"message":"\ud83d"}""", """{"message":"\ud83d"}""")]
    public async Task The_service_message_is_found_in_each_format(string body, string serviceMessage)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(400, body));
        using var client = new TestClient(server);
        Assert.Equal(serviceMessage, (await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json)).ServiceMessage);
    }

    [Theory]
    [InlineData(302, "", "http://other.example/where?a=b", "The API redirected to an address that isn't safe to follow: http://other.example/where (at {at}). Check -BaseUri.")]
    [InlineData(307, "", "/again", "The API redirected more than 5 times (at {at}). Check -BaseUri.")]
    public async Task A_redirect(int status, string body, string location, string message)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, body, ("Location", location)));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.RedirectRefused, TestClient.Json);
        Assert.Equal(Message.Of(message, e, server.BaseUri), e.Message);
    }

    // Responses with this status can't have a body.
    private static RequestDelegate Bare(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
