using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode;

/// <summary>Counts lines. A sum that is too large for a number is <see cref="long.MaxValue"/>.</summary>
internal static class LineRangeSet
{
    /// <summary>Returns the number of lines in the ranges of one file. A line that several ranges contain counts once.</summary>
    public static long CountLines(IEnumerable<AiLineRange> ranges)
    {
        long count = 0, end = 0;
        foreach (AiLineRange range in ranges.Where(static range => range.LineCount > 0).OrderBy(static range => range.FirstLine))
        {
            if (range.End > end)
            {
                count = Add(count, range.End - Math.Max(end, range.FirstLine - 1));
                end = range.End;
            }
        }

        return count;
    }

    /// <summary>Returns the sum of the numbers of lines of files.</summary>
    public static long Sum(IEnumerable<long> counts) => counts.Aggregate(0L, Add);

    private static long Add(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;
}
