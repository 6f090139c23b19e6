using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>How a server writes times.</summary>
internal enum TimeFormat
{
    Milliseconds,
    WithoutZone,
    Offset,
    Microseconds,
    Seconds,
    Epoch,
}

/// <summary>What a server makes of a page that is larger than it likes.</summary>
internal enum PageBehavior
{
    /// <summary>A smaller one, and says so.</summary>
    Clamps,

    /// <summary>A smaller one, and says that it were as large as was asked.</summary>
    ClampsAndLies,

    /// <summary>An error 400.</summary>
    Refuses,
}

/// <summary>How a server serves what it has. The defaults are the newest documents' words.</summary>
internal sealed record ApiBehavior
{
    /// <summary>The places of the CSV columns, as an order of their canonical places; null for that itself.</summary>
    public IReadOnlyList<int>? Order { get; init; }

    public string NewLine { get; init; } = "\n";

    public TimeFormat Times { get; init; }

    /// <summary>Numbers and flags in JSON are texts.</summary>
    public bool NumbersAsText { get; init; }

    /// <summary>JSON texts have escapes wherever a server may make them.</summary>
    public bool EscapesJson { get; init; }

    /// <summary>JSON fields and CSV columns that no document knows.</summary>
    public bool Extras { get; init; }

    /// <summary>The columns and fields that the server does not send.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Fields of JSON that are null are left out.</summary>
    public bool OmitsNulls { get; init; }

    public bool QuotesAll { get; init; }

    public bool ByteOrderMark { get; init; }

    public int MaxPageSize { get; init; } = 1000;

    public PageBehavior Pages { get; init; }

    /// <summary>The last instant belongs to a range.</summary>
    public bool EndInclusive { get; init; } = true;

    /// <summary>The longest range that is answered.</summary>
    public TimeSpan LongestRange { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Records come the oldest first.</summary>
    public bool Ascending { get; init; }
}
