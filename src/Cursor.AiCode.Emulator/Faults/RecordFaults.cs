using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Faults that change records, JSON pages or lines of CSV.</summary>
internal static class RecordFaults
{
    // What a spreadsheet would evaluate.
    private const string Formula = "=cmd|' /C calc'!A0";

    // What a spreadsheet would evaluate, convert or link, what steers a terminal, and what a script could misread.
    private static readonly string[] HostileTexts =
    [
        "=HYPERLINK(\"http://example.com\",\"x\")", "=> fix", "+1+1", "-2", "@SUM(1)", "\t=1", "1.10", "007", "1e5", "2024", "1,234", "fix:typo",
        "http://example.com/a b", "\u001b[31mred\u001b]0;title\u0007", "\u009b31m", "\u202eegasrever\u202c", "\u2066a\u2069", "a\rb", "one\r\ntwo\n\nthree",
        "it's \"quoted\", $(1/0) `$x {0} %s", "'", "; --", "$null", "<b>&amp;</b>", " ",
    ];

    private const string LoneSurrogate = "\ud83d";

    /// <summary>Sets the third record of a page, or the last one of fewer, to null.</summary>
    public static void SetItemNull(JsonObject page)
    {
        JsonArray items = page["items"]!.AsArray();
        if (items.Count > 0)
        {
            items[Math.Min(2, items.Count - 1)] = null;
        }
    }

    /// <summary>Adds undocumented fields of every JSON type.</summary>
    public static void AddFields(JsonObject page)
    {
        page["nextCursor"] = "later";
        foreach (JsonNode? item in page["items"]!.AsArray())
        {
            item!["reviewedBy"] = new JsonArray("user_a", "user_b");
            item["quality"] = new JsonObject { ["score"] = 0.75, ["notes"] = null };
            item["isDraft"] = false;
        }
    }

    /// <summary>Renames <c>items</c> to <c>data</c>, and has <c>totalPages</c> instead of <c>totalCount</c>.</summary>
    public static void RenameItems(JsonObject page)
    {
        long totalCount = page["totalCount"]!.GetValue<long>();
        long pageSize = page["pageSize"]!.GetValue<long>();
        JsonNode items = page["items"]!;
        page.Remove("items");
        page.Remove("totalCount");
        page["data"] = items;
        page["totalPages"] = (totalCount + pageSize - 1) / pageSize;
    }

    /// <summary>
    /// Appends half of a surrogate pair to the message, the repository and the file names. In CSV a JavaScript service
    /// writes it as U+FFFD, and inside the JSON text of the metadata as the escape <c>\ud83d</c>.
    /// </summary>
    public static void AddLoneSurrogates(EditableRecord record)
    {
        foreach (string column in (string[])["message", "repo_name"])
        {
            if (record.Get(column) is string text)
            {
                record.SetText(column, text + LoneSurrogate);
            }
        }

        if (record is JsonRecord json)
        {
            foreach (JsonNode? file in json.Item["metadata"]?.AsArray() ?? [])
            {
                if (file!["fileName"] is JsonNode name)
                {
                    file["fileName"] = name.GetValue<string>() + LoneSurrogate;
                }
            }
        }
        else if (record.Get("metadata_json") is string metadata)
        {
            record.SetText("metadata_json", Regex.Replace(metadata, "\"fileName\":\"(?:[^\"\\\\]|\\\\.)*", "$0\\ud83d"));
        }
    }

    /// <summary>Sets the free texts of a record to texts that a spreadsheet, a terminal or a script could take for something else.</summary>
    public static void SetHostileTexts(EditableRecord record)
    {
        string[] columns = record.Get("change_id") is null ? ["message", "repo_name", "branch_name"] : ["model"];
        for (int i = 0; i < columns.Length; i++)
        {
            record.SetText(columns[i], HostileTexts[(record.Position.Index + (7 * i)) % HostileTexts.Length]);
        }
    }

    /// <summary>Sets a commit's own time to five days before the service ingested it.</summary>
    public static void SetEarlyCommitTime(EditableRecord record)
    {
        if (record.Get("commit_hash") is not null)
        {
            record.SetText("commit_ts", Format(Parse(record.Get("created_at")!).AddDays(-5)));
        }
    }

    /// <summary>Sets the time of the newest record to some days after now, as in <c>2d</c>, or to 2099.</summary>
    public static void SetFutureTime(EditableRecord record, string? days)
    {
        if (record.Position.IsNewest)
        {
            DateTimeOffset time = days is null
                ? new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)
                : record.Position.Now.AddDays(int.Parse(days[..^1], CultureInfo.InvariantCulture));
            record.SetText("created_at", Format(time));
        }
    }

    /// <summary>Writes all numbers in quotes.</summary>
    public static void QuoteNumbers(EditableRecord record)
    {
        if (record is JsonRecord json)
        {
            QuoteNumbers(json.Item);
        }
        else if (record is CsvRecord csv)
        {
            for (int i = 0; i < csv.Fields.Count; i++)
            {
                bool isNumber = csv.Columns[i].Contains("_lines_", StringComparison.Ordinal) && csv.Fields[i].Length > 0;
                csv.Fields[i] = isNumber ? "\"" + csv.Fields[i] + "\"" : csv.Fields[i];
            }
        }
    }

    /// <summary>Sets a number of one record to one that no integer type can hold.</summary>
    public static void SetHugeNumber(EditableRecord record)
    {
        if (record.Position.IsTarget)
        {
            record.SetNumber("total_lines_added", "99999999999999999999999");
        }
    }

    /// <summary>Sets a number of one record to a word.</summary>
    public static void SetTextNumber(EditableRecord record)
    {
        if (record.Position.IsTarget)
        {
            record.SetText("total_lines_added", "many");
        }
    }

    /// <summary>Writes times without Z; they are still UTC.</summary>
    public static void RemoveTimeZone(EditableRecord record) =>
        EditTimes(record, (column, time) => record.SetText(column, time[..^1]));

    /// <summary>Writes times with an offset from UTC.</summary>
    public static void SetTimeOffset(EditableRecord record) => EditTimes(record, (column, time) => record.SetText(
        column, Parse(time).ToOffset(TimeSpan.FromMinutes(330)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture)));

    /// <summary>Writes times in milliseconds since 1970.</summary>
    public static void SetEpochTimes(EditableRecord record) => EditTimes(record, (column, time) => record.SetNumber(
        column, Parse(time).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));

    /// <summary>Sets the message of a commit, or the model of a change, to a formula.</summary>
    public static void SetFormula(EditableRecord record) =>
        record.SetText(record.Get("change_id") is null ? "message" : "model", Formula);

    /// <summary>Adds undocumented columns to the header: as the first one and in the middle.</summary>
    public static void AddColumns(List<string> header)
    {
        header.Insert(0, "team_id");
        header.Insert(4, "review_notes");
    }

    /// <summary>Adds the fields for <see cref="AddColumns"/>.</summary>
    public static void AddColumnFields(CsvRecord record)
    {
        record.Fields.Insert(0, "7");
        record.Fields.Insert(4, "\"one, \"\"two\"\"\nthree\"");
    }

    /// <summary>Removes a field of one record.</summary>
    public static void RemoveField(CsvRecord record)
    {
        if (record.Position.IsTarget)
        {
            record.Fields.RemoveAt(1);
        }
    }

    /// <summary>Inserts a quote into an unquoted field of one record.</summary>
    public static void InsertQuote(CsvRecord record)
    {
        if (record.Position.IsTarget)
        {
            record.Fields[1] = record.Fields[1].Insert(5, "\"");
        }
    }

    /// <summary>Removes the end of the last field and the line break. What remains is a valid field.</summary>
    public static void TruncateLastField(CsvRecord record)
    {
        if (record.Position.IsLast)
        {
            // A time can lose its fraction of a second; a quoted field must keep its quote.
            string last = record.Fields[^1];
            record.Fields[^1] = last.EndsWith('"') ? last : last[..^5];
            record.HasNewline = false;
        }
    }

    /// <summary>Removes the last record, and all after the first hundred.</summary>
    public static void RemoveLastRecords(CsvRecord record)
    {
        if (record.Position.IsLast || record.Position.Number > 100)
        {
            record.Fields.Clear();
        }
    }

    private static void QuoteNumbers(JsonObject owner)
    {
        foreach ((string name, JsonNode? value) in owner.ToArray())
        {
            if (value is JsonArray array)
            {
                array.ToList().ForEach(entry => QuoteNumbers(entry!.AsObject()));
            }
            else if (value?.GetValueKind() == JsonValueKind.Number)
            {
                owner[name] = value.ToJsonString();
            }
        }
    }

    private static void EditTimes(EditableRecord record, Action<string, string> edit)
    {
        foreach (string column in (string[])["commit_ts", "created_at"])
        {
            if (record.Get(column) is string time)
            {
                edit(column, time);
            }
        }
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
