using System.Linq;
using Cursor.AiCode.Report.Charts;
using Xunit;

namespace Cursor.AiCode.Report.Tests;

/// <summary>Tests the value axis of a chart.</summary>
public sealed class ValueAxisTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 1, 5)]
    [InlineData(7, 2, 8)]
    [InlineData(54.2, 10, 60)]
    [InlineData(100, 20, 100)]
    [InlineData(130_000, 25_000, 150_000)]
    [InlineData(9_999_999_999, 2_000_000_000, 10_000_000_000)]
    public void The_axis_has_round_steps_and_contains_the_maximum(double max, double step, double end)
    {
        var axis = new ValueAxis(max);
        Assert.Equal((step, end), (axis.Step, axis.Max));
        Assert.Equal(0, axis.Ticks.First());
        Assert.Equal(end, axis.Ticks.Last());
        Assert.InRange(axis.Ticks.Count(), 2, 7);
    }
}
