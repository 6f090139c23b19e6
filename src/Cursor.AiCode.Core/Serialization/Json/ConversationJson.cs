using System.Linq;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads conversations from the API's JSON.</summary>
internal static class ConversationJson
{
    /// <summary>The names of the properties.</summary>
    internal static readonly JsonPropertyNames Names = new("id", "title", "tldr", "overview", "summaryBullets");

    /// <summary>Reads a conversation. Its ID is empty if it isn't known.</summary>
    /// <param name="json">The reader, positioned on the conversation.</param>
    /// <exception cref="JsonException">The value isn't a conversation.</exception>
    public static AiCommitDetailConversation Read(ref JsonObjectReader json)
    {
        json.ReadObject(Names);
        return new AiCommitDetailConversation
        {
            Id = json["id"].ToText() ?? "",
            Title = json["title"].ToText(),
            Tldr = json["tldr"].ToText(),
            Overview = json["overview"].ToText(),
            SummaryBullets = json["summaryBullets"].ToArray(ReadBullet)?.OfType<string>().ToArray(),
        };
    }

    private static string? ReadBullet(ref JsonObjectReader json) => json.ReadValue("summaryBullets").ToText();
}
