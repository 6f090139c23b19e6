using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>A time stamp, handed out as local time.</summary>
internal sealed class LocalTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadTime(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Instant.Format(value));

    internal static DateTime ReadTime(ref Utf8JsonReader reader)
    {
        DateTime utc;
        bool read = reader.TokenType switch
        {
            JsonTokenType.String => Instant.TryParse(JsonText.Of(ref reader), out utc),
            JsonTokenType.Number when reader.TryGetInt64(out long epoch) => Instant.TryParseEpoch(epoch, out utc),
            _ => throw new JsonException(),
        };
        return read ? utc.ToLocalTime() : throw new JsonException();
    }
}
