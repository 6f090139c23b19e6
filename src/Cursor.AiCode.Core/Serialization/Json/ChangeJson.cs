using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads changes from the API's JSON.</summary>
internal static class ChangeJson
{
    /// <summary>The names of the properties.</summary>
    internal static readonly JsonPropertyNames Names = new(
        "changeId",
        "userId",
        "userEmail",
        "source",
        "model",
        "totalLinesAdded",
        "totalLinesDeleted",
        "createdAt",
        "metadata");

    /// <summary>Reads a change.</summary>
    /// <param name="json">The reader, positioned on the change.</param>
    /// <exception cref="JsonException">The value isn't a change.</exception>
    public static ParsedRecord<AiCodeChange> Read(ref JsonObjectReader json)
    {
        json.ReadObject(Names);
        DateTime createdAt = json["createdAt"].ToTime();
        var record = new AiCodeChange
        {
            ChangeId = json["changeId"].ToIdentifier(),
            UserId = json["userId"].ToPooledText(),
            UserEmail = json["userEmail"].ToPooledText(),
            Source = json["source"].ToPooledText(),
            Model = json["model"].ToPooledText(),
            TotalLinesAdded = json["totalLinesAdded"].ToLineCount(),
            TotalLinesDeleted = json["totalLinesDeleted"].ToLineCount(),
            CreatedAt = createdAt.ToLocalTime(),
            Metadata = json["metadata"].ToArray(MetadataJson.ReadFile),
        };
        return new ParsedRecord<AiCodeChange>(record, createdAt, null);
    }
}
