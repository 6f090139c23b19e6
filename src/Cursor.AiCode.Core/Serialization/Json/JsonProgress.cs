using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>How far a text that is still coming holds whole JSON tokens.</summary>
internal struct JsonProgress
{
    private JsonReaderState _state;

    /// <summary>The length of the whole tokens at its start.</summary>
    public int Length { get; private set; }

    /// <summary>Looks at what has come since; false where it is no JSON.</summary>
    public bool TryMoveTo(ReadOnlySpan<byte> text)
    {
        if (Length == 0 && text.StartsWith("\uFEFF"u8))
        {
            Length = "\uFEFF"u8.Length;
        }

        var reader = new Utf8JsonReader(text.Slice(Length), isFinalBlock: false, _state);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            return false;
        }

        _state = reader.CurrentState;
        Length += (int)reader.BytesConsumed;
        return true;
    }
}
