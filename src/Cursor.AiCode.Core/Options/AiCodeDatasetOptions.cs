using System;

namespace Cursor.AiCode;

/// <summary>The options of an export to a data set: a folder with one file for each UTC day.</summary>
public sealed record AiCodeDatasetOptions
{
    /// <summary>The full path of the folder. It is created if it doesn't exist, its parent isn't.</summary>
    public string Path { get; init; } = "";

    /// <summary>The format of the files, which is the same for all exports to a folder. The default is <see cref="AiCodeFileFormat.Csv"/>.</summary>
    public AiCodeFileFormat Format { get; init; } = AiCodeFileFormat.Csv;

    /// <summary>
    /// The start. The UTC day in which it lies is exported completely. If the folder contains days, the start is at the latest
    /// one day before the newest of them. The default is null, which means that, and 7 days before the end for a new data set.
    /// </summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>
    /// The end, exclusive. The UTC day in which it lies is exported completely, up to the current time. The default is null,
    /// which means the current time.
    /// </summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>How the records are downloaded. The default is <see cref="AiCodeTransport.Auto"/>.</summary>
    public AiCodeTransport Transport { get; init; } = AiCodeTransport.Auto;

    /// <summary>The number of records in a JSON page, from 1 to <see cref="AiCodeQuery.MaxPageSize"/>, which is the default.</summary>
    public int PageSize { get; init; } = AiCodeQuery.MaxPageSize;
}
