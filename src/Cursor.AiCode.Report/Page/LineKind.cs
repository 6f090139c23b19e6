using System;
using System.Collections.Generic;
using Cursor.AiCode.Report.Model;

namespace Cursor.AiCode.Report.Page;

/// <summary>A group of lines, as the charts stack them and the tables list them.</summary>
/// <param name="Name">The name.</param>
/// <param name="Class">The name in the style sheet.</param>
/// <param name="Of">Returns the number of lines.</param>
internal sealed record LineKind(string Name, string Class, Func<LineTotals, long> Of)
{
    /// <summary>The groups, from the darkest to the lightest color.</summary>
    public static readonly IReadOnlyList<LineKind> All =
    [
        new("Composer", "composer", static totals => totals.Composer),
        new("Tab", "tab", static totals => totals.Tab),
        new("Non-AI", "nonai", static totals => totals.NonAi),
        new("Unknown", "unknown", static totals => totals.Unknown),
    ];

    /// <summary>The color in a chart.</summary>
    public string Color => $"var(--{Class})";

    /// <summary>The color of the outline in a chart.</summary>
    public string Edge => $"var(--{Class}-edge)";
}
