using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

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
        var change = new JsonPropertyReader(ref reader, Names);
        while (change.Next(ref reader))
        {
            switch ((Property)change.Property)
            {
                case Property.ChangeId:
                    changeId = JsonValueReader.ReadIdentifier(ref reader);
                    break;
                case Property.UserId:
                    userId = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.UserEmail:
                    userEmail = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.Source:
                    source = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.Model:
                    model = JsonValueReader.ReadPooledText(ref reader);
                    break;
                case Property.TotalLinesAdded:
                    totalLinesAdded = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.TotalLinesDeleted:
                    totalLinesDeleted = JsonValueReader.ReadCount(ref reader);
                    break;
                case Property.CreatedAt:
                    createdAt = JsonValueReader.ReadTime(ref reader);
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
