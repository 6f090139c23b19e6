using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Finds the place of what is wrong in a JSON text, once something is.</summary>
internal static class JsonErrorLocator
{
    /// <summary>What is wrong with <paramref name="json"/>, with its path, line and byte.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="token">Where the token starts that was read last.</param>
    /// <param name="e">What the reader said; the text is JSON as far as it goes where that has no line.</param>
    public static JsonException Explain(ReadOnlySpan<byte> json, long token, Exception e)
    {
        if (e is JsonException { LineNumber: { } line })
        {
            return new JsonException(null, PathTo(json, json.Length), line, ((JsonException)e).BytePositionInLine, e);
        }

        ReadOnlySpan<byte> before = json.Slice(0, (int)token);
        int lines = 0;
        foreach (byte b in before)
        {
            lines += b == '\n' ? 1 : 0;
        }

        return new JsonException(null, PathTo(json, token), lines, before.Length - (before.LastIndexOf((byte)'\n') + 1), e);
    }

    // The path to the token, as far as its names are the API's own: others can be anybody's.
    private static string PathTo(ReadOnlySpan<byte> json, long token)
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
                    steps[steps.Count - 1] = steps[steps.Count - 1].MovedTo(ref reader);
                }

                if (reader.TokenStartIndex >= token)
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
            // The path so far is the path to what is wrong.
        }

        var path = new StringBuilder("$");
        foreach (Step step in steps)
        {
            if (step.InArray)
            {
                _ = path.Append('[').Append(Math.Max(0, step.Index)).Append(']');
            }
            else if (step.Name is { } name)
            {
                _ = path.Append('.').Append(name);
            }
            else
            {
                break;
            }
        }

        return path.ToString();
    }

    /// <summary>How far an array or an object was read.</summary>
    private readonly record struct Step(bool InArray, int Index, string? Name)
    {
        public Step MovedTo(ref Utf8JsonReader reader) =>
            InArray ? this with { Index = Index + 1 }
            : reader.TokenType == JsonTokenType.PropertyName ? this with { Name = KnownName(ref reader) }
            : this;

        private static string? KnownName(ref Utf8JsonReader reader)
        {
            try
            {
                foreach (PropertyNames names in new[] { PageReader.Names, CommitJson.Names, ChangeJson.Names, MetadataJson.Names })
                {
                    if (names.IndexOf(ref reader, 0) is >= 0 and int index)
                    {
                        return names.TextOf(index);
                    }
                }
            }
            catch (InvalidOperationException)
            {
                // A name with half a surrogate pair is no known one.
            }

            return null;
        }
    }
}
