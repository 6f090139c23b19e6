using System;

namespace Cursor.AiCode;

/// <summary>The result of writing a report.</summary>
public sealed record AiCodeReport
{
    /// <summary>The full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The number of commits of the report's date range. Each counts once.</summary>
    public long CommitCount { get; init; }

    /// <summary>The number of changes of the report's date range. Each counts once.</summary>
    public long ChangeCount { get; init; }

    /// <summary>
    /// The start of the date range, as local time. Without one, the earliest time when the service ingested a record; null
    /// without records.
    /// </summary>
    public DateTime? StartDate { get; init; }

    /// <summary>
    /// The end of the date range, as local time. Without one, the latest time when the service ingested a record; null
    /// without records.
    /// </summary>
    public DateTime? EndDate { get; init; }
}
