using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads an item of an array.</summary>
internal delegate T ReadJson<T>(ref Utf8JsonReader reader);

/// <summary>
/// Reads the values of records. As tolerant as the API is loose: numbers, flags and times also come as text. What is
/// of another kind is a <see cref="JsonException"/>.
/// </summary>
internal static class JsonValueReader
{
    /// <summary>A text that may be missing. An empty one counts as missing, since CSV can't tell the two apart.</summary>
    public static string? ReadText(ref Utf8JsonReader reader)
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

    /// <summary>A text that many records share, such as a repository.</summary>
    public static string? ReadPooledText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueSpan.IsUtf8()
            ? StringPool.Get(reader.ValueSpan)
            : ReadText(ref reader);

    /// <summary>A text that names a record and is never missing; an id that comes as a number is kept as its text.</summary>
    public static string ReadIdentifier(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number
        ? TextOf(ref reader).ToText()
        : ReadText(ref reader) ?? throw new JsonException();

    /// <summary>A number of lines.</summary>
    public static int ReadCount(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt32(out int number):
                return number;
            case JsonTokenType.String or JsonTokenType.Number when LineCount.TryParse(TextOf(ref reader), out int text):
                return text;
            default:
                throw new JsonException();
        }
    }

    /// <summary>A number of lines that may be unknown.</summary>
    public static int? ReadOptionalCount(ref Utf8JsonReader reader) => IsMissing(ref reader) ? null : ReadCount(ref reader);

    /// <summary>A number of records.</summary>
    public static long ReadTotal(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out long number):
                return number;
            case JsonTokenType.String when Utf8Parser.TryParse(TextOf(ref reader), out long text, out int used) && used == TextOf(ref reader).Length:
                return text;
            default:
                throw new JsonException();
        }
    }

    /// <summary>A yes or no that may be unknown.</summary>
    public static bool? ReadFlag(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when Utf8Boolean.TryParse(TextOf(ref reader), out bool? value):
                return value;
            default:
                throw new JsonException();
        }
    }

    /// <summary>A time stamp, in UTC.</summary>
    public static DateTime ReadTime(ref Utf8JsonReader reader)
    {
        DateTime utc;
        bool read = reader.TokenType switch
        {
            JsonTokenType.String => Timestamp.TryParse(TextOf(ref reader), out utc),
            JsonTokenType.Number when reader.TryGetInt64(out long epoch) => Timestamp.TryParseEpoch(epoch, out utc),
            _ => throw new JsonException(),
        };
        return read ? utc : throw new JsonException();
    }

    /// <summary>A time stamp that may be missing, in UTC.</summary>
    public static DateTime? ReadOptionalTime(ref Utf8JsonReader reader) => IsMissing(ref reader) ? null : ReadTime(ref reader);

    /// <summary>An array of values; null where there is none.</summary>
    public static List<T>? ReadList<T>(ref Utf8JsonReader reader, ReadJson<T> readItem)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(readItem(ref reader));
        }

        return items;
    }

    // Some servers escape more than they must, such as the plus sign of an offset.
    private static ReadOnlySpan<byte> TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped
            ? Encoding.UTF8.GetBytes(reader.GetString()!)
            : reader.ValueSpan;

    private static bool IsMissing(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty);
}
