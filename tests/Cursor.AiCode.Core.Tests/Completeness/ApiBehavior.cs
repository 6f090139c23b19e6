using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>The format of times.</summary>
internal enum TimeFormat
{
    Milliseconds,
    WithoutZone,
    Offset,
    Microseconds,
    Seconds,
    Epoch,
}

/// <summary>What a server does with a page size above its maximum.</summary>
internal enum PageBehavior
{
    /// <summary>Returns a smaller page, with its actual size.</summary>
    Clamps,

    /// <summary>Returns a smaller page, with the requested size.</summary>
    ClampsSilently,

    /// <summary>Returns 400.</summary>
    Rejects,
}

/// <summary>How a server sends its records. The defaults are those of the newest documentation.</summary>
internal sealed record ApiBehavior
{
    /// <summary>The order of the CSV columns, by their documented indexes. Null is the documented order.</summary>
    public IReadOnlyList<int>? Order { get; init; }

    public string NewLine { get; init; } = "\n";

    public TimeFormat Times { get; init; }

    /// <summary>Whether numbers and Booleans in JSON are strings.</summary>
    public bool NumbersAsText { get; init; }

    /// <summary>Whether all characters of JSON strings that can be escaped are.</summary>
    public bool EscapesJson { get; init; }

    /// <summary>Whether there are undocumented JSON properties and CSV columns.</summary>
    public bool Extras { get; init; }

    /// <summary>The columns and properties that the server omits.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Whether JSON properties that are null are omitted.</summary>
    public bool OmitsNulls { get; init; }

    public bool QuotesAll { get; init; }

    public bool ByteOrderMark { get; init; }

    public int MaxPageSize { get; init; } = 1000;

    public PageBehavior Pages { get; init; }

    /// <summary>Whether the end of a range is inclusive.</summary>
    public bool EndInclusive { get; init; } = true;

    /// <summary>The longest range that is accepted.</summary>
    public TimeSpan MaxRange { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the oldest records are first.</summary>
    public bool Ascending { get; init; }
}
