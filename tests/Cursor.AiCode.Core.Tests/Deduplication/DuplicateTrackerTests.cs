using System;
using System.Collections.Generic;
using Cursor.AiCode.Deduplication;
using Xunit;

namespace Cursor.AiCode.Tests.Deduplication;

public sealed class DuplicateTrackerTests
{
    [Fact]
    public void A_record_is_new_once_then_replayed_in_each_pass_and_otherwise_a_duplicate()
    {
        var tracker = new DuplicateTracker(static () => 10);
        tracker.BeginPass();
        Assert.Equal(DuplicateStatus.New, tracker.Track(Key(1)));
        Assert.Equal(DuplicateStatus.Duplicate, tracker.Track(Key(1)));
        tracker.BeginPass();
        Assert.Equal(0, tracker.PassCount);
        Assert.Equal(DuplicateStatus.Replayed, tracker.Track(Key(1)));
        Assert.Equal(DuplicateStatus.Duplicate, tracker.Track(Key(1)));
        Assert.Equal(DuplicateStatus.New, tracker.Track(Key(2)));
        tracker.BeginPass();
        Assert.Equal(DuplicateStatus.Replayed, tracker.Track(Key(2)));
        Assert.Equal((2, 1), (tracker.DistinctCount, tracker.PassCount));
    }

    // The API sorts its records by time, but the tracker must not depend on it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Counts_equal_those_of_hash_sets(int seed)
    {
        var random = new Random(seed);
        var tracker = new DuplicateTracker(static () => 10);
        HashSet<int> all = [];
        for (int pass = 0; pass < 20; pass++)
        {
            tracker.BeginPass();
            HashSet<int> inPass = [];
            for (int i = random.Next(300); i > 0; i--)
            {
                int record = random.Next(200);
                DuplicateStatus expected = inPass.Contains(record) ? DuplicateStatus.Duplicate : all.Contains(record) ? DuplicateStatus.Replayed : DuplicateStatus.New;
                Assert.Equal(expected, tracker.Track(Key(record)));
                _ = all.Add(record);
                _ = inPass.Add(record);
            }

            Assert.Equal((all.Count, inPass.Count), (tracker.DistinctCount, tracker.PassCount));
        }
    }

    [Fact]
    public void Keys_that_differ_in_one_bit_are_distinct()
    {
        var table = new RecordKeyTable(0);
        for (int bit = 0; bit < 64; bit++)
        {
            Assert.Equal(0, table.Set(new RecordKey(1UL << bit, 0), 1));
        }

        // The last byte isn't a part of the key.
        for (int bit = 8; bit < 64; bit++)
        {
            Assert.Equal(0, table.Set(new RecordKey(0, 1UL << bit), 1));
        }

        Assert.Equal(64 + 56, table.Count);
    }

    [Fact]
    public void A_wrong_expected_count_allocates_little_memory()
    {
        var table = new RecordKeyTable(long.MaxValue);
        Assert.Equal(0, table.Set(Key(1), 1));
        Assert.InRange(table.Capacity, 1, 1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void A_million_records_take_less_than_30_bytes_each(long expectedCount)
    {
        const int Count = 1_000_000, SlotLength = 16;
        var table = new RecordKeyTable(expectedCount);
        foreach (int pass in new[] { 1, 2, RecordKeyTable.MaxPass })
        {
            var random = new Random(1);
            int before = pass == RecordKeyTable.MaxPass ? 2 : pass - 1;
            for (int i = 0; i < Count; i++)
            {
                var key = new RecordKey((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
                Assert.Equal(before, table.Set(key, pass));
            }
        }

        Assert.Equal(Count, table.Count);
        Assert.InRange(table.Capacity * SlotLength, SlotLength * Count, 30 * Count);
    }

    private static RecordKey Key(int record) => new((ulong)record, (ulong)record);
}
