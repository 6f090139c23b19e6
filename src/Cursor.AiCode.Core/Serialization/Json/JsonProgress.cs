using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Tracks how much of a JSON text that is still being received consists of complete tokens.</summary>
internal struct JsonProgress
{
    private JsonReaderState _state;

    /// <summary>The length of the complete tokens, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the text that was received since the last call. Returns false if it isn't JSON.</summary>
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
