using System;
using System.Linq;
using Cursor.AiCode.Deduplication;
using Xunit;

namespace Cursor.AiCode.Tests.Records;

/// <summary>A filter never denies a key that it was given, and seldom takes another for one.</summary>
public sealed class BloomFilterTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(10, 10)]
    [InlineData(1000, 100_000)]
    [InlineData(100_000, 100_000)]
    public void What_was_added_may_be_there(long expected, int added)
    {
        var filter = new BloomFilter(expected);
        RecordKey[] keys = Keys(added, seed: 1);
        foreach (RecordKey key in keys)
        {
            filter.Add(key);
        }

        Assert.All(keys, key => Assert.True(filter.MayHold(key)));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(40_000)]
    [InlineData(BloomFilter.MaxKeys)]
    public void Of_a_thousand_others_few_may_be_there(int added)
    {
        var filter = new BloomFilter(added);
        foreach (RecordKey key in Keys(added, seed: 1))
        {
            filter.Add(key);
        }

        Assert.InRange(Keys(100_000, seed: 2).Count(key => filter.MayHold(key)), 0, 150);
    }

    [Fact]
    public void An_empty_one_holds_nothing() => Assert.DoesNotContain(Keys(1000, seed: 1), key => new BloomFilter(1000).MayHold(key));

    private static RecordKey[] Keys(int count, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => new RecordKey((ulong)random.NextInt64(), (ulong)random.NextInt64())).ToArray();
    }
}
