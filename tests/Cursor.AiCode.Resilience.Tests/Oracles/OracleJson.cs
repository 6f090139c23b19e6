using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Resilience.Tests.Oracles;

/// <summary>The text of a number.</summary>
internal sealed record JsonNumber(string Text);

/// <summary>
/// A simple parser that strictly implements RFC 8259, and shares no code with the client. Objects are dictionaries. If a
/// name occurs twice, the last value is used.
/// </summary>
internal sealed class OracleJson
{
    private readonly string _text;
    private int _at;

    private OracleJson(string text)
    {
        _text = text;
    }

    /// <summary>Parses a text, and returns false if it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out object? value)
    {
        value = null;
        if (!OracleCsv.IsUtf8(utf8))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(utf8);
        return TryParse(text.StartsWith('\uFEFF') ? text[1..] : text, out value);
    }

    /// <summary>Parses a text, and returns false if it is malformed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    public static bool TryParse(string text, out object? value)
    {
        var json = new OracleJson(text);
        try
        {
            value = json.Value();
            json.Space();
            return json._at == text.Length;
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            value = null;
            return false;
        }
    }

    private object? Value()
    {
        Space();
        switch (_text[_at])
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"':
                return Text();
            case 't':
                return Literal("true", true);
            case 'f':
                return Literal("false", false);
            case 'n':
                return Literal("null", null);
            default:
                return Number();
        }
    }

    private Dictionary<string, object?> Object()
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        _at++;
        Space();
        if (_text[_at] == '}')
        {
            _at++;
            return fields;
        }

        while (true)
        {
            Space();
            string name = _text[_at] == '"' ? Text() : throw new FormatException();
            Space();
            Take(':');
            fields[name] = Value();
            Space();
            if (_text[_at] == '}')
            {
                _at++;
                return fields;
            }

            Take(',');
        }
    }

    private List<object?> Array()
    {
        var items = new List<object?>();
        _at++;
        Space();
        if (_text[_at] == ']')
        {
            _at++;
            return items;
        }

        while (true)
        {
            items.Add(Value());
            Space();
            if (_text[_at] == ']')
            {
                _at++;
                return items;
            }

            Take(',');
        }
    }

    private string Text()
    {
        var text = new StringBuilder();
        _at++;
        while (_text[_at] != '"')
        {
            char c = _text[_at++];
            if (c < ' ')
            {
                throw new FormatException();
            }

            text.Append(c == '\\' ? Escaped() : c);
        }

        _at++;
        return WithoutLoneSurrogates(text);
    }

    private char Escaped()
    {
        char c = _text[_at++];
        if (c == 'u')
        {
            _at += 4;
            return (char)ushort.Parse(_text.AsSpan(_at - 4, Math.Min(4, _text.Length - _at + 4)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        int known = "\"\\/bfnrt".IndexOf(c, StringComparison.Ordinal);
        return known >= 0 ? "\"\\/\b\f\n\r\t"[known] : throw new FormatException();
    }

    private JsonNumber Number()
    {
        int start = _at;
        if (_text[_at] == '-')
        {
            _at++;
        }

        if (_text[_at] == '0')
        {
            _at++;
        }
        else
        {
            Digits();
        }

        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            Digits();
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            if (_text[_at] is '+' or '-')
            {
                _at++;
            }

            Digits();
        }

        return new JsonNumber(_text[start.._at]);
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(_text[_at]))
        {
            throw new FormatException();
        }

        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
    }

    private object? Literal(string literal, object? value)
    {
        if (string.CompareOrdinal(_text, _at, literal, 0, literal.Length) != 0)
        {
            throw new FormatException();
        }

        _at += literal.Length;
        return value;
    }

    private void Take(char c)
    {
        if (_text[_at] != c)
        {
            throw new FormatException();
        }

        _at++;
    }

    private void Space()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private static string WithoutLoneSurrogates(StringBuilder text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }

        return text.ToString();
    }
}
