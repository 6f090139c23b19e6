using System;

namespace Cursor.AiCode;

/// <summary>What one export wrote.</summary>
public sealed record AiCodeExport
{
    /// <summary>The full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>The kind of its records; null where an empty pipeline left that open.</summary>
    public AiCodeKind? Kind { get; init; }

    /// <summary>The number of records that this run added.</summary>
    public long RecordCount { get; init; }

    /// <summary>The number of records in the file now.</summary>
    public long TotalRecordCount { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The SHA-256 of the file, in lower-case hex; null where it was not asked for.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The start of the range asked for, as local time; null where the records came from the pipeline.</summary>
    public DateTime? StartDate { get; init; }

    /// <summary>The end of the range asked for, as local time; null where the records came from the pipeline.</summary>
    public DateTime? EndDate { get; init; }

    /// <summary>The number of requests that went to the API.</summary>
    public int RequestCount { get; init; }

    /// <summary>How long the export took.</summary>
    public TimeSpan Duration { get; init; }
}
