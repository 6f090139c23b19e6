using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Cursor.AiCode.Benchmarks;

/// <summary>
/// CSV the classic way, as Import-Csv and CsvHelper up to version 33 go about it: bytes become characters, every field
/// becomes a string, and the strings are parsed. It reads only what is well formed.
/// </summary>
internal sealed class TextCsv(TextReader reader)
{
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    /// <summary>The next record's fields; null at the end. The list is used again.</summary>
    public List<string>? Read()
    {
        _fields.Clear();
        if (reader.Peek() < 0)
        {
            return null;
        }

        while (ReadField())
        {
        }

        return _fields;
    }

    // Whether another field follows in the record.
    private bool ReadField()
    {
        _field.Clear();
        bool quoted = false;
        while (true)
        {
            int next = reader.Read();
            switch (next)
            {
                case '"' when quoted && reader.Peek() == '"':
                    _ = reader.Read();
                    _field.Append('"');
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    _fields.Add(_field.ToString());
                    return true;
                case '\r' when !quoted:
                    break;
                case -1:
                case '\n' when !quoted:
                    _fields.Add(_field.ToString());
                    return false;
                default:
                    _field.Append((char)next);
                    break;
            }
        }
    }
}
