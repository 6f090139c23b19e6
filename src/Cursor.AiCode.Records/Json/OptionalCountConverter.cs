using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>A number of lines that may be unknown.</summary>
internal sealed class OptionalCountConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String when reader is { HasValueSequence: false, ValueSpan.IsEmpty: true } => null,
            _ => CountConverter.ReadCount(ref reader),
        };

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
