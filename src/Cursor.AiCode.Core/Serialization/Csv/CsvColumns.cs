using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>What a column holds, as far as writing it canonically needs to know.</summary>
internal enum CsvColumnType
{
    /// <summary>Any text, also none.</summary>
    Text,

    /// <summary>A text that is never missing.</summary>
    Identifier,

    /// <summary>A number of lines.</summary>
    Count,

    /// <summary>A number of lines, or nothing.</summary>
    OptionalCount,

    /// <summary>true, false or nothing.</summary>
    Utf8Boolean,

    /// <summary>A time stamp.</summary>
    Time,

    /// <summary>A time stamp, or nothing.</summary>
    OptionalTime,

    /// <summary>The metadata of a change as a JSON array, or nothing.</summary>
    Metadata,
}

/// <summary>A column of a CSV file.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">Whether the API always sends it.</param>
internal sealed record CsvColumn(string Name, CsvColumnType Type, bool Required = true);

/// <summary>The API's columns in their canonical order.</summary>
internal static class CsvColumns
{
    /// <summary>The columns of a commit.</summary>
    public static readonly IReadOnlyList<CsvColumn> Commit =
    [
        new("commit_hash", CsvColumnType.Identifier),
        new("user_id", CsvColumnType.Text),
        new("user_email", CsvColumnType.Text),
        new("repo_name", CsvColumnType.Text, Required: false),
        new("branch_name", CsvColumnType.Text, Required: false),
        new("is_primary_branch", CsvColumnType.Utf8Boolean, Required: false),
        new("commit_source", CsvColumnType.Text, Required: false),
        new("total_lines_added", CsvColumnType.Count),
        new("total_lines_deleted", CsvColumnType.Count),
        new("tab_lines_added", CsvColumnType.Count),
        new("tab_lines_deleted", CsvColumnType.Count),
        new("composer_lines_added", CsvColumnType.Count),
        new("composer_lines_deleted", CsvColumnType.Count),
        new("non_ai_lines_added", CsvColumnType.OptionalCount, Required: false),
        new("non_ai_lines_deleted", CsvColumnType.OptionalCount, Required: false),
        new("message", CsvColumnType.Text, Required: false),
        new("commit_ts", CsvColumnType.OptionalTime, Required: false),
        new("created_at", CsvColumnType.Time),
    ];

    /// <summary>The columns of a change.</summary>
    public static readonly IReadOnlyList<CsvColumn> Change =
    [
        new("change_id", CsvColumnType.Identifier),
        new("user_id", CsvColumnType.Text),
        new("user_email", CsvColumnType.Text),
        new("source", CsvColumnType.Text),
        new("model", CsvColumnType.Text, Required: false),
        new("total_lines_added", CsvColumnType.Count),
        new("total_lines_deleted", CsvColumnType.Count),
        new("created_at", CsvColumnType.Time),
        new("metadata_json", CsvColumnType.Metadata, Required: false),
    ];

    /// <summary>The columns of a kind of record.</summary>
    public static IReadOnlyList<CsvColumn> Of(AiCodeKind kind) => kind == AiCodeKind.Commit ? Commit : Change;

    /// <summary>The header names of a kind of record.</summary>
    public static IEnumerable<string> NamesOf(AiCodeKind kind) => Of(kind).Select(static column => column.Name);

    /// <summary>
    /// The place of <paramref name="name"/> among <paramref name="headers"/>, whatever its case and the spaces around it; -1
    /// where it is missing.
    /// </summary>
    public static int IndexOf(IReadOnlyList<string> headers, string name)
    {
        for (int i = 0; i < headers.Count; i++)
        {
            if (headers[i].AsSpan().Trim().Equals(name.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
