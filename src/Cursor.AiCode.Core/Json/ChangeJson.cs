using System;
using System.Text.Json;

namespace Cursor.AiCode.Json;

/// <summary>Reads changes from the API's JSON.</summary>
internal static class ChangeJson
{
    internal static readonly PropertyNames Names = new(
        "changeId",
        "userId",
        "userEmail",
        "source",
        "model?",
        "totalLinesAdded",
        "totalLinesDeleted",
        "createdAt",
        "metadata?");

    private enum Property
    {
        ChangeId,
        UserId,
        UserEmail,
        Source,
        Model,
        TotalLinesAdded,
        TotalLinesDeleted,
        CreatedAt,
        Metadata,
    }

    /// <summary>The change that the reader stands on.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Stamped<AiCodeChange> Read(ref Utf8JsonReader reader)
    {
        string changeId = "";
        string? userId = null, userEmail = null, source = null, model = null;
        int totalLinesAdded = 0, totalLinesDeleted = 0;
        DateTime createdAt = default;
        AiCodeChangeMetadata[]? metadata = null;
        var change = new JsonObject(ref reader, Names);
        while (change.Next(ref reader))
        {
            switch ((Property)change.Property)
            {
                case Property.ChangeId:
                    changeId = JsonValue.ReadIdentifier(ref reader);
                    break;
                case Property.UserId:
                    userId = JsonValue.ReadPooledText(ref reader);
                    break;
                case Property.UserEmail:
                    userEmail = JsonValue.ReadPooledText(ref reader);
                    break;
                case Property.Source:
                    source = JsonValue.ReadPooledText(ref reader);
                    break;
                case Property.Model:
                    model = JsonValue.ReadPooledText(ref reader);
                    break;
                case Property.TotalLinesAdded:
                    totalLinesAdded = JsonValue.ReadCount(ref reader);
                    break;
                case Property.TotalLinesDeleted:
                    totalLinesDeleted = JsonValue.ReadCount(ref reader);
                    break;
                case Property.CreatedAt:
                    createdAt = JsonValue.ReadTime(ref reader);
                    break;
                case Property.Metadata:
                    metadata = MetadataJson.Read(ref reader);
                    break;
            }
        }

        var record = new AiCodeChange
        {
            ChangeId = changeId,
            UserId = userId,
            UserEmail = userEmail,
            Source = source,
            Model = model,
            TotalLinesAdded = totalLinesAdded,
            TotalLinesDeleted = totalLinesDeleted,
            CreatedAt = createdAt.ToLocalTime(),
            Metadata = metadata,
        };
        return new Stamped<AiCodeChange>(record, createdAt, null);
    }
}
