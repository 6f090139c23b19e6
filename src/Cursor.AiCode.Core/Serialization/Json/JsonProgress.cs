using System;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Tracks how many complete JSON tokens have been received of a text.</summary>
internal struct JsonProgress
{
    private JsonReaderState _state;

    /// <summary>Gets the length, in bytes, of the complete tokens at the start of the text.</summary>
    public int Length { get; private set; }

    /// <summary>Reads the tokens that have been received since the last call; returns <see langword="false"/> if they are malformed.</summary>
    /// <param name="text">The text received so far, from its start.</param>
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
