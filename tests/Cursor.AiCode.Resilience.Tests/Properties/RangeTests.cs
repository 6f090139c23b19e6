using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Properties;

/// <summary>Tests that windows cover any range, and that dates are formatted and parsed.</summary>
public sealed class RangeTests
{
    private static readonly TimeSpan MaxWindow = TimeSpan.FromDays(30);

    private static Gen<AiCodeDateRange> Ranges { get; } =
        from start in Generators.Time
        from length in Gen.OneOf(
            Gen.Choose(0, 5).Select(static ticks => TimeSpan.FromTicks(ticks)),
            Gen.Choose(0, 400).Select(static days => TimeSpan.FromDays(days)),
            Gen.Choose(0, 20).SelectMany(static times => Gen.Choose(-2, 2).Select(ticks => TimeSpan.FromTicks(Math.Max(0, (times * TimeSpan.FromDays(30).Ticks) + ticks)))),
            Gen.Choose(0, int.MaxValue).Select(static milliseconds => TimeSpan.FromMilliseconds(milliseconds * 10.0)))
        select new AiCodeDateRange(start, start + length);

    private sealed record Boundary(int[] Offsets, bool StartInclusive, bool EndInclusive, AiCodeTransport Transport, int Days);

    [Fact]
    public void Windows_cover_a_range_without_gaps_or_duplicates() => Generators.ForAll(Ranges, 500, static range =>
    {
        List<AiCodeDateRange> windows = Windows.Of(range).ToList();
        Assert.Equal(range.End, windows[0].End);
        Assert.Equal(range.Start, windows[^1].Start);
        Assert.All(windows, static window => Assert.InRange(window.End - window.Start, TimeSpan.Zero, MaxWindow));
        Assert.All(windows.Zip(windows.Skip(1)), static pair => Assert.Equal(pair.First.Start, pair.Second.End));
        Assert.Equal(Math.Max(1, (long)Math.Ceiling((range.End - range.Start) / MaxWindow)), windows.Count);
        Assert.True(windows.Count == 1 || windows.All(static window => window.End > window.Start), "An empty window causes unnecessary requests.");
    });

    // Whether the ends of a range are inclusive isn't documented. A record at an end must be returned once in both cases.
    [Fact]
    public void Records_at_window_boundaries_are_returned_once()
    {
        Gen<Boundary> boundaries =
            from offsets in Gen.Choose(-3, 3).ArrayOf()
            from start in Gen.Elements(true, false)
            from end in Gen.Elements(true, false)
            from transport in Gen.Elements(AiCodeTransport.Json, AiCodeTransport.Csv, AiCodeTransport.Auto)
            from days in Gen.Choose(31, 95)
            where start || end
            select new Boundary(offsets, start, end, transport, days);
        Generators.ForAll(boundaries, static one => Generators.Shorter(one.Offsets).Select(offsets => one with { Offsets = offsets }), 150, static one =>
        {
            var range = new AiCodeDateRange(Timestamps.Last.AddDays(-one.Days), Timestamps.Last);
            DateTimeOffset[] times = one.Offsets.SelectMany(offset => Windows.Of(range).Skip(1).Select(window => window.End.AddMilliseconds(offset))).OrderDescending().ToArray();
            string Id(int index) => "change" + index.ToString(CultureInfo.InvariantCulture);
            var api = new FakeApi(address =>
            {
                Dictionary<string, string> query = address.Query[1..].Split('&').Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1]));
                DateTimeOffset from = DateTimeOffset.Parse(query["startDate"], CultureInfo.InvariantCulture), to = DateTimeOffset.Parse(query["endDate"], CultureInfo.InvariantCulture);
                int[] inRange = Enumerable.Range(0, times.Length).Where(i =>
                    (times[i] > from || (one.StartInclusive && times[i] == from)) && (times[i] < to || (one.EndInclusive && times[i] == to))).ToArray();
                string Text(int i) => times[i].ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                string body = address.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal)
                    ? Columns.Header(AiCodeKind.Change) + "\n" + string.Concat(inRange.Select(i => $"{Id(i)},u,e,TAB,m,1,2,{Text(i)},[]\n"))
                    : $"{{\"items\":[{string.Join(',', query["pageSize"] == "1" ? [] : inRange.Select(i => $"{{\"changeId\":\"{Id(i)}\",\"userId\":\"u\",\"userEmail\":\"e\",\"source\":\"TAB\",\"totalLinesAdded\":1,\"totalLinesDeleted\":2,\"createdAt\":\"{Text(i)}\"}}"))}],\"totalCount\":{inRange.Length}}}";
                return (address.AbsolutePath.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv" : "application/json", new MemoryStream(Encoding.UTF8.GetBytes(body)));
            });
            using AiCodeClient client = api.Client();
            var read = new List<string>();
            ReadAsync(client, new AiCodeQuery(range) { Transport = one.Transport }, read).GetAwaiter().GetResult();
            Assert.Equal(Enumerable.Range(0, times.Length).Select(Id).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void A_date_is_formatted_and_parsed() => Generators.ForAll(Generators.Time, 500, static time =>
    {
        DateTimeOffset milliseconds = time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
        var date = new AiCodeDate(time);
        Assert.Equal(milliseconds, date.Resolve(default));
        Assert.Equal(milliseconds, AiCodeDate.Parse(date.ToString()).Resolve(default));
        Assert.Equal(date, AiCodeDate.Parse(time.ToString("O", CultureInfo.InvariantCulture)));
        Assert.Equal(date, AiCodeDate.Parse(time.ToOffset(TimeSpan.FromMinutes(345)).ToString("O", CultureInfo.InvariantCulture)));
        Assert.Equal(new AiCodeDate(time.LocalDateTime), date);
        Assert.Equal(milliseconds, new AiCodeDate(time.UtcDateTime).Resolve(default));
    });

    [Fact]
    public void Relative_days_are_formatted_and_parsed() => Generators.ForAll(
        Gen.Choose(0, 36_500).Zip(Generators.Time.Where(static time => time.Year > 2069)),
        300,
        static pair =>
        {
            (int days, DateTimeOffset now) = pair;
            AiCodeDate date = AiCodeDate.DaysAgo(days);
            Assert.Equal(date, AiCodeDate.Parse(date.ToString()));
            Assert.InRange(now - date.Resolve(now) - TimeSpan.FromDays(days), TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        });

    private static async System.Threading.Tasks.Task ReadAsync(AiCodeClient client, AiCodeQuery query, List<string> read)
    {
        await foreach (IReadOnlyList<AiCodeChange> batch in client.ReadChangesAsync(query))
        {
            read.AddRange(batch.Select(static change => change.ChangeId));
        }
    }

    private static class Timestamps
    {
        public static readonly DateTimeOffset Last = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);
    }
}
