using System;
using System.IO;
using System.Linq;
using Cursor.AiCode.Resilience;
using Xunit;

namespace Cursor.AiCode.Tests.Resilience;

/// <summary>Tests which requests the state contains, and which limit it observes, with the precision of ticks.</summary>
public sealed class RateLimiterStateTests
{
    private const long OneTick = 1;
    private static readonly DateTimeOffset Now = new(2025, 7, 31, 12, 0, 10, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_request_is_evicted_when_it_leaves_the_window()
    {
        using RateLimiterState state = Of(Now);
        state.Evict(Now + Minute - TimeSpan.FromTicks(OneTick), Minute);
        Assert.Equal(1, state.Count);
        state.Evict(Now + Minute, Minute);
        Assert.Equal(0, state.Count);
    }

    [Fact]
    public void A_time_up_to_a_minute_ahead_counts_as_now_and_a_later_one_is_ignored()
    {
        using RateLimiterState state = Of(Now + Minute, Now + Minute + TimeSpan.FromTicks(OneTick), Now);
        state.Evict(Now, Minute);
        Assert.Equal(2, state.Count);
        Assert.Equal(Now, state.EntryFromEnd(1));
        Assert.Equal(Now, state.EntryFromEnd(2));
    }

    [Fact]
    public void The_oldest_request_is_found_regardless_of_the_order_of_responses()
    {
        using RateLimiterState state = Of(Now.AddSeconds(5), Now.AddSeconds(1), Now.AddSeconds(3), Now.AddSeconds(2));
        Assert.Equal([5, 3, 2, 1], Enumerable.Range(1, 4).Select(limit => (state.EntryFromEnd(limit) - Now).Seconds));
    }

    [Fact]
    public void A_response_updates_its_own_request_and_restores_an_evicted_one()
    {
        using RateLimiterState state = new(static _ => { });
        long first = state.Add(Now), second = state.Add(Now);
        Assert.NotEqual(first, second);
        state.Complete(second, Now.AddSeconds(9), served: true);
        Assert.Equal(2, state.Count);
        Assert.Equal(Now.AddSeconds(9), state.EntryFromEnd(1));
        Assert.Equal(Now, state.EntryFromEnd(2));
        state.Complete(first + second + 1, Now.AddSeconds(7), served: true);
        Assert.Equal(3, state.Count);
        Assert.Equal(Now.AddSeconds(7), state.EntryFromEnd(2));
    }

    [Theory]
    [InlineData(0, 6, null)]
    [InlineData(1, 0, 5)]
    [InlineData(5, 1, 5)]
    [InlineData(7, 3, 7)]
    public void The_observed_limit_is_the_number_of_served_requests_but_at_least_5(int served, int unserved, int? limit)
    {
        using RateLimiterState state = Of(Enumerable.Repeat(Now, served).ToArray());
        for (int i = 0; i < unserved; i++)
        {
            _ = state.Add(Now);
        }

        state.ObserveLimit(Now, null);
        Assert.Equal(limit, state.ObservedLimit);
    }

    [Fact]
    public void The_observed_limit_only_increases_within_a_minute()
    {
        using RateLimiterState state = Of(Now, Now, Now, Now, Now, Now);
        state.ObserveLimit(Now, null);
        state.Complete(77, Now, served: true);
        state.ObserveLimit(Now.AddSeconds(30), null);
        Assert.Equal(7, state.ObservedLimit);
        state.Evict(Now.AddSeconds(61), TimeSpan.FromSeconds(61));
        Assert.Equal(0, state.Count);
        state.Complete(78, Now.AddSeconds(61), served: true);

        // The limit of 7 was observed at 30 seconds. A lower one doesn't replace it within a minute.
        state.ObserveLimit(Now.AddSeconds(90) - TimeSpan.FromTicks(OneTick), null);
        Assert.Equal(7, state.ObservedLimit);
        state.ObserveLimit(Now.AddSeconds(90), null);
        Assert.Equal(5, state.ObservedLimit);
    }

    [Fact]
    public void The_same_observation_within_a_minute_does_not_extend_the_limit()
    {
        using RateLimiterState state = Of(Now);
        state.ObserveLimit(Now, null);
        state.ObserveLimit(Now.AddSeconds(30), null);
        state.Evict(Now.AddHours(1).AddTicks(OneTick), Minute);
        Assert.Null(state.ObservedLimit);
    }

    [Fact]
    public void An_observed_limit_expires_after_an_hour_even_if_the_clock_moves_back()
    {
        foreach ((TimeSpan later, bool holds) in new[]
        {
            (TimeSpan.FromHours(1), true),
            (TimeSpan.FromHours(1) + TimeSpan.FromTicks(OneTick), false),
            (-TimeSpan.FromHours(1), true),
            (-TimeSpan.FromHours(1) - TimeSpan.FromTicks(OneTick), false),
        })
        {
            using RateLimiterState state = Of(Now);
            state.ObserveLimit(Now, null);
            state.Evict(Now + later, Minute);
            Assert.Equal(holds ? 5 : null, state.ObservedLimit);
        }
    }

    // The oldest request was served 20 seconds ago, and the next minute begins in 50 seconds.
    [Theory]
    [InlineData(40, 0, true)]
    [InlineData(38, 0, true)]
    [InlineData(42, 0, true)]
    [InlineData(38, -1, false)]
    [InlineData(42, 1, false)]
    [InlineData(48, 0, true)]
    [InlineData(52, 0, true)]
    [InlineData(48, -1, false)]
    [InlineData(52, 1, false)]
    [InlineData(60, 0, false)]
    public void A_delay_sets_the_limit_if_a_window_of_a_minute_explains_it(int seconds, int ticks, bool isObserved)
    {
        using RateLimiterState state = Of(Now.AddSeconds(-10), Now.AddSeconds(-20), Now.AddSeconds(-5));
        state.ObserveLimit(Now, TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(ticks));
        Assert.Equal(isObserved ? 5 : null, state.ObservedLimit);
    }

    [Fact]
    public void An_unexplained_delay_sets_the_limit_if_it_recurs_within_two_minutes()
    {
        foreach ((TimeSpan later, bool isObserved) in new[]
        {
            (TimeSpan.FromMinutes(2), true),
            (TimeSpan.FromMinutes(2) + TimeSpan.FromTicks(OneTick), false),
        })
        {
            using RateLimiterState state = Of(Now);
            state.ObserveLimit(Now, TimeSpan.FromSeconds(5));
            Assert.Null(state.ObservedLimit);
            state.ObserveLimit(Now + later, TimeSpan.FromSeconds(5));
            Assert.Equal(isObserved ? 5 : null, state.ObservedLimit);
        }
    }

    [Fact]
    public void The_state_is_written_and_read()
    {
        using RateLimiterState state = Of(Now, Now.AddSeconds(-3));
        _ = state.Add(Now.AddSeconds(-7));
        state.ObserveLimit(Now, null);
        using var stream = new MemoryStream();
        stream.Write(new byte[1000]);
        state.WriteTo(stream);
        using RateLimiterState read = Read(stream.ToArray());
        Assert.Equal(3, read.Count);
        Assert.Equal(5, read.ObservedLimit);
        Assert.Equal([0, -3, -7], Enumerable.Range(1, 3).Select(limit => (read.EntryFromEnd(limit) - Now).Seconds));

        // The state also contains the time of the observation, and whether a request was served.
        read.Evict(Now + TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        Assert.Equal(5, read.ObservedLimit);
        read.ObserveLimit(Now.AddSeconds(61), null);
        Assert.Equal(5, read.ObservedLimit);
    }

    [Fact]
    public void An_unexplained_delay_is_written_and_read()
    {
        using RateLimiterState state = Of(Now);
        state.ObserveLimit(Now, TimeSpan.FromSeconds(5));
        using var stream = new MemoryStream();
        state.WriteTo(stream);
        using RateLimiterState read = Read(stream.ToArray());
        Assert.Null(read.ObservedLimit);
        read.ObserveLimit(Now.AddSeconds(30), TimeSpan.FromSeconds(5));
        Assert.Equal(5, read.ObservedLimit);
    }

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(10_001, 0)]
    public void A_file_with_too_many_entries_is_ignored(int entries, int read)
    {
        using RateLimiterState state = Read(File(limit: 0, entries, entries));
        Assert.Equal(read, state.Count);
    }

    [Fact]
    public void Only_the_last_10_000_entries_are_written()
    {
        using RateLimiterState state = Read(File(limit: 0, 10_000, 10_000));
        for (int i = 1; i <= 3; i++)
        {
            _ = state.Add(Now.AddTicks(i));
        }

        using var stream = new MemoryStream();
        state.WriteTo(stream);
        using RateLimiterState read = Read(stream.ToArray());
        Assert.Equal(10_000, read.Count);
        Assert.Equal([3, 2, 1, 0], Enumerable.Range(1, 4).Select(limit => (read.EntryFromEnd(limit) - Now).Ticks));
    }

    [Fact]
    public void An_invalid_file_is_an_empty_state()
    {
        byte[] good = File(limit: 7, 2, 2);
        Assert.Equal((2, 7), Of(Read(good)));
        Assert.Equal((0, null), Of(Read([])));
        Assert.Equal((0, null), Of(Read([1, .. good.AsSpan(1)])));
        Assert.Equal((0, null), Of(Read(File(limit: -1, 2, 2))));
        Assert.Equal((0, null), Of(Read(File(limit: 7, -1, 0))));
        Assert.Equal((0, null), Of(Read(File(limit: 7, 3, 2))));
        Assert.Equal((0, null), Of(Read(good[..^1])));
        Assert.Equal((0, null), Of(Read([.. good.AsSpan(0, good.Length - 9), .. Enumerable.Repeat((byte)0xFF, 9)])));

        static (int, int?) Of(RateLimiterState state)
        {
            using (state)
            {
                return (state.Count, state.ObservedLimit);
            }
        }
    }

    [Fact]
    public void Dispose_runs_once()
    {
        int closed = 0;
        RateLimiterState state = new(_ => closed++);
        state.Dispose();
        state.Dispose();
        Assert.Equal(1, closed);
        state.Reopen(_ => closed += 10).Dispose();
        Assert.Equal(11, closed);
    }

    // Returns a state with requests that were served at these times.
    private static RateLimiterState Of(params DateTimeOffset[] served)
    {
        var state = new RateLimiterState(static _ => { });
        foreach (DateTimeOffset time in served)
        {
            state.Complete(state.Add(time), time, served: true);
        }

        return state;
    }

    private static RateLimiterState Read(byte[] file)
    {
        var state = new RateLimiterState(static _ => { });
        using var stream = new MemoryStream(file);
        state.ReadFrom(stream);
        return state;
    }

    private static byte[] File(int limit, int count, int entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("ACB2"u8);
        writer.Write(limit);
        writer.Write(Now.UtcTicks);
        writer.Write(0L);
        writer.Write(count);
        for (int i = 0; i < entries; i++)
        {
            writer.Write((long)i);
            writer.Write(Now.UtcTicks);
            writer.Write(true);
        }

        return stream.ToArray();
    }
}
