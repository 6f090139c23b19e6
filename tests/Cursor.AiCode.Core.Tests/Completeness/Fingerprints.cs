using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Cursor.AiCode.Tests.Support;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>The fields of a record as text, so that equal records have equal texts and differences are readable.</summary>
internal static class Fingerprints
{
    public static string Of(IEnumerable<(string Column, string? Value)> fields) =>
        string.Join('\n', fields.Select(static field => $"{field.Column}={(field.Value is null ? "null" : Quote(field.Value))}"));

    public static string Of(AiCommit commit) => Of(
    [
        ("commit_hash", commit.CommitHash),
        ("user_id", commit.UserId),
        ("user_email", commit.UserEmail),
        ("repo_name", commit.RepoName),
        ("branch_name", commit.BranchName),
        ("is_primary_branch", commit.IsPrimaryBranch is { } flag ? (flag ? "true" : "false") : null),
        ("commit_source", commit.CommitSource),
        ("total_lines_added", Number(commit.TotalLinesAdded)),
        ("total_lines_deleted", Number(commit.TotalLinesDeleted)),
        ("tab_lines_added", Number(commit.TabLinesAdded)),
        ("tab_lines_deleted", Number(commit.TabLinesDeleted)),
        ("composer_lines_added", Number(commit.ComposerLinesAdded)),
        ("composer_lines_deleted", Number(commit.ComposerLinesDeleted)),
        ("non_ai_lines_added", Number(commit.NonAiLinesAdded)),
        ("non_ai_lines_deleted", Number(commit.NonAiLinesDeleted)),
        ("message", commit.Message),
        ("commit_ts", Padded(commit.CommitTs)),
        ("created_at", Padded(commit.CreatedAt)),
    ]);

    public static string Of(AiCodeChange change) => Of(
    [
        ("change_id", change.ChangeId),
        ("user_id", change.UserId),
        ("user_email", change.UserEmail),
        ("source", change.Source),
        ("model", change.Model),
        ("total_lines_added", Number(change.TotalLinesAdded)),
        ("total_lines_deleted", Number(change.TotalLinesDeleted)),
        ("created_at", Padded(change.CreatedAt)),
        ("metadata_json", OfFiles(change.Metadata?.Select(static file => (file.FileName, file.FileExtension, file.LinesAdded, file.LinesDeleted)))),
    ]);

    /// <summary>The files of a change, or null if it has no metadata.</summary>
    public static string? OfFiles(IEnumerable<(string? Name, string? Extension, int Added, int Deleted)>? files) => files is null
        ? null
        : "[" + string.Join(';', files.Select(static file => string.Create(
            CultureInfo.InvariantCulture, $"{Quote(file.Name ?? "")},{Quote(file.Extension ?? "")},{file.Added},{file.Deleted}"))) + "]";

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    // Returns a time with milliseconds, and with more digits if the record has them.
    private static string? Padded(DateTime? local)
    {
        if (local is not { } time)
        {
            return null;
        }

        string exact = Timestamps.Exact(time);
        string padded = Timestamps.Text(time);
        return exact.Length > padded.Length ? exact : padded;
    }

    private static string Quote(string text) => "'" + text + "'";
}
