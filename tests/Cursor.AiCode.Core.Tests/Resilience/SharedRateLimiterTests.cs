using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Resilience;

/// <summary>Tests that clients with one key share the rate limit. Row 46 of the faults.</summary>
public sealed class SharedRateLimiterTests
{
    private static readonly Uri BaseUri = new("https://api.example");

    [Theory]
    [InlineData(1, 8)]
    [InlineData(5, 40)]
    [InlineData(20, 100)]
    public async Task Any_60_seconds_contain_at_most_the_permitted_requests(int limit, int requests)
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter limiter = Limiter(folder, clock, limit);
        var times = new List<DateTimeOffset>();
        var random = new Random(limit);
        for (int i = 0; i < requests; i++)
        {
            long lease = await limiter.AcquireAsync(static _ => { }, default);
            DateTimeOffset sent = clock.GetUtcNow();
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(3000)));

            // The server can count the request at any time between its start and its response.
            times.Add(sent + ((clock.GetUtcNow() - sent) * random.NextDouble()));
            limiter.Complete(lease, refused: false);
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
        }

        AssertWithin(times, limit);
        Assert.True(times[^1] - times[0] < TimeSpan.FromSeconds(64 * (1 + (requests / limit))), "The limiter waited longer than necessary.");
    }

    [Fact]
    public async Task Requests_within_the_limit_do_not_wait()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter limiter = Limiter(folder, clock, 20);
        Assert.Equal(20, limiter.GetAvailablePermits());
        for (int i = 0; i < 20; i++)
        {
            limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: false);
            Assert.Equal(19 - i, limiter.GetAvailablePermits());
        }

        Assert.Empty(clock.Waits);
        _ = await limiter.AcquireAsync(static _ => { }, default);
        Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Clients_with_the_same_directory_share_the_rate_limit()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter[] limiters = [Limiter(folder, clock, 5), Limiter(folder, clock, 5)];
        var times = new List<DateTimeOffset>();
        for (int i = 0; i < 40; i++)
        {
            // The limiters alternate irregularly but not concurrently, because waits of one of them would advance the clock of the other.
            SharedRateLimiter limiter = limiters[i * 7 / 3 % 2];
            long lease = await limiter.AcquireAsync(static _ => { }, default);
            times.Add(clock.GetUtcNow());
            limiter.Complete(lease, refused: false);
        }

        AssertWithin(times, 5);
        Assert.Single(folder.Names);
    }

    [Fact]
    public async Task Each_key_endpoint_and_host_has_its_own_rate_limit()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter limiter = Limiter(folder, clock, 1);
        _ = await limiter.AcquireAsync(static _ => { }, default);
        Assert.Equal(0, limiter.GetAvailablePermits());
        Assert.Equal(1, Limiter(folder, clock, 1, key: "key_other").GetAvailablePermits());
        Assert.Equal(1, Limiter(folder, clock, 1, endpoint: "changes").GetAvailablePermits());
        Assert.Equal(1, Limiter(folder, clock, 1, host: new Uri("https://other.example")).GetAvailablePermits());
        Assert.Equal(0, Limiter(folder, clock, 1).GetAvailablePermits());
        Assert.DoesNotContain(folder.Names, static name => name.Contains("key_", StringComparison.Ordinal));
        foreach (string name in folder.Names)
        {
            Assert.DoesNotContain("key_", await File.ReadAllTextAsync(folder.File(name)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_429_lowers_the_limit_for_an_hour()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter limiter = Limiter(folder, clock, null);
        for (int i = 0; i < 5; i++)
        {
            limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: false);
        }

        limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: true);
        Assert.Equal(0, limiter.GetAvailablePermits());
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(5, limiter.GetAvailablePermits());
        Assert.Equal(5, Limiter(folder, clock, null).GetAvailablePermits());

        // A limit that the user specifies is used unchanged.
        Assert.Equal(30, Limiter(folder, clock, 30).GetAvailablePermits());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(20, limiter.GetAvailablePermits());
    }

    [Theory]
    [InlineData(60, 5)]
    [InlineData(59, 5)]
    [InlineData(null, 5)]
    [InlineData(1, 20)]
    [InlineData(30, 20)]
    public async Task A_429_lowers_the_limit_only_if_a_limit_per_minute_explains_its_delay(int? retryAfter, int expected)
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();

        // Ten seconds after the start of a minute, so that neither 1 nor 30 seconds later a new one starts.
        clock.Advance(TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (clock.GetUtcNow().UtcTicks % TimeSpan.TicksPerMinute)) + TimeSpan.FromSeconds(10));
        SharedRateLimiter limiter = Limiter(folder, clock, null);
        for (int i = 0; i < 5; i++)
        {
            limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: false);
        }

        TimeSpan? wait = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: true, wait);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(expected, limiter.GetAvailablePermits());
    }

    [Fact]
    public async Task A_429_after_one_request_lowers_the_limit_to_5()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter limiter = Limiter(folder, clock, null);
        limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: false);
        limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: true);
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(5, limiter.GetAvailablePermits());
    }

    [Fact]
    public async Task An_undocumented_limit_of_5_causes_one_429()
    {
        var clock = new TestTimeProvider();
        var served = new List<DateTimeOffset>();
        int refused = 0;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (served.Count(time => time > now.AddMinutes(-1)) >= 5)
            {
                refused++;
                return Response.Status(429, "{}", ("Retry-After", "60"))(context);
            }

            served.Add(now);
            int page = int.Parse(context.Request.Query["page"]!, System.Globalization.CultureInfo.InvariantCulture);
            return Response.PageOf(40, Response.Commit(page))(context);
        });
        using var client = new TestClient(server.BaseUri, requestsPerMinute: null, clock: clock);
        Assert.Equal(40, (await client.CommitsAsync(TestClient.Json with { PageSize = 1 })).Count);
        Assert.Equal(1, refused);
        Assert.Equal(41, server.Requests.Count);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("truncated")]
    [InlineData("zeros")]
    [InlineData("ones")]
    [InlineData("many entries")]
    public async Task Fault_46_a_corrupted_state_file_is_reset(string corruption)
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        SharedRateLimiter limiter = Limiter(folder, clock, 3);
        for (int i = 0; i < 3; i++)
        {
            _ = await limiter.AcquireAsync(static _ => { }, default);
        }

        Assert.Equal(0, limiter.GetAvailablePermits());
        string file = folder.File(Assert.Single(folder.Names));
        byte[] bytes = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, corruption switch
        {
            "empty" => [],
            "text" => "text that is longer than a state file of this limiter"u8.ToArray(),
            "truncated" => bytes[..^3],
            "zeros" => new byte[bytes.Length],
            "ones" => Enumerable.Repeat((byte)0xFF, bytes.Length).ToArray(),
            _ => [.. bytes[..24], .. BitConverter.GetBytes(int.MaxValue), .. bytes[28..]],
        });
        Assert.Equal(3, limiter.GetAvailablePermits());
        _ = await limiter.AcquireAsync(static _ => { }, default);
        Assert.Equal(2, Limiter(folder, clock, 3).GetAvailablePermits());
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task Fault_46_49_times_in_the_future_delay_at_most_one_minute()
    {
        using var folder = new TempFolder();
        foreach (TimeSpan ahead in new[] { TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromDays(400) })
        {
            var late = new TestTimeProvider();
            late.Advance(ahead);
            SharedRateLimiter wrong = Limiter(folder, late, 1, endpoint: "commits" + ahead.TotalSeconds);
            wrong.Complete(await wrong.AcquireAsync(static _ => { }, default), refused: false);
            wrong.Complete(await wrong.AcquireAsync(static _ => { }, default), refused: true);
            var clock = new TestTimeProvider();
            SharedRateLimiter limiter = Limiter(folder, clock, 1, endpoint: "commits" + ahead.TotalSeconds);
            _ = await limiter.AcquireAsync(static _ => { }, default);
            Assert.True(clock.GetUtcNow() - TestTimeProvider.DefaultStart <= TimeSpan.FromSeconds(61));
        }
    }

    [Fact]
    public async Task Fault_46_a_file_instead_of_the_directory_only_disables_sharing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("file"), "");
        await WorksInMemoryAsync(folder.File("file"));
        await WorksInMemoryAsync(Path.Combine(folder.File("file"), "below"));
    }

    [Fact]
    public async Task Fault_46_a_directory_instead_of_the_state_file_only_disables_sharing()
    {
        using var folder = new TempFolder();
        _ = await Limiter(folder, new TestTimeProvider(), 2).AcquireAsync(static _ => { }, default);
        string file = folder.File(Assert.Single(folder.Names));
        File.Delete(file);
        Directory.CreateDirectory(file);
        await WorksInMemoryAsync(folder.FullName);
    }

    [Fact]
    public async Task Fault_46_a_locked_state_file_is_ignored_for_5_minutes()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        _ = await Limiter(folder, clock, 5).AcquireAsync(static _ => { }, default);
        using (new FileStream(folder.File(Assert.Single(folder.Names)), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            // In memory, the limiter doesn't count the request in the file. It waits for the file only once.
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.Equal(5, Limiter(folder, clock, 5).GetAvailablePermits());
            TimeSpan first = watch.Elapsed;
            Assert.InRange(first, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(30));
            _ = await Limiter(folder, clock, 5).AcquireAsync(static _ => { }, default);
            Assert.Equal(4, Limiter(folder, clock, 5).GetAvailablePermits());
            Assert.True(watch.Elapsed - first < 2 * first);
        }

        foreach ((int seconds, bool shared) in new[] { (299, false), (2, true) })
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            byte[] before = await File.ReadAllBytesAsync(folder.File(folder.Names[0]));
            _ = await Limiter(folder, clock, 5).AcquireAsync(static _ => { }, default);
            byte[] after = await File.ReadAllBytesAsync(folder.File(folder.Names[0]));
            Assert.Equal(shared, !after.AsSpan().SequenceEqual(before));
        }
    }

    [Fact]
    public async Task The_limiter_waits_for_a_briefly_locked_state_file()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider();
        _ = await Limiter(folder, clock, 5).AcquireAsync(static _ => { }, default);
        Task<int> available;
        using (new FileStream(folder.File(Assert.Single(folder.Names)), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            available = Task.Run(() => Limiter(folder, clock, 5).GetAvailablePermits());
            await Task.Delay(20);
            Assert.False(available.IsCompleted);
        }

        Assert.Equal(4, await available);
    }

    [Fact]
    public async Task An_empty_path_disables_sharing_and_a_missing_directory_is_created()
    {
        string[] before = Directory.GetFiles(Directory.GetCurrentDirectory());
        await WorksInMemoryAsync("");
        Assert.Equal(before, Directory.GetFiles(Directory.GetCurrentDirectory()));
        using var folder = new TempFolder();
        string below = Path.Combine(folder.FullName, "a", "b");
        _ = await Limiter(below, new TestTimeProvider(), 2).AcquireAsync(static _ => { }, default);
        Assert.Single(Directory.GetFiles(below));
    }

    [Fact]
    public async Task A_wait_for_the_rate_limiter_can_be_canceled()
    {
        using var folder = new TempFolder();
        var clock = new TestTimeProvider { EndsWaits = false };
        SharedRateLimiter limiter = Limiter(folder, clock, 1);
        _ = await limiter.AcquireAsync(static _ => { }, default);
        using var stop = new CancellationTokenSource();
        Task<long> waiting = limiter.AcquireAsync(static _ => { }, stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, clock.Pending);
    }

    [Fact]
    public async Task A_failed_request_counts_toward_the_limit()
    {
        await using TestServer server = await TestServer.StartAsync(Response.Status(500), Response.Status(500), Response.Page());
        using var client = new TestClient(server.BaseUri, requestsPerMinute: 2);
        Assert.Empty(await client.CommitsAsync(TestClient.Json));
        Assert.Contains(client.Waits, static wait => wait.Duration > TimeSpan.FromSeconds(50));
    }

    private static async Task WorksInMemoryAsync(string folder)
    {
        var clock = new TestTimeProvider();
        string endpoint = "commits" + Guid.NewGuid();
        SharedRateLimiter limiter = Limiter(folder, clock, 2, endpoint);
        for (int i = 0; i < 2; i++)
        {
            limiter.Complete(await limiter.AcquireAsync(static _ => { }, default), refused: false);
        }

        Assert.Equal(0, Limiter(folder, clock, 2, endpoint).GetAvailablePermits());
        _ = await limiter.AcquireAsync(static _ => { }, default);
        Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));
    }

    private static SharedRateLimiter Limiter(TempFolder folder, TestTimeProvider clock, int? limit, string endpoint = "commits", string key = TestServer.Key, Uri? host = null) =>
        Limiter(folder.FullName, clock, limit, endpoint, key, host);

    private static SharedRateLimiter Limiter(string folder, TestTimeProvider clock, int? limit, string endpoint = "commits", string key = TestServer.Key, Uri? host = null)
    {
        var options = new AiCodeClientOptions(key, host ?? BaseUri) { RateLimiterDirectory = folder, TimeProvider = clock };
        return new SharedRateLimiter(new RateLimiterStateFile(options, endpoint), limit, clock);
    }

    // Of limit + 1 consecutive requests, the last is more than a minute after the first.
    private static void AssertWithin(List<DateTimeOffset> times, int limit)
    {
        for (int i = limit; i < times.Count; i++)
        {
            Assert.True(times[i] - times[i - limit] > TimeSpan.FromMinutes(1), $"Request {i} was sent {times[i] - times[i - limit]} after request {i - limit}.");
        }
    }
}
