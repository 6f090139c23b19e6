using System;
using System.Collections.Generic;

namespace Cursor.AiCode;

/// <summary>A question to the API: which records, of which users, of which time.</summary>
public sealed record AiCodeQuery
{
    /// <summary>The largest page that the API serves, in records.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>A question for the records of <paramref name="range"/>.</summary>
    public AiCodeQuery(AiCodeDateRange range) => Range = range ?? throw new ArgumentNullException(nameof(range));

    /// <summary>The time that is asked for.</summary>
    public AiCodeDateRange Range { get; init; }

    /// <summary>
    /// The users, each an e-mail address, an encoded id (<c>user_…</c>) or a number, asked for one after another;
    /// none means everybody.
    /// </summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>How the records come.</summary>
    public AiCodeTransport Transport { get; init; } = AiCodeTransport.Auto;

    /// <summary>The records to ask for in one JSON page, from 1 to <see cref="MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>How many records are wanted at most: with the batch that holds the last of them, the reading ends.</summary>
    public ulong MaxRecords { get; init; } = ulong.MaxValue;
}
