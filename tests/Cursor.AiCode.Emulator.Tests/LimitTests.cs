using System;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task The_default_limit_is_20_requests_a_minute()
    {
        Assert.Equal(20, new EmulatorOptions().Limit);
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Limit = 20 });
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
        }

        Assert.Equal(429, await StatusAsync(emulator, TestEmulator.Commits));
    }

    [Fact]
    public async Task Each_endpoint_has_its_own_limit()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Limit = 1 });
        string[] paths = [TestEmulator.Commits, TestEmulator.CommitsCsv, TestEmulator.Changes, TestEmulator.ChangesCsv];
        foreach (string path in paths)
        {
            Assert.Equal(200, await StatusAsync(emulator, path));
        }

        foreach (string path in paths)
        {
            Assert.Equal(429, await StatusAsync(emulator, path));
        }
    }

    [Fact]
    public async Task A_fixed_window_is_a_minute_of_the_clock()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Limit = 1 });
        emulator.Time.Advance(TimeSpan.FromSeconds(48.5));
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
        using HttpResponseMessage refused = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(12), refused.Headers.RetryAfter!.Delta);
        emulator.Time.Advance(TimeSpan.FromSeconds(11.4));
        Assert.Equal(429, await StatusAsync(emulator, TestEmulator.Commits));
        emulator.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
    }

    [Fact]
    public async Task A_sliding_window_counts_the_last_60_seconds()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Limit = 2, LimitModel = LimitModel.Sliding });
        emulator.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
        emulator.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
        using HttpResponseMessage refused = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);
        emulator.Time.Advance(TimeSpan.FromSeconds(39.9));
        Assert.Equal(429, await StatusAsync(emulator, TestEmulator.Commits));
        emulator.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
        Assert.Equal(429, await StatusAsync(emulator, TestEmulator.Commits));
    }

    [Fact]
    public async Task RetryAfter_can_be_a_date_or_absent()
    {
        await using TestEmulator dated = await TestEmulator.StartAsync(o => o with { Limit = 1, RetryAfter = RetryAfterStyle.Date });
        await StatusAsync(dated, TestEmulator.Commits);
        using HttpResponseMessage refused = await dated.GetAsync(TestEmulator.Commits);
        Assert.Equal(TestEmulator.Noon.AddMinutes(1), refused.Headers.RetryAfter!.Date);
        Assert.Equal(TestEmulator.Noon, refused.Headers.Date);

        await using TestEmulator silent = await TestEmulator.StartAsync(o => o with { Limit = 1, RetryAfter = RetryAfterStyle.None });
        await StatusAsync(silent, TestEmulator.Commits);
        using HttpResponseMessage bare = await silent.GetAsync(TestEmulator.Commits);
        Assert.Equal(429, (int)bare.StatusCode);
        Assert.Null(bare.Headers.RetryAfter);
    }

    [Fact]
    public async Task Unauthorized_requests_do_not_count_and_bad_requests_do()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Limit = 1 });
        await emulator.ErrorAsync(TestEmulator.Commits, TestEmulator.Basic("wrong"));
        Assert.Equal(400, await StatusAsync(emulator, TestEmulator.Commits + "?page=0"));
        Assert.Equal(429, await StatusAsync(emulator, TestEmulator.Commits));
    }

    [Fact]
    public async Task An_unchanged_response_is_304_and_does_not_count()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Limit = 2 });
        using HttpResponseMessage first = await emulator.GetAsync(TestEmulator.Commits + "?startDate=5d");
        using var again = new HttpRequestMessage(HttpMethod.Get, TestEmulator.Commits + "?startDate=5d");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage unchanged = await emulator.Client.SendAsync(again);
        Assert.Equal(304, (int)unchanged.StatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Get, TestEmulator.Commits + "?startDate=5d&page=2");
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage changed = await emulator.Client.SendAsync(other);
        Assert.Equal(200, (int)changed.StatusCode);
        Assert.Equal(429, await StatusAsync(emulator, TestEmulator.Commits));
    }

    private static async Task<int> StatusAsync(TestEmulator emulator, string path)
    {
        using HttpResponseMessage response = await emulator.GetAsync(path);
        return (int)response.StatusCode;
    }
}
