using System;

namespace Cursor.AiCode;

/// <summary>The result of an export.</summary>
public sealed record AiCodeExport
{
    /// <summary>The full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>The kind of the records; null if the pipeline contained no record.</summary>
    public AiCodeKind? Kind { get; init; }

    /// <summary>The number of records that this export added.</summary>
    public long RecordCount { get; init; }

    /// <summary>The number of records in the file after the export.</summary>
    public long TotalRecordCount { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The SHA-256 hash of the file, in lowercase hexadecimal; null if it wasn't requested.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The start of the requested date range, as local time; null if the records came from the pipeline.</summary>
    public DateTime? StartDate { get; init; }

    /// <summary>The end of the requested date range, as local time; null if the records came from the pipeline.</summary>
    public DateTime? EndDate { get; init; }

    /// <summary>The number of requests that were sent to the API, including retries.</summary>
    public int RequestCount { get; init; }

    /// <summary>The duration of the export.</summary>
    public TimeSpan Duration { get; init; }
}
