using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads commits from the API's JSON.</summary>
internal static class CommitJson
{
    internal static readonly PropertyNames Names = new(
        "commitHash",
        "userId",
        "userEmail",
        "repoName?",
        "branchName?",
        "isPrimaryBranch?",
        "commitSource?",
        "totalLinesAdded",
        "totalLinesDeleted",
        "tabLinesAdded",
        "tabLinesDeleted",
        "composerLinesAdded",
        "composerLinesDeleted",
        "nonAiLinesAdded?",
        "nonAiLinesDeleted?",
        "message?",
        "commitTs?",
        "createdAt");

    private enum Property
    {
        CommitHash,
        UserId,
        UserEmail,
        RepoName,
        BranchName,
        IsPrimaryBranch,
        CommitSource,
        TotalLinesAdded,
        TotalLinesDeleted,
        TabLinesAdded,
        TabLinesDeleted,
        ComposerLinesAdded,
        ComposerLinesDeleted,
        NonAiLinesAdded,
        NonAiLinesDeleted,
        Message,
        CommitTs,
        CreatedAt,
    }

    /// <summary>The commit that the reader stands on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Stamped<AiCommit> Read(ref Utf8JsonReader reader)
    {
        string commitHash = "";
        string? userId = null, userEmail = null, repoName = null, branchName = null, commitSource = null, message = null;
        bool? isPrimaryBranch = null;
        int totalLinesAdded = 0, totalLinesDeleted = 0, tabLinesAdded = 0, tabLinesDeleted = 0, composerLinesAdded = 0, composerLinesDeleted = 0;
        int? nonAiLinesAdded = null, nonAiLinesDeleted = null;
        DateTime? commitTs = null;
        DateTime createdAt = default;
        var commit = new JsonPropertyReader(ref reader, Names);
        while (commit.Next(ref reader))
        {
            switch ((Property)commit.Property)
            {
                case Property.CommitHash:
                    commitHash = JsonValueReader.ReadIdentifier(ref reader);
                    break;
                case Property.UserId:
                    userId = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.UserEmail:
                    userEmail = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.RepoName:
                    repoName = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.BranchName:
                    branchName = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.IsPrimaryBranch:
                    isPrimaryBranch = JsonValueReader.ReadFlag(ref reader);
                    break;
                case Property.CommitSource:
                    commitSource = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.TotalLinesAdded:
                    totalLinesAdded = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.TotalLinesDeleted:
                    totalLinesDeleted = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.TabLinesAdded:
                    tabLinesAdded = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.TabLinesDeleted:
                    tabLinesDeleted = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.ComposerLinesAdded:
                    composerLinesAdded = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.ComposerLinesDeleted:
                    composerLinesDeleted = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.NonAiLinesAdded:
                    nonAiLinesAdded = JsonValueReader.ReadOptionalCount(ref reader);
                    break;
                case Property.NonAiLinesDeleted:
                    nonAiLinesDeleted = JsonValueReader.ReadOptionalCount(ref reader);
                    break;
                case Property.Message:
                    message = JsonValueReader.ReadText(ref reader);
                    break;
                case Property.CommitTs:
                    commitTs = JsonValueReader.ReadOptionalTime(ref reader);
                    break;
                case Property.CreatedAt:
                    createdAt = JsonValueReader.ReadTime(ref reader);
                    break;
            }
        }

        var record = new AiCommit
        {
            CommitHash = commitHash,
            UserId = userId,
            UserEmail = userEmail,
            RepoName = repoName,
            BranchName = branchName,
            IsPrimaryBranch = isPrimaryBranch,
            CommitSource = commitSource,
            TotalLinesAdded = totalLinesAdded,
            TotalLinesDeleted = totalLinesDeleted,
            TabLinesAdded = tabLinesAdded,
            TabLinesDeleted = tabLinesDeleted,
            ComposerLinesAdded = composerLinesAdded,
            ComposerLinesDeleted = composerLinesDeleted,
            NonAiLinesAdded = nonAiLinesAdded,
            NonAiLinesDeleted = nonAiLinesDeleted,
            Message = message,
            CommitTs = commitTs?.ToLocalTime(),
            CreatedAt = createdAt.ToLocalTime(),
        };
        return new Stamped<AiCommit>(record, createdAt, commitTs);
    }
}
