using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>
/// Tests that no output contains the key, even if the server returns it. Row 44 of the faults. <see cref="TestClient"/> also
/// checks this in every other test.
/// </summary>
public sealed class ApiKeyRedactionTests
{
    private static readonly string Echo = $"key {TestServer.Key}, header {TestServer.Authorization}, address https://x/?key={TestServer.Key}";

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Fault_44_an_error_response_that_contains_the_key_is_redacted(int status)
    {
        foreach (string body in new[]
        {
            $$"""{"error":"Unauthorized","message":"{{Echo}}"}""",
            $$$"""{"error":{"message":"{{{Echo}}}"}}""",
            Echo,
            $"<html>{Echo}</html>",
            new string('x', 290) + Echo,
            new string('x', 270) + TestServer.Authorization,
        })
        {
            await using TestServer server = await TestServer.StartAsync(Response.Status(status, body, ("Retry-After", "1")));
            using var client = new TestClient(server);
            _ = await client.CommitsFailAsync(TestClient.Json);
        }
    }

    [Fact]
    public async Task Fault_44_a_truncated_message_contains_no_part_of_the_key()
    {
        for (int length = 270; length < 310; length++)
        {
            await using TestServer server = await TestServer.StartAsync(Response.Status(400, new string('x', length) + TestServer.Key));
            using var client = new TestClient(server);
            AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.BadRequest, TestClient.Json);
            Assert.DoesNotContain(TestServer.Key[..6], e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fault_44_a_reason_phrase_that_contains_the_key_is_redacted()
    {
        await using RawServer server = RawServer.Start(RawResponse.Of($"HTTP/1.1 401 Not {TestServer.Key}\r\nContent-Length: 0\r\n\r\n", RawEnd.Keep));
        using var client = new TestClient(server.BaseUri);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.InvalidApiKey, TestClient.Json);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 {0}\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: {0}\r\nContent-Length: 2\r\n\r\n[]")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: {0}\r\nContent-Length: 2\r\n\r\n[]")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: ftp://x/{0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://x/?{0}\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://{0}:x@y/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /{0}\r\nContent-Length: 0\r\n\r\n")]
    public async Task Fault_44_the_key_is_not_in_errors_of_invalid_responses(string response)
    {
        await using RawServer server = RawServer.Start(RawResponse.Of(response.Replace("{0}", TestServer.Key, StringComparison.Ordinal), RawEnd.Close));
        using var client = new TestClient(server.BaseUri);
        foreach (AiCodeQuery query in new[] { TestClient.Json, TestClient.Csv, TestClient.Auto })
        {
            _ = await client.CommitsFailAsync(query);
        }
    }

    [Fact]
    public async Task Fault_44_the_key_is_not_in_errors_of_records_that_contain_it()
    {
        RequestDelegate[] responses =
        [
            Response.Json($$"""{"items":[{"{{TestServer.Key}}":1,"commitHash":"{{TestServer.Key}}","totalLinesAdded":"{{TestServer.Key}}"}],"totalCount":1}"""),
            Response.Json($$"""{"message":"{{Echo}}"}"""),
            Response.Json($"\"{Echo}\""),
            Response.Either(Response.PageOf(5), Response.Csv($"{TestServer.Key},{TestServer.Authorization}\n")),
            Response.Either(Response.PageOf(5), Response.Csv(Response.CommitHeader + $",{TestServer.Key},{TestServer.Key}\n")),
            Response.Either(Response.PageOf(5), Response.Csv(Response.CommitHeader + $",{TestServer.Key}\n{TestServer.Key}\n")),
            Response.Either(Response.PageOf(5), Response.Csv(Response.CommitsText(Response.CommitRow().Replace("120", TestServer.Key, StringComparison.Ordinal)))),
        ];
        foreach (RequestDelegate response in responses)
        {
            await using TestServer server = await TestServer.StartAsync(response);
            using var client = new TestClient(server);
            _ = await client.CommitsFailAsync(TestClient.Csv);
        }
    }

    [Fact]
    public async Task Fault_44_the_key_is_not_in_connection_errors()
    {
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        using var client = new TestClient(address);
        _ = await client.CommitsFailAsync(AiCodeErrorKind.Unreachable, TestClient.Json);
        Assert.Equal(4, client.Client.RequestCount);
    }

    [Theory]
    [InlineData("with%20a+plus/and slash")]
    [InlineData("crsr_0123456789abcdef")]
    [InlineData("crsr_0123456789abcde")]
    [InlineData("crsr_0123456789abcd")]
    [InlineData("schlüssel_ß_日本")]
    public async Task Fault_44_keys_in_any_format_are_sent_and_redacted(string key)
    {
        string authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        await using TestServer server = await TestServer.StartAsync(context =>
            Response.Status(401, $$"""{"message":"no {{key}} nor {{Uri.EscapeDataString(key)}} nor {{authorization}}"}""")(context));
        using var client = new TestClient(server.BaseUri, key: key);
        AiCodeException e = await client.CommitsFailAsync(AiCodeErrorKind.InvalidApiKey, TestClient.Json);
        Assert.Contains("no *** nor *** nor Basic ***", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(key), e.ToString(), StringComparison.Ordinal);
        Assert.Equal(authorization, Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task Requests_name_the_client_and_accept_no_compression()
    {
        IHeaderDictionary? headers = null;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            headers = new HeaderDictionary(context.Request.Headers.ToDictionary(static it => it.Key, static it => it.Value));
            return Response.Page()(context);
        });
        using var client = new TestClient(server);
        Assert.Empty(await client.CommitsAsync(TestClient.Json));
        Assert.Equal("identity", headers!.AcceptEncoding);
        Assert.Equal("application/json", headers.Accept);
        Assert.StartsWith("Cursor.AiCode/", headers.UserAgent, StringComparison.Ordinal);
        Assert.DoesNotContain(TestServer.Key, server.Requests[0].Path + string.Join('&', server.Requests[0].Query), StringComparison.Ordinal);
    }

    [Fact]
    public void Client_options_do_not_display_the_key()
    {
        var options = new AiCodeClientOptions(TestServer.Key);
        Assert.DoesNotContain(TestServer.Key, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(typeof(AiCodeClientOptions).GetProperties(), property => property.GetValue(options) as string == TestServer.Key);
        Assert.Throws<ArgumentException>(static () => new AiCodeClientOptions(""));
        Assert.Throws<ArgumentException>(static () => new AiCodeClientOptions(" "));
    }

    [Theory]
    [InlineData("https://api.cursor.com", true)]
    [InlineData("https://proxy.company.com:8443/cursor/", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://api.cursor.com", false)]
    [InlineData("http://127.0.0.1.evil.com", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("file:///etc", false)]
    [InlineData("https://user:word@api.cursor.com", false)]
    public void The_key_is_sent_only_over_https_or_to_loopback(string address, bool accepted)
    {
        Assert.Equal(accepted, AiCodeClientOptions.GetBaseUriError(new Uri(address)) is null);
        if (!accepted)
        {
            ArgumentException e = Assert.Throws<ArgumentException>(() => new AiCodeClientOptions(TestServer.Key, new Uri(address)));
            Assert.DoesNotContain(TestServer.Key, e.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_the_key_is_redacted()
    {
        var redactor = new ApiKeyRedactor("abcd");
        Assert.Equal("x***x", redactor.Redact("xabcdx"));
        var kept = new InvalidOperationException("nothing of it");
        Assert.Same(kept, redactor.Redact(kept));
        Assert.Null(redactor.Redact(new InvalidOperationException("abcd")));
        Assert.Null(redactor.Redact((Exception?)null));
    }

    [Fact]
    public void A_short_key_is_not_redacted_inside_words() => Assert.Equal("a page", new ApiKeyRedactor("a").Redact("a page"));
}
