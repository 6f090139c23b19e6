using System;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Finds a record in a page, which can be incomplete, so that an error can name it.</summary>
/// <param name="Start">The index of the record's first byte.</param>
/// <param name="Id">The commit hash or change ID; <see langword="null"/> if it isn't in the text.</param>
/// <param name="CreatedAt">The time at which the record was ingested; <see langword="null"/> if it isn't in the text.</param>
internal readonly record struct JsonRecordLocator(int Start, string? Id, string? CreatedAt)
{
    private const int RecordDepth = 2;

    /// <summary>Finds the record that contains the byte at <paramref name="offset"/>.</summary>
    /// <param name="json">The text, or its start.</param>
    /// <param name="offset">The index of a byte.</param>
    public static JsonRecordLocator Find(ReadOnlySpan<byte> json, int offset)
    {
        var found = default(JsonRecordLocator);
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == RecordDepth)
                {
                    if (reader.TokenStartIndex > offset)
                    {
                        break;
                    }

                    found = new JsonRecordLocator((int)reader.TokenStartIndex, null, null);
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == RecordDepth + 1)
                {
                    found = found.MoveTo(ref reader);
                }
            }
        }
        catch (JsonException)
        {
            // What was found before the malformed token is sufficient.
        }

        return found;
    }

    private JsonRecordLocator MoveTo(ref Utf8JsonReader reader)
    {
        bool isId = reader.ValueTextEquals("commitHash"u8) || reader.ValueTextEquals("changeId"u8);
        bool isTime = reader.ValueTextEquals("createdAt"u8);
        if ((!isId && !isTime) || !reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return this;
        }

        string value = reader.ValueSpan.ToText();
        return isId ? this with { Id = value } : this with { CreatedAt = value };
    }
}
