using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Export;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests that the keys of the newest records are held, in memory that doesn't grow with the file.</summary>
public sealed class RecentKeysTests
{
    private static readonly DateTimeOffset Now = new(2025, 8, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(3);

    [Fact]
    public void Keys_reach_from_the_newest_record_to_the_span_before_it()
    {
        var keys = new RecentKeys(Span, Now);
        Observe(keys, -10);
        Observe(keys, -2);
        Observe(keys, -5);
        Assert.Equal(At(-5), keys.Since);
        Assert.True(keys.Covers(At(-5)));
        Assert.False(keys.Covers(At(-5) - 1));
        Assert.True(keys.Covers(At(0)));
    }

    [Fact]
    public void A_record_dated_in_the_future_is_not_the_newest()
    {
        var keys = new RecentKeys(Span, Now);
        Observe(keys, 100);
        Assert.Equal(At(-3), keys.Since);
    }

    [Fact]
    public void A_key_is_added_once()
    {
        var keys = new RecentKeys(Span, Now);
        Observe(keys, 0);
        Assert.True(keys.TryAdd(new RecordKey(1, 2), At(0)));
        Assert.False(keys.TryAdd(new RecordKey(1, 2), At(-1)));
        Assert.True(keys.TryAdd(new RecordKey(2, 2), At(0)));
    }

    [Fact]
    public void Old_keys_are_removed_and_those_of_the_span_are_kept()
    {
        const int PerDay = 10_000;
        const int Days = 60;
        var keys = new RecentKeys(Span, Now);
        for (int day = 1; day <= Days; day++)
        {
            Observe(keys, day - Days);
            Assert.All(Keys(day, PerDay), key => Assert.True(keys.TryAdd(key, At(day - Days))));
            Assert.All(Enumerable.Range(Math.Max(1, day - 3), Math.Min(4, day)), held => Assert.False(keys.TryAdd(Keys(held, 1).Single(), At(held - Days))));
        }

        // They aren't held anymore.
        Assert.True(keys.TryAdd(Keys(1, 1).Single(), At(0)));
        Assert.True(keys.TryAdd(Keys(40, 1).Single(), At(0)));
    }

    [Fact]
    public void All_keys_of_the_span_are_held_however_many_they_are()
    {
        const int Many = 300_000;
        var keys = new RecentKeys(Span, Now);
        Observe(keys, 0);
        Assert.True(Keys(1, Many).All(key => keys.TryAdd(key, At(-3))));
        Assert.DoesNotContain(Keys(1, Many), key => keys.TryAdd(key, At(-3)));
    }

    private static IEnumerable<RecordKey> Keys(int day, int count) =>
        Enumerable.Range(0, count).Select(number => new RecordKey((ulong)day, (ulong)number));

    private static void Observe(RecentKeys keys, int day) => keys.Observe(At(day));

    private static long At(int day) => Now.AddDays(day).UtcTicks;
}
