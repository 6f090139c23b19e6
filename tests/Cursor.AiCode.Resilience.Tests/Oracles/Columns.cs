using System.Collections.Generic;
using System.Linq;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Resilience.Tests.Oracles;

internal enum ColumnType
{
    Id,
    Text,
    Count,
    OptionalCount,
    Boolean,
    Time,
    OptionalTime,
    Files,
}

/// <summary>A documented field in CSV and in JSON.</summary>
internal sealed record Column(string Csv, string Json, ColumnType Type, bool Required = true);

internal static class Columns
{
    private static readonly Column[] Commit =
    [
        new("commit_hash", "commitHash", ColumnType.Id),
        new("user_id", "userId", ColumnType.Text, false),
        new("user_email", "userEmail", ColumnType.Text, false),
        new("repo_name", "repoName", ColumnType.Text, false),
        new("branch_name", "branchName", ColumnType.Text, false),
        new("is_primary_branch", "isPrimaryBranch", ColumnType.Boolean, false),
        new("commit_source", "commitSource", ColumnType.Text, false),
        new("total_lines_added", "totalLinesAdded", ColumnType.Count),
        new("total_lines_deleted", "totalLinesDeleted", ColumnType.Count),
        new("tab_lines_added", "tabLinesAdded", ColumnType.Count),
        new("tab_lines_deleted", "tabLinesDeleted", ColumnType.Count),
        new("composer_lines_added", "composerLinesAdded", ColumnType.Count),
        new("composer_lines_deleted", "composerLinesDeleted", ColumnType.Count),
        new("non_ai_lines_added", "nonAiLinesAdded", ColumnType.OptionalCount, false),
        new("non_ai_lines_deleted", "nonAiLinesDeleted", ColumnType.OptionalCount, false),
        new("message", "message", ColumnType.Text, false),
        new("commit_ts", "commitTs", ColumnType.OptionalTime, false),
        new("created_at", "createdAt", ColumnType.Time),
    ];

    private static readonly Column[] Change =
    [
        new("change_id", "changeId", ColumnType.Id),
        new("user_id", "userId", ColumnType.Text, false),
        new("user_email", "userEmail", ColumnType.Text, false),
        new("source", "source", ColumnType.Text, false),
        new("model", "model", ColumnType.Text, false),
        new("total_lines_added", "totalLinesAdded", ColumnType.Count),
        new("total_lines_deleted", "totalLinesDeleted", ColumnType.Count),
        new("created_at", "createdAt", ColumnType.Time),
        new("metadata_json", "metadata", ColumnType.Files, false),
    ];

    public static IReadOnlyList<Column> Of(AiCodeKind kind) => kind == AiCodeKind.Commit ? Commit : Change;

    /// <summary>The fields of the key of a record.</summary>
    public static IReadOnlyList<string> KeyOf(AiCodeKind kind) =>
        kind == AiCodeKind.Commit ? ["commit_hash", "branch_name", "repo_name", "user_id", "created_at"] : ["change_id"];

    public static string Header(AiCodeKind kind) => string.Join(',', Of(kind).Select(static column => column.Csv));
}
