using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Cursor.AiCode.Benchmarks;

/// <summary>Reads commits with <see cref="TextCsv"/>.</summary>
internal static class TextCommits
{
    /// <summary>Reads all commits.</summary>
    public static IEnumerable<AiCommit> Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        var csv = new TextCsv(reader);
        Dictionary<string, int> columns = csv.Read()!.Select(static (name, index) => (name, index)).ToDictionary(static c => c.name, static c => c.index);
        while (csv.Read() is { } fields)
        {
            yield return Commit(name => fields[columns[name]]);
        }
    }

    private static AiCommit Commit(Func<string, string> field) => new()
    {
        CommitHash = field("commit_hash"),
        UserId = field("user_id"),
        UserEmail = field("user_email"),
        RepoName = Text(field("repo_name")),
        BranchName = Text(field("branch_name")),
        IsPrimaryBranch = Text(field("is_primary_branch")) is { } flag ? bool.Parse(flag) : null,
        CommitSource = Text(field("commit_source")),
        TotalLinesAdded = Number(field("total_lines_added")),
        TotalLinesDeleted = Number(field("total_lines_deleted")),
        TabLinesAdded = Number(field("tab_lines_added")),
        TabLinesDeleted = Number(field("tab_lines_deleted")),
        ComposerLinesAdded = Number(field("composer_lines_added")),
        ComposerLinesDeleted = Number(field("composer_lines_deleted")),
        NonAiLinesAdded = Text(field("non_ai_lines_added")) is { } added ? Number(added) : null,
        NonAiLinesDeleted = Text(field("non_ai_lines_deleted")) is { } deleted ? Number(deleted) : null,
        Message = Text(field("message")),
        CommitTs = Text(field("commit_ts")) is { } time ? Time(time) : null,
        CreatedAt = Time(field("created_at")),
    };

    private static string? Text(string field) => field.Length == 0 ? null : field;

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);

    private static DateTime Time(string field) => DateTime.Parse(field, CultureInfo.InvariantCulture);
}
