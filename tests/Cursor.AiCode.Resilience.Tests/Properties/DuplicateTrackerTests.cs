using System;
using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Resilience.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Properties;

/// <summary>
/// What a memory of little tells, against a memory of everything, for any passes at all: where its three numbers agree
/// in the end, what it called new is just what there is, each once.
/// </summary>
public sealed class DuplicateTrackerTests
{
    private sealed record Passes(int Capacity, int[][] Records)
    {
        public override string ToString() => $"capacity {Capacity}: {string.Join(" | ", Records.Select(static pass => string.Join(' ', pass)))}";
    }

    [Fact]
    public void What_agrees_in_the_end_is_the_truth()
    {
        // A record is a number, and two have one time. Passes come in order or in none, break off, bring doubles, and
        // are whole in the end; or anything comes.
        Gen<Passes> passes =
            from capacity in Gen.Choose(1, 6)
            from size in Gen.Choose(1, 40)
            from order in Gen.Elements<Func<IEnumerable<int>, IEnumerable<int>>>(static all => all, static all => all.Reverse(), static all => all.OrderBy(static record => record * 7919 % 41))
            from lengths in Gen.Choose(0, size).ArrayOf()
            from back in Gen.Choose(0, 3)
            from wild in Gen.Choose(0, size).ArrayOf()
            from how in Gen.Choose(0, 5)
            let whole = order(Enumerable.Range(0, size)).ToArray()
            let parts = lengths.Take(4).Select(length => whole.Take(length).Concat(whole.Take(length).TakeLast(back)).Concat(whole.Skip(length).Take(back)).ToArray())
            select new Passes(capacity, how switch
            {
                0 => [.. parts, wild],
                1 => [wild, whole],
                2 => [whole.Skip(1).ToArray(), whole],
                _ => [.. parts, whole],
            });
        int agreed = 0, forgot = 0;
        Generators.Holds(passes, static one => Generators.Shorter(one.Records).Select(records => one with { Records = records }), 3000, one =>
        {
            var seen = new DuplicateTracker(one.Capacity);
            var emitted = new List<int>();
            HashSet<int> all = [], inPass = [];
            foreach (int[] pass in one.Records)
            {
                seen.BeginPass();
                inPass = [];
                foreach (int record in pass)
                {
                    switch (seen.Note(Key(record), record / 2 * 10L))
                    {
                        case DuplicateStatus.New:
                            emitted.Add(record);
                            break;
                        case DuplicateStatus.Unknown:
                            return;
                    }

                    all.Add(record);
                    inPass.Add(record);
                }
            }

            Assert.Equal(emitted.Count, emitted.Distinct().Count());
            if (seen.InPass == inPass.Count && seen.Distinct == seen.InPass && seen.EvictedCameAgain)
            {
                agreed++;
                forgot += all.Count > 2 * one.Capacity ? 1 : 0;
                Assert.Equal(inPass.Order(), emitted.Order());
                Assert.True(all.SetEquals(inPass), "Records of an earlier pass are gone, and that was not told.");
            }
            else
            {
                Assert.False(one.Records.Length == 1 && inPass.Count <= one.Capacity, "What fits into the memory can't be in doubt.");
            }
        });
        Assert.True(agreed > 300 && forgot > 100, $"Only {agreed} agreed, {forgot} of them beyond the memory.");
    }

    private static RecordKey Key(int record)
    {
        byte[] bytes = System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(record));
        return new RecordKey(BitConverter.ToUInt64(bytes, 0), BitConverter.ToUInt64(bytes, 8));
    }
}
