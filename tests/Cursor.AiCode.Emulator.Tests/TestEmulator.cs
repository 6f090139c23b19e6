using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>An emulator with little data that ends at a fixed time, and an HTTP client with the key.</summary>
internal sealed class TestEmulator : IAsyncDisposable
{
    public const string Commits = "/analytics/ai-code/commits";
    public const string Changes = "/analytics/ai-code/changes";
    public const string CommitsCsv = "/analytics/ai-code/commits.csv";
    public const string ChangesCsv = "/analytics/ai-code/changes.csv";

    /// <summary>A Friday, three weeks after the documentation's samples.</summary>
    public static readonly DateTimeOffset Noon = new(2025, 8, 22, 12, 0, 0, TimeSpan.Zero);

    private TestEmulator(EmulatorServer server, TestTimeProvider time)
    {
        Server = server;
        Time = time;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = server.BaseUri };
        Client.DefaultRequestHeaders.Authorization = Basic(server.ApiKey);
    }

    public EmulatorServer Server { get; }

    public TestTimeProvider Time { get; }

    public HttpClient Client { get; }

    /// <summary>Starts a server, by default without a rate limit and with few records.</summary>
    public static async Task<TestEmulator> StartAsync(Func<EmulatorOptions, EmulatorOptions>? with = null)
    {
        var time = new TestTimeProvider(Noon) { EndsWaits = false };
        var options = new EmulatorOptions { TimeProvider = time, Limit = 0, Commits = 3000, Changes = 5000 };
        return new TestEmulator(await EmulatorServer.StartAsync(with is null ? options : with(options)), time);
    }

    public static AuthenticationHeaderValue Basic(string key, string password = "") =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":" + password)));

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<JsonObject> JsonAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        string body = await response.Content.ReadAsStringAsync();
        Xunit.Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!.AsObject();
    }

    public async Task<string> TextAsync(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        string body = await response.Content.ReadAsStringAsync();
        Xunit.Assert.True(response.IsSuccessStatusCode, body);
        return body;
    }

    public async Task<int> TotalAsync(string path) => (await JsonAsync(path))["totalCount"]!.GetValue<int>();

    /// <summary>The rows of a CSV response, including the header.</summary>
    public async Task<List<string[]>> RowsAsync(string path) => CsvText.Parse(await TextAsync(path));

    /// <summary>The status and message of an error response.</summary>
    public async Task<(int Status, string Message)> ErrorAsync(string path, AuthenticationHeaderValue? key = null, bool noKey = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.BaseUri, path));
        request.Headers.Authorization = key ?? (noKey ? null : Client.DefaultRequestHeaders.Authorization);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using HttpResponseMessage response = await client.SendAsync(request);
        JsonNode? body = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body!["message"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
