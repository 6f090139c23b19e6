using System;
using System.Linq;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Query;

public sealed class AiCodeDateRangeTests
{
    private static readonly DateTimeOffset End = new(2025, 7, 31, 12, 0, 0, 123, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(29.999, 1)]
    [InlineData(30, 1)]
    [InlineData(30.00001, 2)]
    [InlineData(31, 2)]
    [InlineData(60, 2)]
    [InlineData(60.5, 3)]
    [InlineData(95, 4)]
    [InlineData(366, 13)]
    public void Windows_of_at_most_30_days_cover_a_range_newest_first(double days, int count)
    {
        var range = new AiCodeDateRange(End.AddDays(-days), End);
        AiCodeDateRange[] windows = Windows.Of(range).ToArray();
        Assert.Equal(count, windows.Length);
        Assert.Equal(range.End, windows[0].End);
        Assert.Equal(range.Start, windows[^1].Start);
        Assert.All(windows, static window => Assert.True(window.End - window.Start <= TimeSpan.FromDays(30)));
        Assert.All(windows.Zip(windows.Skip(1)), static pair => Assert.Equal(pair.First.Start, pair.Second.End));
    }

    [Fact]
    public void A_range_is_in_utc()
    {
        var range = new AiCodeDateRange(new DateTimeOffset(2025, 7, 1, 2, 0, 0, TimeSpan.FromHours(2)), End.ToOffset(TimeSpan.FromHours(-5)));
        Assert.Equal(TimeSpan.Zero, range.Start.Offset);
        Assert.Equal(TimeSpan.Zero, range.End.Offset);
        foreach (string culture in Cultures.All)
        {
            using IDisposable use = Cultures.Use(culture);
            Assert.Equal("2025-07-01T00:00:00.000Z/2025-07-31T12:00:00.123Z", range.ToString());
        }
    }

    [Fact]
    public void A_range_does_not_end_before_it_starts() =>
        Assert.Throws<ArgumentException>(static () => new AiCodeDateRange(End.AddTicks(1), End));
}
