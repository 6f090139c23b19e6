using System;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>What the error of an answer that is no success says, word for word: what happened, at which request, and what to do.</summary>
public sealed class RefusalMessageTests
{
    public static TheoryData<int, string, string> Refusals => new()
    {
        {
            401, """{"message":"Invalid API key."}""",
            "The API does not accept the key (401 Unauthorized at {at}). The API says: Invalid API key. Check the key for missing characters, and in the Cursor dashboard whether it was revoked."
        },
        {
            401, "",
            "The API does not accept the key (401 Unauthorized at {at}). Check the key for missing characters, and in the Cursor dashboard whether it was revoked."
        },
        {
            401, "Not for a user key",
            "The key is not one of the team's (401 Unauthorized at {at}). The API says: Not for a user key. Have a team admin create a team API key in the Cursor dashboard, and use that one."
        },
        {
            401, "Not for a PERSONAL key",
            "The key is not one of the team's (401 Unauthorized at {at}). The API says: Not for a PERSONAL key. Have a team admin create a team API key in the Cursor dashboard, and use that one."
        },
        {
            403, "Not your team",
            "The key is not one of the team's (403 Forbidden at {at}). The API says: Not your team. Have a team admin create a team API key in the Cursor dashboard, and use that one."
        },
        {
            403, "For an admin",
            "The key is not one of the team's (403 Forbidden at {at}). The API says: For an admin. Have a team admin create a team API key in the Cursor dashboard, and use that one."
        },
        {
            403, "Enterprise only, whatever the scope",
            "The team of this key is not on the Enterprise plan, to which the AI Code Tracking API belongs (403 Forbidden at {at}). The API says: Enterprise only, whatever the scope. Use a key of an Enterprise team, or ask Cursor's sales to move the team."
        },
        {
            403, "The scope of the team",
            "The key lacks the scope for this endpoint (403 Forbidden at {at}). The API says: The scope of the team. Have a team admin create a key with access to analytics in the Cursor dashboard."
        },
        {
            401, "No permission",
            "The key lacks the scope for this endpoint (401 Unauthorized at {at}). The API says: No permission. Have a team admin create a key with access to analytics in the Cursor dashboard."
        },
        {
            403, "",
            "The API denies access (403 Forbidden at {at}). Ask a team admin what the key may do."
        },
        {
            404, "{}",
            "The API does not know what was asked for (404 Not Found at {at}). The API says: {}. Check -BaseUri ({base}) and, where one was given, -User."
        },
        {
            407, "",
            "The proxy refuses the request (407 Proxy Authentication Required at {at}). Set the proxy's credentials for this account, or except the host from it."
        },
        {
            400, "",
            "The API refuses the request (400 Bad Request at {at}). Check -StartDate, -EndDate and -User."
        },
        {
            304, "",
            "The answer is neither records nor an error (304 Not Modified at {at}). Check -BaseUri ({base})."
        },
        {
            500, """{"error":"Down"}""",
            "The API failed (500 Internal Server Error at {at}). The API says: Down. Try again later. It was tried 4 times."
        },
        {
            408, "",
            "The API failed (408 Request Timeout at {at}). Try again later. It was tried 4 times."
        },
        {
            429, "",
            "The API's request limit is reached (429 Too Many Requests at {at}). Try again in a minute, or lower -RequestsPerMinute where others use the same key. It was tried 9 times."
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal(int status, string body, string message)
    {
        RequestDelegate answer = status == 304 ? Bare(status) : Response.Status(status, body);
        await using TestServer server = await TestServer.StartAsync(answer);
        using var client = new TestClient(server);
        AiCodeException e = await Assert.ThrowsAsync<AiCodeException>(() => client.CommitsAsync(TestClient.Json));
        Assert.Equal(Message.Of(message, e, server.BaseUri), e.Message);
    }

    [Fact]
    public async Task A_wait_that_is_too_long()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(429, "", ("Retry-After", "900")));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.RateLimited, TestClient.Json);
        Assert.Equal(
            Message.Of("The API asks for a wait of 900 seconds, longer than the 300 that are accepted (429 Too Many Requests at {at}). Try again after that time.", e, server.BaseUri),
            e.Message);
    }

    [Fact]
    public async Task Words_of_many_lines_are_one_line_and_too_many_are_cut()
    {
        foreach ((string body, string said) in new[]
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
            Assert.Equal(said, e.ServiceMessage);
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
    public async Task The_words_are_taken_from_where_they_are(string body, string said)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(400, body));
        using var client = new TestClient(server);
        Assert.Equal(said, (await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json)).ServiceMessage);
    }

    [Theory]
    [InlineData(302, "", "http://other.example/where?a=b", "The API redirects to an address that is not safe to follow: http://other.example/where (at {at}). Check -BaseUri.")]
    [InlineData(307, "", "/again", "The API redirected more than 5 times (at {at}). Check -BaseUri.")]
    public async Task A_redirect(int status, string body, string location, string message)
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(status, body, ("Location", location)));
        using var client = new TestClient(server);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.RedirectRefused, TestClient.Json);
        Assert.Equal(Message.Of(message, e, server.BaseUri), e.Message);
    }

    // A status that forbids a body.
    private static RequestDelegate Bare(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
