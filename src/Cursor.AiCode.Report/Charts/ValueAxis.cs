using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Report.Charts;

/// <summary>An axis of values that begins at zero, with round steps.</summary>
internal sealed class ValueAxis
{
    private const int MaxSteps = 6;

    private static readonly double[] RoundSteps = [1, 2, 2.5, 5, 10];

    /// <summary>Creates an axis.</summary>
    /// <param name="max">The greatest value, not negative.</param>
    public ValueAxis(double max)
    {
        // Lines and percentages are shown without decimals, so a step is a whole number.
        double least = max / MaxSteps;
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(least, 1))));
        Step = RoundSteps.Select(step => step * magnitude).First(step => step >= least && Math.Floor(step) == step);
        Max = Math.Max(1, Math.Ceiling(max / Step)) * Step;
    }

    /// <summary>The distance of two ticks.</summary>
    public double Step { get; }

    /// <summary>The end of the axis: the first tick that isn't less than the greatest value.</summary>
    public double Max { get; }

    /// <summary>The values at the axis, from zero.</summary>
    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round(Max / Step) + 1).Select(number => number * Step);
}
