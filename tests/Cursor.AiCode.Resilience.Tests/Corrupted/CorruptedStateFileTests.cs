using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Corrupted;

/// <summary>Tests corrupted rate limiter state files: no crash, and no delay of more than one window.</summary>
public sealed class CorruptedStateFileTests
{
    private const string Key = "key_state";
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(60.5);

    [Fact]
    public async Task Fault_46_a_corrupted_state_file_delays_at_most_one_window()
    {
        using var folder = new TempFolder();
        byte[] state = await CreateStateFileAsync(folder, 12);
        int waited = 0;
        for (int i = 0; i < 1500; i++)
        {
            waited += await TryAsync(folder, Mutation.Of(new Random(i), state), i) ? 1 : 0;
        }

        Assert.True(waited < 1000);
    }

    [Fact]
    public async Task Fault_46_a_truncated_state_file_is_read_or_reset()
    {
        using var folder = new TempFolder();
        byte[] state = await CreateStateFileAsync(folder, 12);
        for (int length = 0; length <= state.Length; length++)
        {
            await TryAsync(folder, state[..length], length);
        }
    }

    [Theory]
    [InlineData(-3650)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(3650)]
    public async Task Fault_46_49_a_state_file_of_another_time_delays_at_most_one_window(int days)
    {
        using var folder = new TempFolder();
        byte[] state = await CreateStateFileAsync(folder, 20, days);
        await TryAsync(folder, state, days);
    }

    // Returns the state file of this many requests, by a clock that can be wrong.
    private static async Task<byte[]> CreateStateFileAsync(TempFolder folder, int requests, int days = 0)
    {
        var clock = new TestTimeProvider();
        clock.Advance(TimeSpan.FromDays(Math.Max(0, days)));
        using AiCodeClient client = Api().Client(Key, new Shifted(clock, TimeSpan.FromDays(Math.Min(0, days))), folder.FullName, requestsPerMinute: null);
        for (int i = 0; i < requests; i++)
        {
            Assert.Equal(7, await client.CountCommitsAsync(FakeApi.Query(AiCodeTransport.Json)));
        }

        return await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder.FullName)));
    }

    private static async Task<bool> TryAsync(TempFolder folder, byte[] state, int number)
    {
        await File.WriteAllBytesAsync(Assert.Single(Directory.GetFiles(folder.FullName)), state);
        var clock = new TestTimeProvider();
        using AiCodeClient client = Api().Client(Key, clock, folder.FullName, requestsPerMinute: null);
        for (int i = 0; i < 2; i++)
        {
            int before = clock.Waits.Count;
            Assert.Equal(7, await client.CountCommitsAsync(FakeApi.Query(AiCodeTransport.Json)));
            TimeSpan waited = TimeSpan.FromTicks(clock.Waits.Skip(before).Sum(static wait => wait.Ticks));
            Assert.True(waited <= MaxDelay, $"State file {number} delayed a request by {waited}.");
        }

        return clock.Waits.Count > 0;
    }

    private static FakeApi Api() => new(static _ => ("application/json", new MemoryStream(Encoding.UTF8.GetBytes("""{"items":[],"totalCount":7}"""))));

    private sealed class Shifted(TestTimeProvider clock, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + by;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override System.Threading.ITimer CreateTimer(System.Threading.TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
