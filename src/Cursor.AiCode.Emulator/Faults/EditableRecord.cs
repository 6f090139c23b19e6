using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using Cursor.AiCode.Emulator.Data;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>The position of a record.</summary>
/// <param name="Index">Its index in the data; the same in JSON and CSV.</param>
/// <param name="Number">Its number in the page or file, from 1.</param>
/// <param name="IsNewest">Whether it is the newest record of all pages.</param>
/// <param name="IsLast">Whether it is the last record of the page or file.</param>
/// <param name="Now">The simulated time of the request.</param>
internal readonly record struct RecordPosition(long Index, long Number, bool IsNewest, bool IsLast, DateTimeOffset Now)
{
    /// <summary>Whether it is the record that a fault of a single record changes: the third, or the last if there are fewer.</summary>
    public bool IsTarget => Number == 3 || (IsLast && Number < 3);
}

/// <summary>A record that a fault changes, in JSON or CSV. Fields are named by their CSV column.</summary>
internal abstract class EditableRecord(RecordPosition position)
{
    /// <summary>The position of the record.</summary>
    public RecordPosition Position { get; } = position;

    /// <summary>Returns the text of a field, or null if it has no value.</summary>
    public abstract string? Get(string column);

    /// <summary>Sets a field to a text.</summary>
    public abstract void SetText(string column, string text);

    /// <summary>Sets a field to a number.</summary>
    public abstract void SetNumber(string column, string digits);

    /// <summary>Removes a JSON property, or clears a CSV field.</summary>
    public abstract void Remove(string column);
}

/// <summary>A record of a JSON page.</summary>
internal sealed class JsonRecord(JsonObject item, RecordPosition position) : EditableRecord(position)
{
    /// <summary>The JSON object.</summary>
    public JsonObject Item { get; } = item;

    public override string? Get(string column) => Item[ToName(column)]?.ToString();

    public override void SetText(string column, string text) => Item[ToName(column)] = text;

    public override void SetNumber(string column, string digits) => Item[ToName(column)] = JsonNode.Parse(digits);

    public override void Remove(string column) => Item.Remove(ToName(column));

    // created_at is createdAt.
    private static string ToName(string column) =>
        string.Concat(column.Split('_').Select((word, i) => i == 0 ? word : char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
}

/// <summary>A line of CSV.</summary>
/// <param name="columns">The names of the columns, before a fault changed them.</param>
/// <param name="fields">The fields with their quotes.</param>
/// <param name="position">The position of the record.</param>
internal sealed class CsvRecord(List<string> columns, List<string> fields, RecordPosition position) : EditableRecord(position)
{
    /// <summary>The names of the columns, before a fault changed them.</summary>
    public List<string> Columns { get; } = columns;

    /// <summary>The fields with their quotes. An empty list removes the line.</summary>
    public List<string> Fields { get; } = fields;

    /// <summary>Whether a line break follows.</summary>
    public bool HasNewline { get; set; } = true;

    public override string? Get(string column)
    {
        int index = Columns.IndexOf(column);
        return index < 0 || Fields[index].Length == 0 ? null : EncodedText.FromCsv(Fields[index]);
    }

    public override void SetText(string column, string text) => Fields[Columns.IndexOf(column)] = EncodedText.ToCsv(text);

    public override void SetNumber(string column, string digits) => Fields[Columns.IndexOf(column)] = digits;

    public override void Remove(string column) => Fields[Columns.IndexOf(column)] = "";
}
