using System;
using System.Globalization;

namespace Cursor.AiCode;

/// <summary>A range of lines in a file, as the service sends it. The lines are numbered from 1.</summary>
public sealed record AiLineRange
{
    /// <summary>The first line, inclusive.</summary>
    public long Start { get; init; }

    /// <summary>The last line, inclusive. A range that ends before it starts, and the range from 0 to 0, have no lines.</summary>
    public long End { get; init; }

    /// <summary>The first line that exists: <see cref="Start"/>, but at least 1.</summary>
    internal long FirstLine => Math.Max(1, Start);

    /// <summary>The number of lines; 0 if the range has none.</summary>
    public long LineCount => End < FirstLine ? 0 : End - FirstLine + 1;

    /// <summary>Returns the range, such as <c>3-7</c>.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}-{1}", Start, End);
}
