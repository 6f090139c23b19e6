using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Report.Charts;

/// <summary>What a chart shows.</summary>
internal sealed record Chart
{
    /// <summary>The width of all charts. The page scales them: two beside each other, or one on a small screen.</summary>
    public const int Width = 460;

    /// <summary>The kind.</summary>
    public ChartKind Kind { get; init; }

    /// <summary>The text alternative.</summary>
    public string Description { get; init; } = "";

    /// <summary>The periods or the names.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The texts after the bars.</summary>
    public IReadOnlyList<string> Ends { get; init; } = [];

    /// <summary>The texts that replace bars which are too long for the scale of the others; null for bars that are drawn.</summary>
    public IReadOnlyList<string?> Notes { get; init; } = [];

    /// <summary>The series, from bottom to top, or from left to right.</summary>
    public IReadOnlyList<ChartSeries> Series { get; init; } = [];

    /// <summary>Returns the text that the pointer shows over a mark, by the indexes of the series and of the label.</summary>
    public Func<int, int, string> Tooltip { get; init; } = static (_, _) => "";

    /// <summary>Returns the text of a number at an axis.</summary>
    public Func<double, string> FormatAxis { get; init; } = static _ => "";
}
