using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Faults;

/// <summary>The clock is set, or the machine sleeps, while a call waits. Row 49 of the faults.</summary>
public sealed class ClockFaultTests
{
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(30);

    /// <summary>Hours by which the clock is set; forward is also what a machine sees that has slept.</summary>
    public static TheoryData<double> Hours => [-10_000, -5, -0.5, -0.01, 0.01, 0.5, 5, 10_000];

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Fault_49_a_wait_for_the_rate_limiter_takes_at_most_two_windows(double hours)
    {
        var clock = new TestTimeProvider { EndsWaits = false };
        await using TestServer server = await TestServer.StartAsync(Response.Page(Response.Commit()));
        using var client = new TestClient(server.BaseUri, requestsPerMinute: 1, clock: clock);
        Assert.Single(await client.CommitsAsync(TestClient.Json));
        TimeSpan waited = await ReadAsync(client, TimeSpan.FromHours(hours));
        Assert.InRange(waited, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(121));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Fault_49_a_delay_that_the_server_requests_takes_that_long(double hours)
    {
        var clock = new TestTimeProvider { EndsWaits = false };
        await using TestServer server = await TestServer.StartAsync(
            Response.Status(429, "{}", ("Retry-After", "40")), Response.Status(503), Response.Page(Response.Commit()));
        using var client = new TestClient(server.BaseUri, clock: clock);
        TimeSpan waited = await ReadAsync(client, TimeSpan.FromHours(hours));
        Assert.InRange(waited, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(70));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Fault_49_an_observed_limit_expires_despite_clock_changes(double hours)
    {
        var clock = new TestTimeProvider { EndsWaits = false };
        await using TestServer server = await TestServer.StartAsync(
            Response.Page(Response.Commit()), Response.Status(429, "{}", ("Retry-After", "60")), Response.Page(Response.Commit()));
        using var client = new TestClient(server.BaseUri, requestsPerMinute: null, clock: clock);
        Assert.Single(await client.CommitsAsync(TestClient.Json));
        _ = await ReadAsync(client, TimeSpan.FromHours(hours));

        // Two hours on by any clock, the lesson of 5 a minute is forgotten: the usual 20 go at once.
        clock.Advance(TimeSpan.FromHours(2.1));
        int before = client.Waits.Count;
        for (int i = 0; i < 15; i++)
        {
            Assert.Single(await client.CommitsAsync(TestClient.Json));
        }

        Assert.Equal(before, client.Waits.Count);
    }

    // Reads, lets each wait last as long as it was told, and sets the clock in the first of them.
    private static async Task<TimeSpan> ReadAsync(TestClient client, TimeSpan set)
    {
        TimeSpan waited = TimeSpan.Zero;
        int passed = client.Waits.Count;
        Task<List<AiCommit>> reading = client.CommitsAsync(TestClient.Json);
        var giveUp = Task.Delay(GiveUp);
        while (!reading.IsCompleted)
        {
            Assert.False(giveUp.IsCompleted, "It goes on for ever.");
            if (client.Waits.Count == passed || client.Clock.Pending == 0)
            {
                await Task.Delay(2);
                continue;
            }

            client.Clock.Set(waited == TimeSpan.Zero ? set : TimeSpan.Zero);
            TimeSpan wait = client.Waits[passed++].Duration;
            client.Clock.Advance(wait);
            waited += wait;
        }

        Assert.Single(await reading);
        return waited;
    }
}
