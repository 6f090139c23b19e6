using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>
/// A text that may be missing. An empty one counts as missing, since CSV cannot tell the two apart and both ways must
/// bring the same records.
/// </summary>
internal sealed class TextConverter : JsonConverter<string?>
{
    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    internal static string? ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        string text = reader.GetString()!;
        return text.Length == 0 ? null : text;
    }
}
