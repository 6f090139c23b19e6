using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads commits from the API's JSON.</summary>
internal static class CommitJson
{
    /// <summary>The names of the properties.</summary>
    internal static readonly JsonPropertyNames Names = new(
        "commitHash",
        "userId",
        "userEmail",
        "repoName",
        "branchName",
        "isPrimaryBranch",
        "commitSource",
        "totalLinesAdded",
        "totalLinesDeleted",
        "tabLinesAdded",
        "tabLinesDeleted",
        "composerLinesAdded",
        "composerLinesDeleted",
        "nonAiLinesAdded",
        "nonAiLinesDeleted",
        "message",
        "commitTs",
        "createdAt");

    /// <summary>Reads a commit.</summary>
    /// <param name="json">The reader, positioned on the commit.</param>
    /// <exception cref="JsonException">The value isn't a commit.</exception>
    public static ParsedRecord<AiCommit> Read(ref JsonObjectReader json)
    {
        json.ReadObject(Names);
        DateTime createdAt = json["createdAt"].ToTime();
        DateTime? committedAt = json["commitTs"].ToOptionalTime();
        var record = new AiCommit
        {
            CommitHash = json["commitHash"].ToIdentifier(),
            UserId = json["userId"].ToPooledText(),
            UserEmail = json["userEmail"].ToPooledText(),
            RepoName = json["repoName"].ToPooledText(),
            BranchName = json["branchName"].ToPooledText(),
            IsPrimaryBranch = json["isPrimaryBranch"].ToBoolean(),
            CommitSource = json["commitSource"].ToPooledText(),
            TotalLinesAdded = json["totalLinesAdded"].ToLineCount(),
            TotalLinesDeleted = json["totalLinesDeleted"].ToLineCount(),
            TabLinesAdded = json["tabLinesAdded"].ToLineCount(),
            TabLinesDeleted = json["tabLinesDeleted"].ToLineCount(),
            ComposerLinesAdded = json["composerLinesAdded"].ToLineCount(),
            ComposerLinesDeleted = json["composerLinesDeleted"].ToLineCount(),
            NonAiLinesAdded = json["nonAiLinesAdded"].ToOptionalLineCount(),
            NonAiLinesDeleted = json["nonAiLinesDeleted"].ToOptionalLineCount(),
            Message = json["message"].ToText(),
            CommitTs = committedAt?.ToLocalTime(),
            CreatedAt = createdAt.ToLocalTime(),
        };
        return new ParsedRecord<AiCommit>(record, createdAt, committedAt);
    }
}
