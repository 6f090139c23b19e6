using System;
using CsvHelper;

namespace Cursor.AiCode.Csv;

/// <summary>
/// The columns of a commit in their canonical order. The names of the members are those of <see cref="AiCommit"/>;
/// the code that reads and writes records by this map is generated.
/// </summary>
[CsvRecordMap(typeof(AiCommit))]
internal sealed partial class CommitCsvMap
{
    [CsvColumn("commit_hash"), CsvConverter(typeof(IdentifierField))]
    public string CommitHash { get; init; } = "";

    [CsvColumn("user_id"), CsvConverter(typeof(PooledTextField))]
    public string? UserId { get; init; }

    [CsvColumn("user_email"), CsvConverter(typeof(PooledTextField))]
    public string? UserEmail { get; init; }

    [CsvColumn("repo_name", Optional = true), CsvConverter(typeof(PooledTextField))]
    public string? RepoName { get; init; }

    [CsvColumn("branch_name", Optional = true), CsvConverter(typeof(PooledTextField))]
    public string? BranchName { get; init; }

    [CsvColumn("is_primary_branch", Optional = true), CsvConverter(typeof(FlagField))]
    public bool? IsPrimaryBranch { get; init; }

    [CsvColumn("commit_source", Optional = true), CsvConverter(typeof(PooledTextField))]
    public string? CommitSource { get; init; }

    [CsvColumn("total_lines_added"), CsvConverter(typeof(CountField))]
    public int TotalLinesAdded { get; init; }

    [CsvColumn("total_lines_deleted"), CsvConverter(typeof(CountField))]
    public int TotalLinesDeleted { get; init; }

    [CsvColumn("tab_lines_added"), CsvConverter(typeof(CountField))]
    public int TabLinesAdded { get; init; }

    [CsvColumn("tab_lines_deleted"), CsvConverter(typeof(CountField))]
    public int TabLinesDeleted { get; init; }

    [CsvColumn("composer_lines_added"), CsvConverter(typeof(CountField))]
    public int ComposerLinesAdded { get; init; }

    [CsvColumn("composer_lines_deleted"), CsvConverter(typeof(CountField))]
    public int ComposerLinesDeleted { get; init; }

    [CsvColumn("non_ai_lines_added", Optional = true), CsvConverter(typeof(OptionalCountField))]
    public int? NonAiLinesAdded { get; init; }

    [CsvColumn("non_ai_lines_deleted", Optional = true), CsvConverter(typeof(OptionalCountField))]
    public int? NonAiLinesDeleted { get; init; }

    [CsvColumn("message", Optional = true), CsvConverter(typeof(TextField))]
    public string? Message { get; init; }

    [CsvColumn("commit_ts", Optional = true), CsvConverter(typeof(OptionalLocalTimeField))]
    public DateTime? CommitTs { get; init; }

    [CsvColumn("created_at"), CsvConverter(typeof(LocalTimeField))]
    public DateTime CreatedAt { get; init; }

    [CsvIgnore]
    public int AiLinesAdded { get; }

    [CsvIgnore]
    public int AiLinesDeleted { get; }

    [CsvIgnore]
    public double? AiPercent { get; }
}
