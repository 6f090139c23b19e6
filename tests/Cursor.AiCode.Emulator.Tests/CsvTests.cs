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
        await using Emulated it = await Emulated.StartAsync(o => o with { Shape = shape });
        List<string[]> rows = await it.RowsAsync(Emulated.CommitsCsv);
        Assert.Equal(header, string.Join(',', rows[0]));
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        int source = Array.IndexOf(rows[0], "commit_source");
        Assert.Equal(shape != ApiShape.Older, source >= 0 && rows.Skip(1).Any(r => r[source] == "cloud"));
        bool json = (await it.TextAsync(Emulated.Commits)).Contains("commitSource", StringComparison.Ordinal);
        Assert.Equal(shape != ApiShape.Older, json);
    }

    [Fact]
    public async Task Changes_have_the_documented_columns_and_metadata_is_quoted()
    {
        await using Emulated it = await Emulated.StartAsync();
        using HttpResponseMessage response = await it.GetAsync(Emulated.ChangesCsv);
        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.TransferEncodingChunked);
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal(
            "change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json", lines[0]);
        Assert.Contains(",\"[{\"\"fileName\"\":\"\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_always_quoted_and_other_fields_where_they_must_be()
    {
        await using Emulated it = await Emulated.StartAsync();
        string text = await it.TextAsync(Emulated.CommitsCsv + "?startDate=60d");
        Assert.Contains(",\"wip\",", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",wip,", text, StringComparison.Ordinal);
        Assert.Contains(",main,true,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_header_comes_where_there_is_no_record()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Commits = 0, Changes = 0 });
        Assert.Single(await it.RowsAsync(Emulated.CommitsCsv));
        Assert.Single(await it.RowsAsync(Emulated.ChangesCsv + "?user=1"));
        Assert.Equal(0, await it.TotalAsync(Emulated.Commits));
    }

    [Theory]
    [InlineData(Emulated.CommitsCsv)]
    [InlineData(Emulated.ChangesCsv)]
    public async Task Lines_end_as_asked_and_only_the_ends_differ(string path)
    {
        await using Emulated unix = await Emulated.StartAsync();
        await using Emulated windows = await Emulated.StartAsync(o => o with { Newline = CsvNewline.CrLf });
        string text = await windows.TextAsync(path);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.Equal(await unix.RowsAsync(path), CsvText.Parse(text));
        Assert.DoesNotContain("created_at\r\n", await unix.TextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_is_compressed_where_both_sides_want_it()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Gzip = true });
        foreach (string path in new[] { Emulated.CommitsCsv, Emulated.Commits })
        {
            string plain = await it.TextAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using HttpResponseMessage response = await it.Client.SendAsync(request);
            Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
            await using var unzipped = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            using var reader = new StreamReader(unzipped, Encoding.UTF8);
            Assert.Equal(plain, await reader.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task Without_the_option_nothing_is_compressed()
    {
        await using Emulated it = await Emulated.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Emulated.CommitsCsv);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using HttpResponseMessage response = await it.Client.SendAsync(request);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Csv_can_be_behind_a_redirect_whose_target_needs_the_key_again(int status)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { CsvRedirect = status, Limit = 1 });
        using HttpResponseMessage first = await it.GetAsync(Emulated.CommitsCsv + "?startDate=3d&user=1");
        Assert.Equal(status, (int)first.StatusCode);
        string target = first.Headers.Location!.OriginalString;
        Assert.StartsWith("/", target, StringComparison.Ordinal);
        Assert.Equal(401, (await it.ErrorAsync(target, noKey: true)).Status);
        await using Emulated direct = await Emulated.StartAsync();
        Assert.Equal(await direct.TextAsync(Emulated.CommitsCsv + "?startDate=3d&user=1"), await it.TextAsync(target));
        await it.JsonAsync(Emulated.Commits);
    }

    [Fact]
    public async Task A_throttled_body_keeps_to_its_pace_by_the_servers_clock()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { ThrottleMegabytes = 0.1, Commits = 3000 });
        Task<string> body = it.TextAsync(Emulated.CommitsCsv + "?startDate=60d");
        var slept = TimeSpan.Zero;
        var real = Stopwatch.StartNew();
        while (!body.IsCompleted && real.Elapsed < TimeSpan.FromSeconds(30))
        {
            if (it.Time.Waiting > 0)
            {
                it.Time.Advance(TimeSpan.FromSeconds(0.1));
                slept += TimeSpan.FromSeconds(0.1);
            }

            await Task.Yield();
        }

        double expected = Encoding.UTF8.GetByteCount(await body) / 0.1e6;
        Assert.InRange(slept.TotalSeconds, expected - 1, expected + 1);
    }
}
