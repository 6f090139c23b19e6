using System;
using System.Text.Json.Serialization;
using Cursor.AiCode.Json;

namespace Cursor.AiCode;

/// <summary>
/// One record of a commit as Cursor's AI Code Tracking API holds it. A commit can have several records: one for each
/// branch it was seen on, and another after an amend.
/// </summary>
public sealed record AiCommit
{
    /// <summary>The Git hash of the commit.</summary>
    [JsonRequired, JsonPropertyName("commitHash"), JsonConverter(typeof(IdentifierConverter))]
    public string CommitHash { get; init; } = "";

    /// <summary>The encoded id of the committer, such as <c>user_3k9x8q…</c>.</summary>
    [JsonRequired, JsonPropertyName("userId"), JsonConverter(typeof(PooledTextConverter))]
    public string? UserId { get; init; }

    /// <summary>The e-mail address of the committer.</summary>
    [JsonRequired, JsonPropertyName("userEmail"), JsonConverter(typeof(PooledTextConverter))]
    public string? UserEmail { get; init; }

    /// <summary>The repository, such as <c>company/repo</c>; null where it is not known.</summary>
    [JsonPropertyName("repoName"), JsonConverter(typeof(PooledTextConverter))]
    public string? RepoName { get; init; }

    /// <summary>The branch; null where it is not known.</summary>
    [JsonPropertyName("branchName"), JsonConverter(typeof(PooledTextConverter))]
    public string? BranchName { get; init; }

    /// <summary>Whether the branch is the repository's default branch; null where the client could not tell.</summary>
    [JsonPropertyName("isPrimaryBranch"), JsonConverter(typeof(FlagConverter))]
    public bool? IsPrimaryBranch { get; init; }

    /// <summary>Where the commit was made: <c>ide</c>, <c>cli</c>, <c>cloud</c>, or a later value; null in older records.</summary>
    [JsonPropertyName("commitSource"), JsonConverter(typeof(PooledTextConverter))]
    public string? CommitSource { get; init; }

    /// <summary>Lines added in the commit, whoever wrote them.</summary>
    [JsonRequired, JsonPropertyName("totalLinesAdded"), JsonConverter(typeof(CountConverter))]
    public int TotalLinesAdded { get; init; }

    /// <summary>Lines deleted in the commit, whoever deleted them.</summary>
    [JsonRequired, JsonPropertyName("totalLinesDeleted"), JsonConverter(typeof(CountConverter))]
    public int TotalLinesDeleted { get; init; }

    /// <summary>Lines added by accepted inline completions (Tab).</summary>
    [JsonRequired, JsonPropertyName("tabLinesAdded"), JsonConverter(typeof(CountConverter))]
    public int TabLinesAdded { get; init; }

    /// <summary>Lines deleted by accepted inline completions (Tab).</summary>
    [JsonRequired, JsonPropertyName("tabLinesDeleted"), JsonConverter(typeof(CountConverter))]
    public int TabLinesDeleted { get; init; }

    /// <summary>Lines added by accepted Composer (agent) diffs.</summary>
    [JsonRequired, JsonPropertyName("composerLinesAdded"), JsonConverter(typeof(CountConverter))]
    public int ComposerLinesAdded { get; init; }

    /// <summary>Lines deleted by accepted Composer (agent) diffs.</summary>
    [JsonRequired, JsonPropertyName("composerLinesDeleted"), JsonConverter(typeof(CountConverter))]
    public int ComposerLinesDeleted { get; init; }

    /// <summary>Lines added by people, as the service reckons them: max(0, total − AI); null where it is not known.</summary>
    [JsonPropertyName("nonAiLinesAdded"), JsonConverter(typeof(OptionalCountConverter))]
    public int? NonAiLinesAdded { get; init; }

    /// <summary>Lines deleted by people, as the service reckons them: max(0, total − AI); null where it is not known.</summary>
    [JsonPropertyName("nonAiLinesDeleted"), JsonConverter(typeof(OptionalCountConverter))]
    public int? NonAiLinesDeleted { get; init; }

    /// <summary>The commit message, with its line breaks; null where it is not known.</summary>
    [JsonPropertyName("message"), JsonConverter(typeof(TextConverter))]
    public string? Message { get; init; }

    /// <summary>The commit's own time (an amend keeps it), as local time; null where it is not known.</summary>
    [JsonPropertyName("commitTs"), JsonConverter(typeof(OptionalLocalTimeConverter))]
    public DateTime? CommitTs { get; init; }

    /// <summary>When the service took the record in, as local time.</summary>
    [JsonRequired, JsonPropertyName("createdAt"), JsonConverter(typeof(LocalTimeConverter))]
    public DateTime CreatedAt { get; init; }

    /// <summary>Lines added by AI: Tab and Composer together.</summary>
    [JsonIgnore]
    public int AiLinesAdded => TabLinesAdded + ComposerLinesAdded;

    /// <summary>Lines deleted by AI: Tab and Composer together.</summary>
    [JsonIgnore]
    public int AiLinesDeleted => TabLinesDeleted + ComposerLinesDeleted;

    /// <summary>
    /// The share of the lines added that AI wrote, in percent; null where no line was added. Above 100 where the
    /// service counts more AI lines than lines in all.
    /// </summary>
    [JsonIgnore]
    public double? AiPercent => TotalLinesAdded > 0 ? 100.0 * AiLinesAdded / TotalLinesAdded : null;

    /// <summary>The commit's hash, which names it.</summary>
    public override string ToString() => CommitHash;
}
