using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests a proxy in the environment variables: errors contain its name but not its credentials, and it never receives the key.</summary>
public sealed class ProxyTests
{
    private const string User = "proxy-user-4c1";
    private const string Password = "proxy-word-9d7";
    private const string Key = "key_2a6f8e07b1c94d53";

    private static readonly string[] Read =
        ["read", "--uri", "https://api.example/", "--key", Key, "--start", "2025-07-01", "--end", "2025-07-02", "--speed", "50"];

    [Theory]
    [InlineData("407 Proxy Authentication Required", 1)]
    [InlineData("403 Forbidden", 1)]
    [InlineData("502 Bad Gateway", 4)]
    public async Task Fault_25_a_proxy_that_rejects_the_request_is_named_without_its_credentials(string status, int attempts)
    {
        await using RawServer proxy = RawServer.Start(RawResponse.Of(
            $"HTTP/1.1 {status}\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n", RawEnd.Keep));
        HostResult result = (await HostRun.RunAsync(Read, Through(proxy.BaseUri))).Failed(AiCodeErrorKind.ProxyRefused);
        Assert.Contains($"127.0.0.1:{proxy.BaseUri.Port}", result.Message, StringComparison.Ordinal);
        Assert.Contains(status[..3], result.Message, StringComparison.Ordinal);
        AssertNoCredentials(result);
        Assert.Equal(attempts, result.Requests);
        Assert.All(proxy.Requests, static line => Assert.StartsWith("CONNECT api.example:443 ", line, StringComparison.Ordinal));
        Assert.All(proxy.RequestHeaders, static head => Secret.AssertNotIn(Key, head));

        // If the proxy requires credentials, the client sends them.
        Assert.Equal(status.StartsWith("407", StringComparison.Ordinal), proxy.RequestHeaders.Any(static head => head.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Fault_25_an_unreachable_proxy_is_named_without_its_credentials()
    {
        HostResult result = (await HostRun.RunAsync(Read, Through(new Uri("http://127.0.0.1:1")))).Failed(AiCodeErrorKind.Unreachable);
        Assert.Contains("proxy http://127.0.0.1:1", result.Message, StringComparison.Ordinal);
        AssertNoCredentials(result);
    }

    [Fact]
    public async Task Fault_25_44_plain_http_bypasses_the_proxy()
    {
        await using RawServer proxy = RawServer.Start(RawResponse.Complete("application/json", "{}"));
        await using Company company = await Company.StartAsync(new EmulatorOptions { Commits = 10, Changes = 0, Days = 5, Limit = 0 });
        Assert.Equal(10, (await HostRun.RunAsync(company.Read(5), Through(proxy.BaseUri))).Succeeded().Records);
        Assert.Empty(proxy.Requests);
    }

    private static Dictionary<string, string> Through(Uri proxy)
    {
        string address = $"http://{User}:{Password}@{proxy.Authority}";
        return new() { ["http_proxy"] = address, ["https_proxy"] = address, ["HTTPS_PROXY"] = address, ["ALL_PROXY"] = address, ["no_proxy"] = "", ["NO_PROXY"] = "" };
    }

    private static void AssertNoCredentials(HostResult result)
    {
        string all = result.ToString();
        Assert.DoesNotContain(User, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, all, StringComparison.Ordinal);
    }
}
