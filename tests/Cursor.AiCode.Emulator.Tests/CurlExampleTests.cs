using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>Tests that every curl example of the API documentation works with the address of the emulator.</summary>
public sealed class CurlExampleTests
{
    public static TheoryData<CurlExample> Examples { get; } = new(CurlExample.All());

    [Fact]
    public void All_documented_examples_are_included()
    {
        CurlExample[] all = CurlExample.All().ToArray();
        Assert.Equal(24, all.Length);
        Assert.Equal(7, all.Select(e => e.UrlAt(new Uri("http://x")).PathAndQuery).Distinct().Count());
        Assert.Equal(6, all.Select(e => e.Credentials).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_works_with_HttpClient(CurlExample example)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { CsvRedirect = example.FollowsRedirects ? 302 : null });
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(example.Credentials)));
        HttpResponseMessage response = await client.GetAsync(example.UrlAt(emulator.Server.BaseUri));
        if (example.FollowsRedirects)
        {
            response = await client.GetAsync(new Uri(emulator.Server.BaseUri, response.Headers.Location!));
        }

        Assert.Equal(200, (int)response.StatusCode);
        Check(example, await response.Content.ReadAsStringAsync());
        response.Dispose();
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_works_with_curl(CurlExample example)
    {
        if (FindCurl() is not string curl)
        {
            return;
        }

        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { CsvRedirect = example.FollowsRedirects ? 302 : null });
        DirectoryInfo folder = Directory.CreateTempSubdirectory("curl-example-");
        try
        {
            var start = new ProcessStartInfo(curl, example.Arguments(emulator.Server.BaseUri))
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            start.Environment["no_proxy"] = "127.0.0.1";
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string text = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
            Check(example, example.OutputFile is string file ? await File.ReadAllTextAsync(Path.Combine(folder.FullName, file)) : text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Check(CurlExample example, string body)
    {
        bool one = example.Line.Contains("user=", StringComparison.Ordinal);
        if (example.OutputFile is not null)
        {
            Assert.InRange(CsvText.Parse(body).Count, one ? 5 : 500, 5000);
            Assert.Equal(one, CsvText.Parse(body).Skip(1).All(r => r.Contains("developer@company.com")));
            return;
        }

        JsonObject page = JsonNode.Parse(body)!.AsObject();
        Assert.InRange(page["items"]!.AsArray().Count, 1, 200);
        Assert.Equal(one, page["items"]!.AsArray().All(i => i!["userEmail"]!.GetValue<string>() == "developer@company.com"));
    }

    private static string? FindCurl() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, "curl"), Path.Combine(folder, "curl.exe") })
        .FirstOrDefault(File.Exists);
}
