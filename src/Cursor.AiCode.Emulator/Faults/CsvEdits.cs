using System;
using System.Linq;
using Cursor.AiCode.Emulator.Formatting;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>What can be wrong with a CSV body.</summary>
internal static class CsvEdits
{
    /// <summary>The columns in reverse order; a client that reads by name is content.</summary>
    public static ICsvEdit ShuffledColumns() => new CsvRowEditor(names => names.Reverse(), row => row.Fields.Reverse());

    /// <summary>Two columns that no documentation has, first and in the middle.</summary>
    public static ICsvEdit NewColumn() => new CsvRowEditor(
        names =>
        {
            names.Insert(0, "team_id");
            names.Insert(4, "review_notes");
        },
        row =>
        {
            row.Fields.Insert(0, "7");
            row.Fields.Insert(4, "\"one, \"\"two\"\"\nthree\"");
        });

    /// <summary>Without a column that a client needs.</summary>
    public static ICsvEdit MissingColumn() => new CsvRowEditor(
        names => names.Remove("created_at"),
        row => row.Fields.RemoveAt(row.Names.ToList().IndexOf("created_at")));

    /// <summary>One record with a field too few.</summary>
    public static ICsvEdit RaggedRow() => EditTarget(row => row.Fields.RemoveAt(1));

    /// <summary>A quote inside a field that does not begin with one.</summary>
    public static ICsvEdit StrayQuote() => EditTarget(row => row.Fields[1] = row.Fields[1].Insert(5, "\""));

    /// <summary>The end of the body is missing, and what is there of it reads well.</summary>
    public static ICsvEdit CutLastField() => new CsvRowEditor(_ => { }, row =>
    {
        if (row.IsLast)
        {
            // A time may lose its fraction; a quoted field must keep its quote.
            row.Fields[^1] = row.Fields[^1].EndsWith('"') ? row.Fields[^1] : row.Fields[^1][..^5];
            row.HasNewline = false;
        }
    });

    /// <summary>The last records are missing; the body ends well after those before.</summary>
    public static ICsvEdit CutRecords() => new CsvRowEditor(_ => { }, row =>
    {
        if (row.IsLast || row.Number > 100)
        {
            row.Fields.Clear();
        }
    });

    /// <summary>Numbers in quotes.</summary>
    public static ICsvEdit NumbersAsStrings() => EachNumber((row, i) => row.Fields[i] = "\"" + row.Fields[i] + "\"");

    /// <summary>A number that no integer type holds.</summary>
    public static ICsvEdit HugeNumber() => CorruptNumber("99999999999999999999999");

    /// <summary>A word where a number belongs.</summary>
    public static ICsvEdit TextNumber() => CorruptNumber("many");

    /// <summary>Changes every time by a function of its text.</summary>
    public static Func<ICsvEdit> Times(Func<string, string> change) => () => new CsvRowEditor(_ => { }, row =>
    {
        for (int i = 0; i < row.Fields.Count; i++)
        {
            if (row.Names[i] is "commit_ts" or "created_at" && row.Fields[i].Length > 0)
            {
                row.Fields[i] = change(row.Fields[i]);
            }
        }
    });

    /// <summary>The message of every commit, and the model of every change, is a formula.</summary>
    public static ICsvEdit Formula() => new CsvRowEditor(_ => { }, row =>
    {
        int index = row.Names.ToList().IndexOf(row.Names.Contains("change_id") ? "model" : "message");
        row.Fields[index] = PageEdits.Command;
    });

    private static CsvRowEditor EditTarget(Action<CsvRowEditor.Row> edit) => new(_ => { }, row =>
    {
        if (row.IsTarget)
        {
            edit(row);
        }
    });

    private static CsvRowEditor CorruptNumber(string value) =>
        EditTarget(row => row.Fields[row.Names.ToList().IndexOf("total_lines_added")] = value);

    private static CsvRowEditor EachNumber(Action<CsvRowEditor.Row, int> edit) => new(_ => { }, row =>
    {
        for (int i = 0; i < row.Fields.Count; i++)
        {
            if (row.Names[i].Contains("_lines_", StringComparison.Ordinal) && row.Fields[i].Length > 0)
            {
                edit(row, i);
            }
        }
    });
}
