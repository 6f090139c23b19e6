using System;
using System.Collections.Generic;

namespace Cursor.AiCode;

/// <summary>A query: the date range, the users, and how their records are downloaded.</summary>
public sealed record AiCodeQuery
{
    /// <summary>The maximum number of records in a JSON page.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>Initializes a query for the records of a date range.</summary>
    /// <param name="range">The date range.</param>
    /// <exception cref="ArgumentNullException"><paramref name="range"/> is null.</exception>
    public AiCodeQuery(AiCodeDateRange range) => Range = range ?? throw new ArgumentNullException(nameof(range));

    /// <summary>The date range.</summary>
    public AiCodeDateRange Range { get; init; }

    /// <summary>
    /// The users: e-mail addresses, encoded IDs (<c>user_…</c>) or numbers. Each one is requested separately. The default
    /// is an empty list, which means all users.
    /// </summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>How the records are downloaded. The default is <see cref="AiCodeTransport.Auto"/>.</summary>
    public AiCodeTransport Transport { get; init; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page, from 1 to <see cref="MaxPageSize"/>, which is the default.</summary>
    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>The maximum number of records. Reading ends with the batch that reaches it. The default is no maximum.</summary>
    public ulong MaxRecords { get; init; } = ulong.MaxValue;
}
