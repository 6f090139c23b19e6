using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Cursor.AiCode.Deduplication;
using Xunit;

namespace Cursor.AiCode.Tests.Records;

/// <summary>What little memory tells is what a memory of everything would tell, or that it can't tell.</summary>
public sealed class DuplicateTrackerTests
{
    public enum Order
    {
        NewestFirst,
        OldestFirst,
        Shuffled,
    }

    public static TheoryData<Order, int, int> Shapes()
    {
        var shapes = new TheoryData<Order, int, int>();
        foreach (Order order in Enum.GetValues<Order>())
        {
            foreach (int capacity in new[] { 1, 2, 3, 7, 50, 1000 })
            {
                foreach (int sameTime in new[] { 1, 3, 40 })
                {
                    shapes.Add(order, capacity, sameTime);
                }
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Nothing_is_told_wrongly(Order order, int capacity, int sameTime)
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var seen = new DuplicateTracker(capacity);
            var naive = new Naive();
            (RecordKey Key, long Time)[] records = Records(random, order, sameTime);
            int passes = random.Next(1, 4);
            Outcome outcome = Outcome.Same;
            for (int pass = 0; pass < passes && outcome != Outcome.GivenUp; pass++)
            {
                seen.BeginPass();
                naive.BeginPass();

                // A pass that is not the last may break off.
                int length = pass == passes - 1 ? records.Length : random.Next(records.Length);
                outcome = Compare(seen, naive, WithDoubles(random, records.Take(length), near: Math.Min(capacity, 5)));
            }

            switch (outcome)
            {
                case Outcome.Same:
                    Assert.Equal(naive.Distinct, seen.Distinct);
                    Assert.Equal(naive.InPass, seen.InPass);
                    Assert.True(seen.EvictedCameAgain);
                    break;
                case Outcome.InDoubt:
                    Assert.True(seen.InPass != seen.Distinct && !seen.EvictedCameAgain, "What was in doubt must not pass right in the end.");
                    break;
                default:
                    Assert.True(order == Order.Shuffled || passes > 1, "Records in order are not given up in a first pass.");
                    break;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_record_that_is_gone_in_the_last_pass_is_missed(bool forgotten)
    {
        var seen = new DuplicateTracker(capacity: 5);
        (RecordKey Key, long Time)[] records = Records(new Random(1), Order.NewestFirst, 1);
        seen.BeginPass();
        Note(seen, records);
        seen.BeginPass();
        int gone = forgotten ? 3 : records.Length - 2;
        Note(seen, records.Where((_, index) => index != gone));
        Assert.Equal(records.Length - 1, seen.InPass);
        Assert.Equal(records.Length, seen.Distinct);
    }

    [Fact]
    public void A_record_that_is_gone_is_missed_however_many_come_after_it()
    {
        var seen = new DuplicateTracker(capacity: 5);
        (RecordKey Key, long Time)[] records = Enumerable.Range(1, 40).Select(static i => (new RecordKey(7, (ulong)i), (long)-i)).ToArray();
        seen.BeginPass();
        Note(seen, records.Take(8));
        seen.BeginPass();
        Note(seen, records.Where(static (_, index) => index != 2));
        Assert.Equal(records.Length - 1, seen.InPass);
        Assert.Equal(records.Length, seen.Distinct);
    }

    [Fact]
    public void Records_whose_order_turns_are_remembered()
    {
        // So many that no filter tells what was forgotten.
        var seen = new DuplicateTracker(capacity: 2);
        seen.Expect(BloomFilter.MaxKeys + 1);
        seen.BeginPass();
        foreach (int time in Enumerable.Range(90, 11).Reverse().Concat(Enumerable.Range(200, 11)).Append(150))
        {
            Assert.Equal(DuplicateStatus.New, seen.Note(new RecordKey(7, (ulong)time), time));
        }

        Assert.Equal(23, seen.InPass);
    }

    [Fact]
    public void A_record_in_the_place_of_a_forgotten_one_does_not_pass_for_it()
    {
        var seen = new DuplicateTracker(capacity: 5);
        (RecordKey Key, long Time)[] records = Records(new Random(1), Order.NewestFirst, 1);
        seen.BeginPass();
        Note(seen, records);
        seen.BeginPass();
        records[3].Key = new RecordKey(99, 99);
        Note(seen, records);
        Assert.Equal(seen.Distinct, seen.InPass + 1);
        Assert.False(seen.EvictedCameAgain);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Records_far_out_of_their_order_are_told_as_new_and_their_doubles_are_not(int count)
    {
        var seen = new DuplicateTracker();
        seen.Expect(count);
        for (int pass = 1; pass <= 2; pass++)
        {
            seen.BeginPass();
            for (int i = 0; i < count; i++)
            {
                DuplicateStatus sighting = seen.Note(Key(i), i == count - 5000 || i == count - 20 ? -i / 2 : -i);
                Assert.Equal(pass == 1 ? DuplicateStatus.New : DuplicateStatus.Again, sighting);
            }

            Assert.Equal(count, seen.InPass);
            Assert.Equal(count, seen.Distinct);
            Assert.True(seen.EvictedCameAgain);
        }

        Assert.InRange(seen.Remembered, 1, count - 1);
        Assert.Contains(seen.Note(Key(7), -7), new[] { DuplicateStatus.Unknown, DuplicateStatus.Double });
    }

    [Fact]
    public void Of_too_many_records_a_far_one_is_not_told()
    {
        var seen = new DuplicateTracker(capacity: 50);
        seen.Expect(BloomFilter.MaxKeys + 1);
        seen.BeginPass();
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(DuplicateStatus.New, seen.Note(Key(i), -i));
        }

        seen.Expect(1100);
        for (int i = 1000; i < 1100; i++)
        {
            Assert.Equal(DuplicateStatus.New, seen.Note(Key(i), -i));
        }

        Assert.Equal(DuplicateStatus.Unknown, seen.Note(Key(5000), -7));
    }

    [Fact]
    public void Doubles_of_forgotten_records_near_each_other_count_once_in_a_second_pass()
    {
        var seen = new DuplicateTracker(capacity: 50);
        seen.BeginPass();
        for (int i = 0; i < 1000; i++)
        {
            _ = seen.Note(Key(i), -i);
        }

        seen.BeginPass();
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(DuplicateStatus.Again, seen.Note(Key(i), -i));
            for (int back = Math.Max(0, i - 10); back < i; back++)
            {
                Assert.Equal(DuplicateStatus.Double, seen.Note(Key(back), -back));
            }
        }

        Assert.Equal(1000, seen.InPass);
        Assert.True(seen.EvictedCameAgain);
    }

    [Fact]
    public void A_record_that_came_between_two_passes_is_new_wherever_it_lies()
    {
        var seen = new DuplicateTracker(capacity: 50);
        seen.Expect(1000);
        seen.BeginPass();
        Note(seen, Enumerable.Range(0, 1000).Where(static i => i != 20).Select(static i => (Key(i), (long)-i)));
        seen.BeginPass();
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(i == 20 ? DuplicateStatus.New : DuplicateStatus.Again, seen.Note(Key(i), -i));
        }

        Assert.Equal(1000, seen.InPass);
        Assert.Equal(1000, seen.Distinct);
        Assert.True(seen.EvictedCameAgain);
    }

    [Fact]
    public void A_double_of_a_forgotten_record_is_not_taken_for_a_new_one()
    {
        var seen = new DuplicateTracker(capacity: 5);
        (RecordKey Key, long Time)[] records = Records(new Random(1), Order.NewestFirst, 1);
        seen.BeginPass();
        Note(seen, records);
        Assert.Equal(DuplicateStatus.Unknown, seen.Note(records[0].Key, records[0].Time));
    }

    [Fact]
    public void Records_in_order_take_little_memory()
    {
        var seen = new DuplicateTracker(capacity: 1000);
        seen.BeginPass();
        for (int i = 0; i < 400_000; i++)
        {
            Assert.Equal(DuplicateStatus.New, seen.Note(new RecordKey((ulong)i, (ulong)i), -i));
            Assert.InRange(seen.Remembered, 0, 3000);
        }

        Assert.Equal(400_000, seen.InPass);
    }

    [Fact]
    public void After_a_pass_that_broke_off_they_take_as_little()
    {
        var seen = new DuplicateTracker(capacity: 1000);
        foreach (int length in new[] { 50_000, 100_000, 200_000 })
        {
            long known = seen.Distinct;
            seen.BeginPass();
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(i < known ? DuplicateStatus.Again : DuplicateStatus.New, seen.Note(Key(i), -i));
                Assert.InRange(seen.Remembered, 0, 4000);
            }

            Assert.Equal(length, seen.InPass);
            Assert.Equal(length, seen.Distinct);
            Assert.True(seen.EvictedCameAgain);
        }
    }

    [Fact]
    public void A_record_that_comes_later_than_in_the_pass_before_is_known()
    {
        var seen = new DuplicateTracker(capacity: 5);
        (RecordKey Key, long Time)[] records = Enumerable.Range(1, 40).Select(static i => (Key(i), (long)-i)).ToArray();
        seen.BeginPass();
        Note(seen, records.Take(8));
        seen.BeginPass();
        Note(seen, records.Where(static (_, index) => index != 2));
        Assert.Equal(DuplicateStatus.Again, seen.Note(records[2].Key, records[2].Time));
        Assert.Equal(records.Length, seen.InPass);
        Assert.Equal(records.Length, seen.Distinct);
        Assert.True(seen.EvictedCameAgain);
    }

    [Fact]
    public void Records_in_no_order_are_all_remembered()
    {
        var seen = new DuplicateTracker(capacity: 2);
        seen.BeginPass();
        foreach (int i in new[] { 3, 1, 2, 5, 4 })
        {
            Assert.Equal(DuplicateStatus.New, seen.Note(new RecordKey((ulong)i, (ulong)i), i));
        }

        Assert.Equal(5, seen.Remembered);
        Assert.Equal(5, seen.Distinct);
    }

    private static RecordKey Key(int record)
    {
        byte[] hash = SHA256.HashData(BitConverter.GetBytes(record));
        return new RecordKey(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }

    private static void Note(DuplicateTracker seen, IEnumerable<(RecordKey Key, long Time)> records)
    {
        foreach ((RecordKey key, long time) in records)
        {
            _ = seen.Note(key, time);
        }
    }

    // A new record must be told as one, and no other; a double of one that was forgotten may pass for its return until
    // the pass is over.
    private static Outcome Compare(DuplicateTracker seen, Naive naive, IEnumerable<(RecordKey Key, long Time)> records)
    {
        Outcome outcome = Outcome.Same;
        foreach ((RecordKey key, long time) in records)
        {
            DuplicateStatus sighting = seen.Note(key, time);
            if (sighting == DuplicateStatus.Unknown)
            {
                return Outcome.GivenUp;
            }

            DuplicateStatus truth = naive.Note(key);
            if (truth == DuplicateStatus.Double && sighting == DuplicateStatus.Again)
            {
                outcome = Outcome.InDoubt;
            }
            else
            {
                Assert.Equal(truth, sighting);
            }
        }

        return outcome;
    }

    private static (RecordKey Key, long Time)[] Records(Random random, Order order, int sameTime)
    {
        int count = random.Next(1, 300);
        (RecordKey Key, long Time)[] records = Enumerable.Range(0, count)
            .Select(i => (new RecordKey((ulong)random.NextInt64(), (ulong)i), (long)(i / sameTime)))
            .ToArray();
        switch (order)
        {
            case Order.NewestFirst:
                Array.Reverse(records);
                break;
            case Order.Shuffled:
                random.Shuffle(records);
                break;
        }

        return records;
    }

    // As where pages shift: the last few come once more.
    private static IEnumerable<(RecordKey Key, long Time)> WithDoubles(Random random, IEnumerable<(RecordKey Key, long Time)> records, int near)
    {
        var last = new Queue<(RecordKey Key, long Time)>();
        foreach ((RecordKey Key, long Time) record in records)
        {
            yield return record;
            last.Enqueue(record);
            if (last.Count > near)
            {
                _ = last.Dequeue();
            }

            if (random.Next(10) == 0)
            {
                foreach ((RecordKey Key, long Time) again in last)
                {
                    yield return again;
                }
            }
        }
    }

    private enum Outcome
    {
        Same,
        InDoubt,
        GivenUp,
    }

    private sealed class Naive
    {
        private readonly HashSet<RecordKey> _all = [];
        private readonly HashSet<RecordKey> _inPass = [];

        public long Distinct => _all.Count;

        public long InPass => _inPass.Count;

        public void BeginPass() => _inPass.Clear();

        public DuplicateStatus Note(RecordKey key) => !_inPass.Add(key) ? DuplicateStatus.Double : _all.Add(key) ? DuplicateStatus.New : DuplicateStatus.Again;
    }
}
