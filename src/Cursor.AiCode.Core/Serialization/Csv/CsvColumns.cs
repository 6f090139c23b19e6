using System;
using System.Collections.Generic;

namespace Cursor.AiCode.Serialization.Csv;

/// <summary>The type of the values in a column.</summary>
internal enum CsvColumnType
{
    /// <summary>A text, which may be empty.</summary>
    Text,

    /// <summary>A text that is never empty.</summary>
    Identifier,

    /// <summary>A number of lines.</summary>
    Count,

    /// <summary>A number of lines, or empty.</summary>
    OptionalCount,

    /// <summary>true, false, or empty.</summary>
    Boolean,

    /// <summary>A timestamp.</summary>
    Time,

    /// <summary>A timestamp, or empty.</summary>
    OptionalTime,

    /// <summary>A text that is JSON, or empty.</summary>
    Json,
}

/// <summary>A column of a CSV file.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Required">Whether a header without it is an error.</param>
internal sealed record CsvColumn(string Name, CsvColumnType Type, bool Required = true);

/// <summary>The API's columns in the order of the API's documentation.</summary>
internal static class CsvColumns
{
    /// <summary>The columns of a commit.</summary>
    public static readonly IReadOnlyList<CsvColumn> Commit =
    [
        new("commit_hash", CsvColumnType.Identifier),
        new("user_id", CsvColumnType.Text, Required: false),
        new("user_email", CsvColumnType.Text, Required: false),
        new("repo_name", CsvColumnType.Text, Required: false),
        new("branch_name", CsvColumnType.Text, Required: false),
        new("is_primary_branch", CsvColumnType.Boolean, Required: false),
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
        new("user_id", CsvColumnType.Text, Required: false),
        new("user_email", CsvColumnType.Text, Required: false),
        new("source", CsvColumnType.Text, Required: false),
        new("model", CsvColumnType.Text, Required: false),
        new("total_lines_added", CsvColumnType.Count),
        new("total_lines_deleted", CsvColumnType.Count),
        new("created_at", CsvColumnType.Time),
        new("metadata_json", CsvColumnType.Json, Required: false),
    ];

    /// <summary>The columns of a kind of record.</summary>
    public static IReadOnlyList<CsvColumn> Of(AiCodeKind kind) => kind == AiCodeKind.Commit ? Commit : Change;

    /// <summary>The columns whose texts identify a record, in the order of the key. Of several columns, the first that isn't blank counts.</summary>
    public static IReadOnlyList<string[]> KeyColumns(AiCodeKind kind) =>
        kind == AiCodeKind.Commit ? [["commit_hash"], ["branch_name"], ["repo_name"], ["user_id", "user_email"]] : [["change_id"]];

    /// <summary>Whether <c>created_at</c> is a part of the key, the last one.</summary>
    public static bool KeyHasCreatedAt(AiCodeKind kind) => kind == AiCodeKind.Commit;

    /// <summary>The index of the documented column <paramref name="name"/>, in any case; -1 if there is none.</summary>
    public static int IndexOf(AiCodeKind kind, string name)
    {
        IReadOnlyList<CsvColumn> columns = Of(kind);
        for (int i = 0; i < columns.Count; i++)
        {
            if (NamesEqual(columns[i].Name, name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// The index of <paramref name="name"/> among <paramref name="headers"/>, in any case and with spaces around it; -1 if
    /// it is missing.
    /// </summary>
    public static int IndexOf(IReadOnlyList<string> headers, string name)
    {
        for (int i = 0; i < headers.Count; i++)
        {
            if (NamesEqual(headers[i], name))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool NamesEqual(string left, string right) =>
        left.AsSpan().Trim().Equals(right.AsSpan().Trim(), StringComparison.OrdinalIgnoreCase);
}
