using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Goes through the known properties of an object, and past all others.</summary>
internal struct JsonPropertyReader
{
    private readonly PropertyNames _names;
    private int _seen;

    /// <summary>The object that the reader stands on.</summary>
    /// <exception cref="JsonException">It stands on something else.</exception>
    public JsonPropertyReader(ref Utf8JsonReader reader, PropertyNames names)
    {
        _names = names;
        Property = -1;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    /// <summary>The index of the property whose value the reader stands on.</summary>
    public int Property { get; private set; }

    /// <summary>Moves on to the value of the next known property; false at the object's end.</summary>
    /// <exception cref="JsonException">A property that must be there is not.</exception>
    public bool Next(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int found = _names.IndexOf(ref reader, Property + 1);
            _ = reader.Read();
            if (found >= 0)
            {
                Property = found;
                _seen |= PropertyNames.BitOf(found);
                return true;
            }

            reader.Skip();
        }

        return (_seen & _names.Required) == _names.Required ? false : throw new JsonException();
    }
}
