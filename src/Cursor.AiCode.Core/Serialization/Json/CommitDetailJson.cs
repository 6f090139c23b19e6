using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads the details of commits from the API's JSON. Their conversations are in another part of the response.</summary>
internal static class CommitDetailJson
{
    /// <summary>The names of a commit's properties.</summary>
    internal static readonly JsonPropertyNames Names = new("commitHash", "commitSource", "rangeAnnotations");

    /// <summary>The names of a file's properties.</summary>
    internal static readonly JsonPropertyNames FileNames = new("filePath", "groups");

    /// <summary>The names of a group's properties.</summary>
    internal static readonly JsonPropertyNames GroupNames = new("conversationId", "model", "operationType", "ranges");

    /// <summary>The names of a range's properties.</summary>
    internal static readonly JsonPropertyNames RangeNames = new("start", "end");

    /// <summary>Reads a commit.</summary>
    /// <param name="json">The reader, positioned on the commit.</param>
    /// <exception cref="JsonException">The value isn't a commit.</exception>
    public static AiCommitDetail Read(ref JsonObjectReader json)
    {
        json.ReadObject(Names);
        return new AiCommitDetail
        {
            CommitHash = json["commitHash"].ToIdentifier(),
            CommitSource = json["commitSource"].ToPooledText(),
            Files = json["rangeAnnotations"].ToArray(ReadFile) ?? [],
        };
    }

    private static AiCommitDetailFile ReadFile(ref JsonObjectReader json)
    {
        json.ReadObject(FileNames);
        return new AiCommitDetailFile
        {
            FilePath = json["filePath"].ToText(),
            Groups = json["groups"].ToArray(ReadGroup) ?? [],
        };
    }

    private static AiCommitDetailGroup ReadGroup(ref JsonObjectReader json)
    {
        json.ReadObject(GroupNames);
        return new AiCommitDetailGroup
        {
            ConversationId = json["conversationId"].ToPooledText(),
            Model = json["model"].ToPooledText(),
            OperationType = json["operationType"].ToPooledText(),
            Ranges = json["ranges"].ToArray(ReadRange) ?? [],
        };
    }

    private static AiLineRange ReadRange(ref JsonObjectReader json)
    {
        json.ReadObject(RangeNames);
        return new AiLineRange { Start = json["start"].ToLineNumber(), End = json["end"].ToLineNumber() };
    }
}
