using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>A number of lines: a whole number, also as text.</summary>
internal sealed class CountConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadCount(ref reader);

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);

    internal static int ReadCount(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt32(out int number):
                return number;
            case JsonTokenType.String or JsonTokenType.Number when Count.TryParse(JsonText.Of(ref reader), out int text):
                return text;
            default:
                throw new JsonException();
        }
    }
}
