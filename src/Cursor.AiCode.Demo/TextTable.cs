using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Demo;

/// <summary>A table as PowerShell's Format-Table prints it.</summary>
internal sealed class TextTable
{
    /// <summary>The width of the page in characters.</summary>
    public const int Width = 120;

    private readonly List<TextColumn> _columns;
    private readonly List<string[]> _rows = [];

    public TextTable(params TextColumn[] columns) => _columns = [.. columns];

    /// <summary>Adds a row; null is an empty cell.</summary>
    public void Add(params string?[] cells) => _rows.Add(cells.Select(cell => cell ?? "").ToArray());

    /// <summary>The heading, a rule under each of its labels, and the rows.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = Widths();
        return new[] { _columns.Select(column => column.Label).ToArray(), _columns.Select(column => new string('-', column.Label.Length)).ToArray() }
            .Concat(_rows)
            .Select(row => string.Join(' ', row.Select((cell, i) => Fit(cell, widths[i], _columns[i].IsRight))).TrimEnd());
    }

    private static string Fit(string cell, int width, bool right)
    {
        string text = cell.Length > width ? cell[..(width - 1)] + "…" : cell;
        return right ? text.PadLeft(width) : text.PadRight(width);
    }

    // A column without a width is as wide as its texts, and no wider than what the others leave.
    private int[] Widths()
    {
        int[] widths = _columns.Select((column, i) => column.Width ?? _rows.Select(row => row[i].Length).Append(column.Label.Length).Max()).ToArray();
        int others = widths[..^1].Sum() + widths.Length - 1;
        widths[^1] = Math.Min(widths[^1], Width - others);
        return widths;
    }
}
