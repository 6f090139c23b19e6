using System;

namespace Cursor.AiCode;

/// <summary>A date range between two instants in UTC, with which the API selects records.</summary>
/// <remarks>
/// Neither the API's documentation nor this client defines whether the instants themselves belong to the range.
/// </remarks>
public sealed record AiCodeDateRange
{
    /// <summary>The longest range that the API accepts in one request.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(30);

    /// <summary>Initializes a range.</summary>
    /// <param name="start">The start.</param>
    /// <param name="end">The end. It can equal the start.</param>
    /// <exception cref="ArgumentException"><paramref name="start"/> is later than <paramref name="end"/>.</exception>
    public AiCodeDateRange(DateTimeOffset start, DateTimeOffset end)
    {
        if (start > end)
        {
            throw new ArgumentException($"The start ({Format(start)}) is later than the end ({Format(end)}).", nameof(start));
        }

        Start = start.ToUniversalTime();
        End = end.ToUniversalTime();
    }

    /// <summary>The start of the range, in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the range, in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Returns the start and the end in the form of the API, separated by a slash.</summary>
    public override string ToString() => Format(Start) + "/" + Format(End);

    private static string Format(DateTimeOffset instant) => AiCodeDate.FormatUtc(instant.UtcDateTime);
}
