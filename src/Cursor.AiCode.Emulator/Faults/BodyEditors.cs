using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using Cursor.AiCode.Emulator.Data;
using Cursor.AiCode.Emulator.Formatting;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Applies a fault to a JSON page.</summary>
internal static class JsonPageEditor
{
    /// <summary>Returns the edited page.</summary>
    /// <param name="json">The correct page.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="selection">The records of all pages.</param>
    /// <param name="skip">The number of records before the page.</param>
    /// <param name="now">The simulated time of the request.</param>
    public static byte[] Edit(ReadOnlySpan<byte> json, Fault fault, Selection selection, long skip, DateTimeOffset now)
    {
        JsonObject page = JsonNode.Parse(json)!.AsObject();
        JsonArray items = page["items"]!.AsArray();
        for (int i = 0; i < items.Count && fault.EditRecord is not null; i++)
        {
            var position = new RecordPosition(selection.IndexAt(skip + i), i + 1, IsNewest: skip + i == 0, i == items.Count - 1, now);
            fault.EditRecord(new JsonRecord(items[i]!.AsObject(), position));
        }

        fault.EditPage?.Invoke(page);

        // The serializer replaces half of a surrogate pair by U+FFFD, which JavaScript doesn't. The data has no U+FFFD of its own.
        return Encoding.UTF8.GetBytes(page.ToJsonString().Replace("\\uFFFD", "\\ud83d", StringComparison.Ordinal));
    }
}

/// <summary>Applies a fault to CSV, line by line.</summary>
internal sealed class CsvEditor(Fault fault)
{
    private List<string> _columns = [];

    /// <summary>Edits the header, which is all that the buffer contains.</summary>
    public void EditHeader(Utf8Buffer buffer) => EditLine(buffer, 0, fields =>
    {
        _columns = [.. fields];
        fault.EditCsvHeader?.Invoke(fields);
        return true;
    });

    /// <summary>Edits the line of a record, which starts at <paramref name="start"/> in the buffer.</summary>
    public void EditRow(Utf8Buffer buffer, int start, RecordPosition position) => EditLine(buffer, start, fields =>
    {
        var record = new CsvRecord(_columns, fields, position);
        fault.EditRecord?.Invoke(record);
        fault.EditCsvRecord?.Invoke(record);
        return record.HasNewline;
    });

    // The function returns whether the line keeps its line break.
    private static void EditLine(Utf8Buffer buffer, int start, Func<List<string>, bool> edit)
    {
        string line = Encoding.UTF8.GetString(buffer.Written.Span[start..]);
        string newline = line.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        List<string> fields = SplitFields(line[..^newline.Length]);
        bool hasNewline = edit(fields);
        buffer.Truncate(start);
        if (fields.Count > 0)
        {
            buffer.Append(Encoding.UTF8.GetBytes(string.Join(',', fields) + (hasNewline ? newline : "")));
        }
    }

    private static List<string> SplitFields(string line)
    {
        var fields = new List<string>();
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !isQuoted))
            {
                fields.Add(line[start..i]);
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
        }

        return fields;
    }
}
