using System;
using System.Text;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>The names of an object's known properties, in the order in which the API usually sends them.</summary>
internal sealed class JsonPropertyNames
{
    private readonly string[] _names;
    private readonly byte[][] _utf8;

    /// <summary>Initializes the names.</summary>
    /// <param name="names">The names, as the API spells them.</param>
    public JsonPropertyNames(params string[] names)
    {
        _names = names;
        _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
    }

    /// <summary>The number of names.</summary>
    public int Count => _names.Length;

    /// <summary>Gets the name at <paramref name="index"/>.</summary>
    /// <param name="index">The index.</param>
    public string this[int index] => _names[index];

    /// <summary>Returns the index of <paramref name="name"/>, which is one of the names.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expected">The index that is tried first.</param>
    public int IndexOf(string name, int expected) =>
        expected < _names.Length && _names[expected] == name ? expected : Array.IndexOf(_names, name);

    /// <summary>Returns the index of the property name that <paramref name="reader"/> is positioned on, or -1 if it is unknown.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="expected">The index that is tried first.</param>
    public int IndexOf(ref Utf8JsonReader reader, int expected)
    {
        if (expected < _utf8.Length && reader.ValueTextEquals(_utf8[expected]))
        {
            return expected;
        }

        for (int i = 0; i < _utf8.Length; i++)
        {
            if (reader.ValueTextEquals(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
