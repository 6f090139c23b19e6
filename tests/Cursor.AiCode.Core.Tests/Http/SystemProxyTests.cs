using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Cursor.AiCode.Http;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Http;

/// <summary>Tests the proxy of the environment variables, which can be set at any time.</summary>
public sealed class SystemProxyTests
{
    private static readonly Uri Api = new("https://api.cursor.com/analytics");
    private static readonly string[] Variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    [Fact]
    public async Task Trial_N04_a_proxy_that_is_set_after_the_first_call_is_used()
    {
        await using RawServer first = RawServer.Start(RawResponse.Of("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", RawEnd.Keep));
        await using RawServer second = RawServer.Start(RawResponse.Of("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", RawEnd.Keep));
        var variables = new Dictionary<string, string> { ["HTTPS_PROXY"] = first.BaseUri.ToString() };
        using HttpMessageHandler handler = SharedHttpHandler.Create(useProxy: true, new SystemProxy(variables.GetValueOrDefault));
        await FailAsync();
        Assert.NotEmpty(first.Requests);
        Assert.Empty(second.Requests);

        variables["HTTPS_PROXY"] = second.BaseUri.ToString();
        int requests = first.Requests.Count;
        await FailAsync();
        Assert.Equal(requests, first.Requests.Count);
        Assert.All(second.Requests, static line => Assert.StartsWith("CONNECT localhost:9 ", line, StringComparison.Ordinal));

        variables["NO_PROXY"] = "localhost";
        requests = second.Requests.Count;
        Assert.NotEqual(0, requests);
        await FailAsync();
        Assert.Equal(requests, second.Requests.Count);

        async Task FailAsync()
        {
            using var client = new AiCodeClient(new AiCodeClientOptions(TestServer.Key, new Uri("https://localhost:9"))
            {
                Handler = handler,
                RateLimiterDirectory = "",
                TimeProvider = new TestTimeProvider(),
            });
            _ = await Assert.ThrowsAsync<AiCodeException>(() => client.CountCommitsAsync(TestClient.Json));
        }
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("api.cursor.com", true)]
    [InlineData("API.Cursor.com", true)]
    [InlineData("cursor.com", true)]
    [InlineData(".cursor.com", true)]
    [InlineData("*.cursor.com", true)]
    [InlineData("localhost, cursor.com", true)]
    [InlineData("localhost;cursor.com", true)]
    [InlineData("api.cursor.com:443", true)]
    [InlineData("api.cursor.com:8443", false)]
    [InlineData("ursor.com", false)]
    [InlineData("cursor.org", false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("", false)]
    public void Trial_N04_exceptions_have_the_formats_that_curl_accepts(string exceptions, bool bypassed) =>
        Assert.Equal(bypassed, IsBypassed(exceptions, Api));

    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("11.1.2.3", "10.0.0.0/8", false)]
    [InlineData("10.1.2.3", "10.1.2.3", true)]
    [InlineData("10.1.2.3", "10.1.2.4", false)]
    [InlineData("api.cursor.com", "10.1.2.3", false)]
    [InlineData("10.1.2.3", "10.1.2.3/32", true)]
    [InlineData("10.1.2.3", "10.1.2.2/31", true)]
    [InlineData("10.1.2.3", "10.1.2.2/32", false)]
    [InlineData("10.1.2.3", "10.1.2.3/99", true)]
    [InlineData("10.1.2.3", "10.1.2.0/25", true)]
    [InlineData("10.1.2.130", "10.1.2.0/25", false)]
    [InlineData("[fd00::1]", "fd00::1", true)]
    [InlineData("[fd00::1]", "[fd00::1]", true)]
    [InlineData("[fd00::1]", "fd00::/8", true)]
    [InlineData("[fd00::1]", "10.0.0.0/8", false)]
    [InlineData("10.1.2.3", "10.0.0.0/x", false)]
    public void Trial_N04_exceptions_can_be_addresses_and_networks(string host, string exceptions, bool bypassed) =>
        Assert.Equal(bypassed, IsBypassed(exceptions, new Uri($"https://{host}/")));

    [Theory]
    [InlineData("http://proxy.example:8080", "http://proxy.example:8080/", null, null)]
    [InlineData("proxy.example:8080", "http://proxy.example:8080/", null, null)]
    [InlineData("proxy.example", "http://proxy.example/", null, null)]
    [InlineData("http://user:p%40ss@proxy.example:8080/", "http://proxy.example:8080/", "user", "p@ss")]
    [InlineData("user@proxy.example:3128", "http://proxy.example:3128/", "user", "")]
    [InlineData("https://proxy.example", "https://proxy.example/", null, null)]
    [InlineData("socks4://proxy.example", "socks4://proxy.example:1080/", null, null)]
    [InlineData("socks4a://proxy.example:9050", "socks4a://proxy.example:9050/", null, null)]
    [InlineData("socks5://proxy.example", "socks5://proxy.example:1080/", null, null)]
    public void Trial_N04_a_proxy_can_have_credentials_and_no_scheme(string value, string address, string? user, string? password)
    {
        foreach (string variable in Variables)
        {
            var proxy = new SystemProxy(name => name == variable ? value : null);
            Uri? found = proxy.GetProxy(Api);
            Assert.Equal(address, found?.ToString());
            NetworkCredential? credential = ((ICredentials)proxy).GetCredential(found!, "Basic");
            Assert.Equal((user, password), (credential?.UserName, credential?.Password));
            Assert.Null(((ICredentials)proxy).GetCredential(Api, "Basic"));
        }
    }

    [Fact]
    public void Trial_N04_lowercase_variables_have_priority_and_HTTPS_PROXY_over_ALL_PROXY()
    {
        var variables = Variables.ToDictionary(static name => name, static name => $"http://{(char.IsLower(name[0]) ? "lower" : "upper")}-{name[..3].ToLowerInvariant()}.example");
        foreach (string expected in new[] { "lower-htt", "upper-htt", "lower-all", "upper-all" })
        {
            Assert.Equal(expected + ".example", new SystemProxy(variables.GetValueOrDefault).GetProxy(Api)!.Host);
            _ = variables.Remove(Variables.First(variables.ContainsKey));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("ftp://proxy.example")]
    [InlineData("http://")]
    public void Trial_N04_an_invalid_value_leaves_the_system_proxy(string value)
    {
        IWebProxy system = HttpClient.DefaultProxy;
        var proxy = new SystemProxy(_ => value);
        Assert.Equal(system.IsBypassed(Api) || system.GetProxy(Api) is null, proxy.IsBypassed(Api) || proxy.GetProxy(Api) is null);
    }

    // The lowercase variable has priority, if it isn't blank.
    private static bool IsBypassed(string exceptions, Uri address)
    {
        bool upper = IsBypassed(new Dictionary<string, string> { ["NO_PROXY"] = exceptions, ["no_proxy"] = " " }, address);
        Assert.Equal(upper, IsBypassed(new Dictionary<string, string> { ["no_proxy"] = exceptions.Length > 0 ? exceptions : "other.example", ["NO_PROXY"] = "*" }, address));
        return upper;
    }

    private static bool IsBypassed(Dictionary<string, string> variables, Uri address)
    {
        variables["HTTPS_PROXY"] = "http://proxy.example";
        return new SystemProxy(variables.GetValueOrDefault).IsBypassed(address);
    }
}
