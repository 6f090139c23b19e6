using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Faults;

/// <summary>Tests clock changes, or a computer that sleeps, during a wait. Row 49 of the faults.</summary>
public sealed class ClockFaultTests
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    /// <summary>The hours by which the clock is set. After sleep, the clock of a computer is ahead.</summary>
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
    public async Task Fault_49_a_requested_delay_is_not_affected_by_clock_changes(double hours)
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

        // After two hours by any clock, the observed limit of 5 has expired, and the default limit of 20 applies.
        clock.Advance(TimeSpan.FromHours(2.1));
        int before = client.Waits.Count;
        for (int i = 0; i < 15; i++)
        {
            Assert.Single(await client.CommitsAsync(TestClient.Json));
        }

        Assert.Equal(before, client.Waits.Count);
    }

    // Reads commits, advances the clock by the duration of each wait, and sets the clock during the first one.
    private static async Task<TimeSpan> ReadAsync(TestClient client, TimeSpan set)
    {
        TimeSpan waited = TimeSpan.Zero;
        int passed = client.Waits.Count;
        Task<List<AiCommit>> reading = client.CommitsAsync(TestClient.Json);
        var timeout = Task.Delay(MaxDuration);
        while (!reading.IsCompleted)
        {
            Assert.False(timeout.IsCompleted, "The call doesn't end.");
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
