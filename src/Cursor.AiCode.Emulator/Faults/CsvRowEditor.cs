using System;
using System.Collections.Generic;
using System.Text;
using Cursor.AiCode.Emulator.Formatting;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Spoils CSV line by line. Fields are as they stand on the wire, with their quotes; an emptied list drops the line.</summary>
internal sealed class CsvRowEditor(Action<List<string>> header, Action<CsvRowEditor.Row> row) : ICsvEdit
{
    private List<string> _names = [];

    /// <inheritdoc/>
    public void EditHeader(Utf8Buffer buffer) => Rewrite(buffer, 0, fields =>
    {
        _names = [.. fields];
        header(fields);
        return true;
    });

    /// <inheritdoc/>
    public void EditRow(Utf8Buffer buffer, int start, long number, bool isLast) => Rewrite(buffer, start, fields =>
    {
        var line = new Row(_names, fields, number, isLast);
        row(line);
        return line.HasNewline;
    });

    private static void Rewrite(Utf8Buffer buffer, int start, Func<List<string>, bool> edit)
    {
        string line = Encoding.UTF8.GetString(buffer.Written.Span[start..]);
        string end = line.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        List<string> fields = Split(line[..^end.Length]);
        bool hasNewline = edit(fields);
        buffer.Truncate(start);
        if (fields.Count > 0)
        {
            buffer.Append(Encoding.UTF8.GetBytes(string.Join(',', fields) + (hasNewline ? end : "")));
        }
    }

    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                fields.Add(line[start..i]);
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                quoted = !quoted;
            }
        }

        return fields;
    }

    /// <summary>A record's line.</summary>
    /// <param name="Names">The columns, as they were before the header was changed.</param>
    /// <param name="Fields">The fields, to be changed.</param>
    /// <param name="Number">The record's number, from 1.</param>
    /// <param name="IsLast">Whether it is the last.</param>
    internal sealed record Row(IReadOnlyList<string> Names, List<string> Fields, long Number, bool IsLast)
    {
        /// <summary>Whether a line break follows.</summary>
        public bool HasNewline { get; set; } = true;

        /// <summary>Whether it is the one record that a fault spoils: the third, or the last of fewer.</summary>
        public bool IsTarget => Number == 3 || (IsLast && Number < 3);
    }
}
