using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>
/// Finds the path, line and byte of an error in a JSON text. The path ends before the first property whose name isn't
/// one of the API's own, because such a name is data.
/// </summary>
internal static class JsonErrorLocator
{
    private static readonly JsonPropertyNames[] KnownNames =
    [
        PageReader.Names, CommitJson.Names, ChangeJson.Names, MetadataJson.Names,
        CommitDetailPageReader.Names, CommitDetailJson.Names, CommitDetailJson.FileNames, CommitDetailJson.GroupNames,
        CommitDetailJson.RangeNames, ConversationJson.Names,
    ];

    /// <summary>Returns the error with its location, and a message that can be shown.</summary>
    /// <param name="json">The whole JSON text.</param>
    /// <param name="error">The error: a <see cref="JsonDataException"/>, or that of a malformed text.</param>
    public static JsonException Locate(ReadOnlySpan<byte> json, JsonException error)
    {
        if (error is not JsonDataException data)
        {
            return Unreadable(PathTo(json, json.Length), error.LineNumber ?? 0, error.BytePositionInLine ?? 0, error);
        }

        ReadOnlySpan<byte> before = json.Slice(0, data.Offset);
        int line = 0;
        foreach (byte b in before)
        {
            line += b == '\n' ? 1 : 0;
        }

        int column = before.Length - (before.LastIndexOf((byte)'\n') + 1);
        string path = PathTo(json, data.Offset);
        if (data.IsTooLarge)
        {
            var record = JsonRecordLocator.Find(json, data.Offset);
            return new JsonException(RecordSize.Describe(record.Id, record.CreatedAt), path, line, column, error);
        }

        return data.MissingProperty is { } name
            ? new JsonException($"{path}.{name} is missing", $"{path}.{name}", line, column, error)
            : Unreadable(path, line, column, error);
    }

    /// <summary>Returns the error of a text that isn't UTF-8 throughout.</summary>
    /// <param name="json">The text, which is well-formed JSON.</param>
    public static JsonDataException FindInvalidUtf8(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read() && reader.ValueSpan.IsUtf8())
        {
        }

        return new JsonDataException((int)reader.TokenStartIndex);
    }

    private static JsonException Unreadable(string path, long line, long column, Exception inner) =>
        new($"{path}, byte {column} of line {line + 1} can't be read", path, line, column, inner);

    private static string PathTo(ReadOnlySpan<byte> json, int offset)
    {
        var steps = new List<Step>();
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    steps.RemoveAt(steps.Count - 1);
                }
                else if (steps.Count > 0)
                {
                    steps[steps.Count - 1] = steps[steps.Count - 1].MoveTo(ref reader);
                }

                if (reader.TokenStartIndex >= offset)
                {
                    break;
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    steps.Add(new Step(reader.TokenType == JsonTokenType.StartArray, -1, null));
                }
            }
        }
        catch (JsonException)
        {
            // The path so far is the path to the malformed token.
        }

        var path = new StringBuilder("$");
        foreach (Step step in steps)
        {
            if (!step.IsArray && step.Name is null)
            {
                break;
            }

            _ = step.IsArray ? path.Append('[').Append(Math.Max(0, step.Index)).Append(']') : path.Append('.').Append(step.Name);
        }

        return path.ToString();
    }

    private static string? FindKnownName(ref Utf8JsonReader reader)
    {
        foreach (JsonPropertyNames names in KnownNames)
        {
            if (names.IndexOf(ref reader, 0) is >= 0 and int index)
            {
                return names[index];
            }
        }

        return null;
    }

    // How far an array or an object has been read.
    private readonly record struct Step(bool IsArray, int Index, string? Name)
    {
        public Step MoveTo(ref Utf8JsonReader reader) =>
            IsArray ? this with { Index = Index + 1 }
            : reader.TokenType == JsonTokenType.PropertyName ? this with { Name = FindKnownName(ref reader) }
            : this;
    }
}
