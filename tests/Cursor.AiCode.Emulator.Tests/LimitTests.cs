using System;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task The_default_is_the_newest_documents_20_a_minute()
    {
        Assert.Equal(20, new EmulatorOptions().Limit);
        await using Emulated it = await Emulated.StartAsync(o => o with { Limit = 20 });
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
        }

        Assert.Equal(429, await StatusAsync(it, Emulated.Commits));
    }

    [Fact]
    public async Task Each_endpoint_has_its_own_budget()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Limit = 1 });
        string[] paths = [Emulated.Commits, Emulated.CommitsCsv, Emulated.Changes, Emulated.ChangesCsv];
        foreach (string path in paths)
        {
            Assert.Equal(200, await StatusAsync(it, path));
        }

        foreach (string path in paths)
        {
            Assert.Equal(429, await StatusAsync(it, path));
        }
    }

    [Fact]
    public async Task Fixed_windows_are_the_minutes_of_the_clock()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Limit = 1 });
        it.Time.Advance(TimeSpan.FromSeconds(48.5));
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
        using HttpResponseMessage refused = await it.GetAsync(Emulated.Commits);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(12), refused.Headers.RetryAfter!.Delta);
        it.Time.Advance(TimeSpan.FromSeconds(11.4));
        Assert.Equal(429, await StatusAsync(it, Emulated.Commits));
        it.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
    }

    [Fact]
    public async Task A_sliding_window_counts_the_last_60_seconds()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Limit = 2, LimitModel = LimitModel.Sliding });
        it.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
        it.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
        using HttpResponseMessage refused = await it.GetAsync(Emulated.Commits);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);
        it.Time.Advance(TimeSpan.FromSeconds(39.9));
        Assert.Equal(429, await StatusAsync(it, Emulated.Commits));
        it.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
        Assert.Equal(429, await StatusAsync(it, Emulated.Commits));
    }

    [Fact]
    public async Task The_wait_can_be_a_date_by_the_servers_own_clock_or_left_out()
    {
        await using Emulated dated = await Emulated.StartAsync(o => o with { Limit = 1, RetryAfter = RetryAfterStyle.Date });
        await StatusAsync(dated, Emulated.Commits);
        using HttpResponseMessage refused = await dated.GetAsync(Emulated.Commits);
        Assert.Equal(Emulated.Noon.AddMinutes(1), refused.Headers.RetryAfter!.Date);
        Assert.Equal(Emulated.Noon, refused.Headers.Date);

        await using Emulated silent = await Emulated.StartAsync(o => o with { Limit = 1, RetryAfter = RetryAfterStyle.None });
        await StatusAsync(silent, Emulated.Commits);
        using HttpResponseMessage bare = await silent.GetAsync(Emulated.Commits);
        Assert.Equal(429, (int)bare.StatusCode);
        Assert.Null(bare.Headers.RetryAfter);
    }

    [Fact]
    public async Task Who_is_refused_costs_the_team_nothing_and_bad_requests_do()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Limit = 1 });
        await it.ErrorAsync(Emulated.Commits, Emulated.Basic("wrong"));
        Assert.Equal(400, await StatusAsync(it, Emulated.Commits + "?page=0"));
        Assert.Equal(429, await StatusAsync(it, Emulated.Commits));
    }

    [Fact]
    public async Task An_answer_that_the_client_holds_already_is_304_and_costs_nothing()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Limit = 2 });
        using HttpResponseMessage first = await it.GetAsync(Emulated.Commits + "?startDate=5d");
        using var again = new HttpRequestMessage(HttpMethod.Get, Emulated.Commits + "?startDate=5d");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage unchanged = await it.Client.SendAsync(again);
        Assert.Equal(304, (int)unchanged.StatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Get, Emulated.Commits + "?startDate=5d&page=2");
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage changed = await it.Client.SendAsync(other);
        Assert.Equal(200, (int)changed.StatusCode);
        Assert.Equal(429, await StatusAsync(it, Emulated.Commits));
    }

    private static async Task<int> StatusAsync(Emulated it, string path)
    {
        using HttpResponseMessage response = await it.GetAsync(path);
        return (int)response.StatusCode;
    }
}
