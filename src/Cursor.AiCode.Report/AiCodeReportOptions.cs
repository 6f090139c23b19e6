using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cursor.AiCode;

/// <summary>Specifies the content of a report.</summary>
public sealed record AiCodeReportOptions
{
    /// <summary>The title. The default is null, which means a general title.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The date range, compared with the time when the service ingested a record. The report compares it with the range of
    /// the same length before. The default is null, which means all records, and no comparison.
    /// </summary>
    public AiCodeDateRange? Range { get; init; }

    /// <summary>The teams of the users. The default is null, which means that the report shows users.</summary>
    public AiCodeTeams? Teams { get; init; }

    /// <summary>
    /// Whether only commits on primary branches count. If a record doesn't say whether its branch is primary, the branches
    /// main, master, production and prod are. The default is false.
    /// </summary>
    public bool PrimaryBranchOnly { get; init; }

    /// <summary>
    /// Whether users get pseudonyms, so that the file contains no e-mail address, ID or name of a user. The default is false.
    /// </summary>
    public bool Anonymize { get; init; }

    /// <summary>The time zone of the weeks and dates. The default is the local one.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The culture of numbers and dates. The default is the current one.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.CurrentCulture;

    /// <summary>What the report is made from, such as the address of the API. The default is an empty list.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The users that the records were limited to. The default is an empty list, which means all users.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];
}
