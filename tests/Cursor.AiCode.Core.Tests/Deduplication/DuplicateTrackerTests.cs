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
        var tracker = new DuplicateTracker(static () => 2);
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
    public void A_wrong_reported_count_does_not_allocate_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var tracker = new DuplicateTracker(static () => long.MaxValue);
        tracker.BeginPass();
        _ = tracker.Track(Key(1));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);
    }

    private static RecordKey Key(int record) => new((ulong)record, (ulong)record);
}
