using System;

namespace Cursor.AiCode;

/// <summary>A span of time between two instants in UTC, which all requests of one call share.</summary>
public sealed record AiCodeDateRange
{
    /// <summary>The longest span that the API answers in one request.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(30);

    /// <summary>The span from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <exception cref="ArgumentException">The start is later than the end.</exception>
    public AiCodeDateRange(DateTimeOffset start, DateTimeOffset end)
    {
        if (start > end)
        {
            throw new ArgumentException($"The start ({Format(start)}) is later than the end ({Format(end)}).", nameof(start));
        }

        Start = start.ToUniversalTime();
        End = end.ToUniversalTime();
    }

    /// <summary>The first instant.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The last instant.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Both instants, as the API takes them.</summary>
    public override string ToString() => Format(Start) + "/" + Format(End);

    private static string Format(DateTimeOffset instant) => AiCodeDate.FormatUtc(instant.UtcDateTime);
}
