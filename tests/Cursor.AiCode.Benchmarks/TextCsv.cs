using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Cursor.AiCode.Benchmarks;

/// <summary>
/// A conventional CSV parser, like those of Import-Csv and CsvHelper up to version 33: decodes bytes to characters, creates a
/// string for each field, and parses the strings. Reads only well-formed CSV.
/// </summary>
internal sealed class TextCsv(TextReader reader)
{
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    /// <summary>Returns the fields of the next record, or null at the end. The list is reused.</summary>
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

    // Returns whether another field follows in the record.
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
