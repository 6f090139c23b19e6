using System;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>
/// The value of a property, and its conversions. The API's types vary, so numbers, booleans and times can also be
/// strings. An empty string is a missing value, because CSV doesn't distinguish the two. Any other value is a
/// <see cref="JsonDataException"/>.
/// </summary>
internal readonly ref struct JsonPropertyValue
{
    private readonly JsonTokenType _type;
    private readonly ReadOnlySpan<byte> _token;
    private readonly bool _isEscaped;
    private readonly int _offset;
    private readonly string _name;

    /// <summary>Initializes the value.</summary>
    /// <param name="type">The type of the value, or <see cref="JsonTokenType.None"/> if the property is missing.</param>
    /// <param name="token">The value as it is in the text, with a string's quotation marks.</param>
    /// <param name="isEscaped">Whether the value is a string with escape sequences.</param>
    /// <param name="offset">The index of the value's first byte; that of the object if the property is missing.</param>
    /// <param name="name">The name of the property.</param>
    public JsonPropertyValue(JsonTokenType type, ReadOnlySpan<byte> token, bool isEscaped, int offset, string name)
    {
        _type = type;
        _token = token;
        _isEscaped = isEscaped;
        _offset = offset;
        _name = name;
    }

    private bool IsMissing => _type is JsonTokenType.None or JsonTokenType.Null || (_type == JsonTokenType.String && Text.IsEmpty);

    private bool IsTextOrNumber => _type is JsonTokenType.String or JsonTokenType.Number;

    // A string without quotation marks and escape sequences, or the token itself. Some services escape more than they
    // must, such as the plus sign of an offset.
    private ReadOnlySpan<byte> Text =>
        _type != JsonTokenType.String ? _token
        : _isEscaped ? Encoding.UTF8.GetBytes(Unescape())
        : _token.Slice(1, _token.Length - 2);

    /// <summary>Returns a string that identifies the record. Identifiers can also be numbers.</summary>
    public string ToIdentifier() => IsTextOrNumber && !IsMissing ? Text.ToText() : throw Unexpected();

    /// <summary>Returns a string, or <see langword="null"/> if it is missing.</summary>
    public string? ToText()
    {
        string? text = _type switch
        {
            JsonTokenType.None or JsonTokenType.Null => null,
            JsonTokenType.String when _isEscaped => Unescape(),
            JsonTokenType.String => Text.ToText(),
            _ => throw Unexpected(),
        };
        return text is { Length: > 0 } ? text : null;
    }

    /// <summary>Returns a string that many records share, or <see langword="null"/> if it is missing.</summary>
    public string? ToPooledText() => _type switch
    {
        JsonTokenType.None or JsonTokenType.Null => null,
        JsonTokenType.String => StringPool.Get(Text),
        _ => throw Unexpected(),
    };

    /// <summary>Returns a number of lines.</summary>
    public int ToLineCount() => IsTextOrNumber && LineCount.TryParse(Text, out int value) ? value : throw Unexpected();

    /// <summary>Returns a number of lines, or <see langword="null"/> if it is missing.</summary>
    public int? ToOptionalLineCount() => IsMissing ? null : ToLineCount();

    /// <summary>Returns the number of a line, or 0 if it is missing.</summary>
    public long ToLineNumber() =>
        IsMissing ? 0 : IsTextOrNumber && LineNumber.TryParse(Text, out long value) ? value : throw Unexpected();

    /// <summary>Returns a number of records.</summary>
    public long ToRecordCount()
    {
        ReadOnlySpan<byte> text = Text;
        return IsTextOrNumber && Utf8Parser.TryParse(text, out long value, out int used) && used == text.Length && value >= 0
            ? value
            : throw Unexpected();
    }

    /// <summary>Returns a boolean, or <see langword="null"/> if it is missing.</summary>
    public bool? ToBoolean() => _type switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.None or JsonTokenType.Null => null,
        JsonTokenType.String when Utf8Boolean.TryParse(Text, out bool? value) => value,
        _ => throw Unexpected(),
    };

    /// <summary>Returns a time in UTC.</summary>
    public DateTime ToTime() => IsTextOrNumber && Timestamp.TryParse(Text, out DateTime utc) ? utc : throw Unexpected();

    /// <summary>Returns a time in UTC, or <see langword="null"/> if it is missing.</summary>
    public DateTime? ToOptionalTime() => IsMissing ? null : ToTime();

    /// <summary>Returns the objects of an array, or <see langword="null"/> if it is missing.</summary>
    /// <param name="readItem">Reads one of the objects.</param>
    public T[]? ToArray<T>(ReadJson<T> readItem)
    {
        if (_type is JsonTokenType.None or JsonTokenType.Null)
        {
            return null;
        }

        try
        {
            var reader = new JsonObjectReader(_token);
            return reader.ReadArray(readItem).ToArray();
        }
        catch (JsonDataException e)
        {
            throw new JsonDataException(_offset + e.Offset, e.MissingProperty);
        }
    }

    private string Unescape()
    {
        var reader = new Utf8JsonReader(_token);
        _ = reader.Read();
        return reader.GetString()!;
    }

    private JsonDataException Unexpected() => new(_offset, _type == JsonTokenType.None ? _name : null);
}
