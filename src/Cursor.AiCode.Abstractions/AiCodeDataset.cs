using System;

namespace Cursor.AiCode;

/// <summary>The result of an export to a data set.</summary>
public sealed record AiCodeDataset
{
    /// <summary>The full path of the folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>The kind of the records.</summary>
    public AiCodeKind Kind { get; init; }

    /// <summary>The format of the files.</summary>
    public AiCodeDatasetFormat Format { get; init; }

    /// <summary>Whether CSV files are compressed with gzip. Parquet files are always compressed, so the value is false.</summary>
    public bool Compress { get; init; }

    /// <summary>The number of records that this export wrote. Records of a day that was replaced count again.</summary>
    public long RecordCount { get; init; }

    /// <summary>The number of days whose files this export wrote.</summary>
    public int DayCount { get; init; }

    /// <summary>The length of these files in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The start of the exported date range, the beginning of a UTC day, as local time.</summary>
    public DateTime StartDate { get; init; }

    /// <summary>The end of the exported date range, as local time.</summary>
    public DateTime EndDate { get; init; }

    /// <summary>The number of requests that were sent to the API, including retries.</summary>
    public int RequestCount { get; init; }

    /// <summary>The duration of the export.</summary>
    public TimeSpan Duration { get; init; }
}
