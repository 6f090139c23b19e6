using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cursor.AiCode.Json;

/// <summary>
/// A text that many records share, such as a repository: a value seen before gives the same string again. A company
/// has few repositories and users, so this halves the memory of a kept list.
/// </summary>
internal sealed class PooledTextConverter : JsonConverter<string?>
{
    private const int Slots = 4096;
    private const int LongestPooled = 128;

    // Each slot holds an immutable string, so threads that race for one lose at most a reuse.
    private readonly string?[] _seen = new string?[Slots];

    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped ||
            reader.ValueSpan.Length is 0 or > LongestPooled)
        {
            return TextConverter.ReadText(ref reader);
        }

        uint hash = 2166136261;
        foreach (byte b in reader.ValueSpan)
        {
            hash = (hash ^ b) * 16777619;
        }

        ref string? slot = ref _seen[(hash ^ (hash >> 16)) % Slots];
        string? candidate = slot;
        if (candidate is not null && reader.ValueTextEquals(candidate))
        {
            return candidate;
        }

        return slot = TextConverter.ReadText(ref reader);
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
