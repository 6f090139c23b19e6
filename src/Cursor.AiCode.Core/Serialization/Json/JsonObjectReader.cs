using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>Reads the object that <paramref name="reader"/> is positioned on.</summary>
/// <exception cref="JsonException">The value isn't such an object.</exception>
internal delegate T ReadJson<T>(ref JsonObjectReader reader);

/// <summary>
/// Reads objects from a JSON text, property by property or as a whole. Unknown properties are skipped, and the last of
/// two properties of one name counts.
/// </summary>
internal ref struct JsonObjectReader
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;
    private JsonPropertyNames? _names;
    private Token[] _tokens = [];
    private int _start;
    private int _next;

    /// <summary>Initializes the reader, and moves to the first token.</summary>
    /// <param name="json">A JSON text.</param>
    /// <exception cref="JsonException">There is no JSON.</exception>
    public JsonObjectReader(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json);
        _ = _reader.Read();
    }

    /// <summary>Gets whether the reader is positioned on <c>null</c>.</summary>
    public readonly bool IsNull => _reader.TokenType == JsonTokenType.Null;

    /// <summary>Gets the index of the byte after the last token.</summary>
    public readonly int Position => (int)_reader.BytesConsumed;

    /// <summary>Gets a value of the object that <see cref="ReadObject"/> read.</summary>
    /// <param name="name">The property's name, which is one of those that <see cref="ReadObject"/> was given.</param>
    public JsonPropertyValue this[string name]
    {
        get
        {
            int index = _names!.IndexOf(name, _next);
            _next = index + 1;
            Token token = _tokens[index];
            return token.Type == JsonTokenType.None
                ? new JsonPropertyValue(token.Type, default, isEscaped: false, _start, name)
                : new JsonPropertyValue(token.Type, _json.Slice(token.Start, token.Length), token.IsEscaped, token.Start, name);
        }
    }

    /// <summary>Reads the object that the reader is positioned on, and makes its values available by their names.</summary>
    /// <param name="names">The names of the known properties.</param>
    /// <exception cref="JsonException">There is no object, or it is malformed.</exception>
    public void ReadObject(JsonPropertyNames names)
    {
        if (_names != names)
        {
            _names = names;
            _tokens = new Token[names.Count];
        }

        Array.Clear(_tokens, 0, _tokens.Length);
        _next = 0;
        _start = StartObject();
        for (int index = -1; MoveToProperty(names, ref index);)
        {
            _tokens[index] = ReadToken();
        }
    }

    /// <summary>Begins the object that the reader is positioned on, and returns the index of its first byte.</summary>
    /// <exception cref="JsonDataException">There is no object.</exception>
    public int StartObject() =>
        _reader.TokenType == JsonTokenType.StartObject ? (int)_reader.TokenStartIndex : throw new JsonDataException((int)_reader.TokenStartIndex);

    /// <summary>Moves to the value of the object's next known property; returns <see langword="false"/> at its end.</summary>
    /// <param name="names">The names of the known properties.</param>
    /// <param name="index">The index of the last property's name, or -1; then that of this property's.</param>
    /// <exception cref="JsonException">The object is malformed.</exception>
    public bool MoveToProperty(JsonPropertyNames names, ref int index)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            int found = names.IndexOf(ref _reader, index + 1);
            _ = _reader.Read();
            if (found >= 0)
            {
                index = found;
                return true;
            }

            _reader.Skip();
        }

        return false;
    }

    /// <summary>Reads the value that the reader is positioned on.</summary>
    /// <param name="name">The name of its property.</param>
    /// <exception cref="JsonException">The value is malformed.</exception>
    public JsonPropertyValue ReadValue(string name)
    {
        Token token = ReadToken();
        return new JsonPropertyValue(token.Type, _json.Slice(token.Start, token.Length), token.IsEscaped, token.Start, name);
    }

    /// <summary>Reads the array that the reader is positioned on.</summary>
    /// <param name="readItem">Reads one of its objects.</param>
    /// <exception cref="JsonException">There is no array, or it contains other values.</exception>
    public List<T> ReadArray<T>(ReadJson<T> readItem)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonDataException((int)_reader.TokenStartIndex);
        }

        var items = new List<T>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(readItem(ref this));
        }

        return items;
    }

    /// <summary>Checks that nothing follows the value that was read.</summary>
    /// <exception cref="JsonException">Something follows.</exception>
    public void ReadEnd() => _ = _reader.Read();

    private Token ReadToken()
    {
        JsonTokenType type = _reader.TokenType;
        int start = (int)_reader.TokenStartIndex;
        bool isEscaped = type == JsonTokenType.String && _reader.ValueIsEscaped;
        _reader.Skip();
        return new Token(type, start, (int)_reader.BytesConsumed - start, isEscaped);
    }

    // Where a value is in the text.
    private readonly record struct Token(JsonTokenType Type, int Start, int Length, bool IsEscaped);
}
