using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class CsvTests
{
    private const string Lines =
        "total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,"
        + "non_ai_lines_added,non_ai_lines_deleted,message,commit_ts,created_at";

    [Theory]
    [InlineData(ApiShape.Older, "commit_hash,user_id,user_email,repo_name,branch_name,is_primary_branch," + Lines)]
    [InlineData(ApiShape.Newer, "commit_hash,user_id,user_email,repo_name,branch_name,is_primary_branch,commit_source," + Lines)]
    [InlineData(ApiShape.NewerSample, "commit_hash,commit_source,user_id,user_email,repo_name,branch_name,is_primary_branch," + Lines)]
    public async Task Commits_have_the_documented_columns(ApiShape shape, string header)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Shape = shape });
        List<string[]> rows = await emulator.RowsAsync(TestEmulator.CommitsCsv);
        Assert.Equal(header, string.Join(',', rows[0]));
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        int source = Array.IndexOf(rows[0], "commit_source");
        Assert.Equal(shape != ApiShape.Older, source >= 0 && rows.Skip(1).Any(r => r[source] == "cloud"));
        bool json = (await emulator.TextAsync(TestEmulator.Commits)).Contains("commitSource", StringComparison.Ordinal);
        Assert.Equal(shape != ApiShape.Older, json);
    }

    [Fact]
    public async Task Changes_have_the_documented_columns_and_metadata_is_quoted()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.ChangesCsv);
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.TransferEncodingChunked);
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal(
            "change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json", lines[0]);
        Assert.Contains(",\"[{\"\"fileName\"\":\"\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_always_quoted_and_other_fields_when_needed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string text = await emulator.TextAsync(TestEmulator.CommitsCsv + "?startDate=60d");
        Assert.Contains(",\"wip\",", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",wip,", text, StringComparison.Ordinal);
        Assert.Contains(",main,true,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_csv_has_a_header()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Commits = 0, Changes = 0 });
        Assert.Single(await emulator.RowsAsync(TestEmulator.CommitsCsv));
        Assert.Single(await emulator.RowsAsync(TestEmulator.ChangesCsv + "?user=1"));
        Assert.Equal(0, await emulator.TotalAsync(TestEmulator.Commits));
    }

    [Theory]
    [InlineData(TestEmulator.CommitsCsv)]
    [InlineData(TestEmulator.ChangesCsv)]
    public async Task Newline_changes_only_the_line_endings(string path)
    {
        await using TestEmulator unix = await TestEmulator.StartAsync();
        await using TestEmulator windows = await TestEmulator.StartAsync(o => o with { Newline = CsvNewline.Crlf });
        string text = await windows.TextAsync(path);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.Equal(await unix.RowsAsync(path), CsvText.Parse(text));
        Assert.DoesNotContain("created_at\r\n", await unix.TextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_compresses_for_clients_that_accept_it()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Gzip = true });
        foreach (string path in new[] { TestEmulator.CommitsCsv, TestEmulator.Commits })
        {
            string plain = await emulator.TextAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using HttpResponseMessage response = await emulator.Client.SendAsync(request);
            Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
            await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            using var reader = new StreamReader(unzipped, Encoding.UTF8);
            Assert.Equal(plain, await reader.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Without_the_option_nothing_is_compressed()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, TestEmulator.CommitsCsv);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage response = await emulator.Client.SendAsync(request);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_csv_redirect_target_requires_the_key(int status)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { CsvRedirect = status, Limit = 1 });
        using HttpResponseMessage first = await emulator.GetAsync(TestEmulator.CommitsCsv + "?startDate=3d&user=1");
        Assert.Equal(status, (int)first.StatusCode);
        string target = first.Headers.Location!.OriginalString;
        Assert.StartsWith("/", target, StringComparison.Ordinal);
        Assert.Equal(401, (await emulator.ErrorAsync(target, noKey: true)).Status);
        await using TestEmulator direct = await TestEmulator.StartAsync();
        Assert.Equal(await direct.TextAsync(TestEmulator.CommitsCsv + "?startDate=3d&user=1"), await emulator.TextAsync(target));
        await emulator.JsonAsync(TestEmulator.Commits);
    }

    [Fact]
    public async Task A_throttled_body_keeps_its_rate()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { ThrottleMegabytes = 0.1, Commits = 3000 });
        Task<string> body = emulator.TextAsync(TestEmulator.CommitsCsv + "?startDate=60d");
        var elapsed = TimeSpan.Zero;
        var real = Stopwatch.StartNew();
        while (!body.IsCompleted && real.Elapsed < TimeSpan.FromSeconds(30))
        {
            if (emulator.Time.Pending > 0)
            {
                emulator.Time.Advance(TimeSpan.FromSeconds(0.1));
                elapsed += TimeSpan.FromSeconds(0.1);
            }

            await Task.Yield();
        }

        double expected = Encoding.UTF8.GetByteCount(await body) / 0.1e6;
        Assert.InRange(elapsed.TotalSeconds, expected - 1, expected + 1);
    }
}
