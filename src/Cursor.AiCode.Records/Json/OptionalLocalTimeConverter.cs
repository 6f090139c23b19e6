using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>A time stamp that may be missing, handed out as local time.</summary>
internal sealed class OptionalLocalTimeConverter : JsonConverter<DateTime?>
{
    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String when reader is { HasValueSequence: false, ValueSpan.IsEmpty: true } => null,
            _ => LocalTimeConverter.ReadTime(ref reader),
        };

    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            writer.WriteStringValue(Instant.Format(time));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
