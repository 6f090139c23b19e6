using System;
using System.Collections.Generic;

namespace Cursor.AiCode;

/// <summary>A span of time between two instants in UTC, which all requests of one call share.</summary>
public sealed record AiCodeRange
{
    /// <summary>The longest span that the API answers in one request.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    /// <summary>The span from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <exception cref="ArgumentException">The start lies after the end.</exception>
    public AiCodeRange(DateTimeOffset start, DateTimeOffset end)
    {
        if (start > end)
        {
            throw new ArgumentException($"The start ({Instant.Format(start)}) lies after the end ({Instant.Format(end)}).", nameof(start));
        }

        Start = start.ToUniversalTime();
        End = end.ToUniversalTime();
    }

    /// <summary>The first instant.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The last instant.</summary>
    public DateTimeOffset End { get; }

    /// <summary>
    /// The windows, each of at most <see cref="LongestWindow"/>, that together cover the range, the newest first, as
    /// the API orders its records. Neighbours share their boundary, so that no instant falls between them.
    /// </summary>
    public IEnumerable<AiCodeRange> Windows()
    {
        DateTimeOffset end = End;
        while (end - Start > LongestWindow)
        {
            yield return new AiCodeRange(end - LongestWindow, end);
            end -= LongestWindow;
        }

        yield return new AiCodeRange(Start, end);
    }

    /// <summary>Both instants, as the API takes them.</summary>
    public override string ToString() => Instant.Format(Start) + "/" + Instant.Format(End);
}
