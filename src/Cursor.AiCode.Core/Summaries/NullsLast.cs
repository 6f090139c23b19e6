using System.Collections.Generic;

namespace Cursor.AiCode.Summaries;

/// <summary>Compares texts in ordinal order, with missing ones after all others.</summary>
internal sealed class NullsLast : IComparer<string?>
{
    public static readonly NullsLast Ordinal = new();

    public int Compare(string? x, string? y) =>
        x is null || y is null ? (x is null).CompareTo(y is null) : string.CompareOrdinal(x, y);
}
