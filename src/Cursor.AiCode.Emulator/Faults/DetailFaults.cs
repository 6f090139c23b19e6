using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>Faults that change the details of commits.</summary>
internal static class DetailFaults
{
    private const string HugeNumber = "99999999999999999999999";
    private const string Formula = "=cmd|' /C calc'!A0";
    private const string Hostile = "\u001b[31mred\u001b]0;title\u0007\u009b31m\u202egnp.exe\u202c\r\n";

    /// <summary>Returns the edited details.</summary>
    public static byte[] Edit(ReadOnlySpan<byte> json, Action<JsonObject> edit)
    {
        JsonObject details = JsonNode.Parse(json)!.AsObject();
        edit(details);
        return JsonSerializer.SerializeToUtf8Bytes(details);
    }

    /// <summary>Sets the last commit to null.</summary>
    public static void SetCommitNull(JsonObject details)
    {
        JsonArray commits = details["commits"]!.AsArray();
        if (commits.Count > 0)
        {
            commits[^1] = null;
        }
    }

    /// <summary>Adds undocumented fields of every JSON type.</summary>
    public static void AddFields(JsonObject details)
    {
        details["nextCursor"] = "later";
        foreach (JsonObject item in Commits(details).Concat(Files(details)).Concat(Groups(details)).Concat(Ranges(details)).Concat(Items(details["conversations"])))
        {
            item["reviewedBy"] = new JsonArray("user_a", 7);
            item["quality"] = new JsonObject { ["start"] = 0.75, ["notes"] = null };
            item["isDraft"] = false;
        }
    }

    /// <summary>Writes all line numbers in quotes.</summary>
    public static void QuoteNumbers(JsonObject details) => SetLines(details, (_, line) => line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets the end of each range to a number of 23 digits.</summary>
    public static void SetHugeNumbers(JsonObject details) => SetLines(details, (name, line) => name == "end" ? JsonNode.Parse(HugeNumber)! : line);

    /// <summary>Sets the start of each range to a word.</summary>
    public static void SetTextNumbers(JsonObject details) => SetLines(details, (name, line) => name == "start" ? "seven" : line);

    /// <summary>Begins paths and titles with text that a spreadsheet would evaluate.</summary>
    public static void SetFormulas(JsonObject details) => SetTexts(details, text => Formula + text);

    /// <summary>Adds characters that steer a terminal to paths, models, operation types, conversation ids and titles.</summary>
    public static void SetHostileTexts(JsonObject details)
    {
        SetTexts(details, text => text + Hostile);
        foreach (JsonObject group in Groups(details))
        {
            group["model"] = Hostile;
            group["operationType"] = Hostile;
        }
    }

    /// <summary>Removes all conversations.</summary>
    public static void RemoveConversations(JsonObject details) => details["conversations"] = new JsonArray();

    /// <summary>Sets the operation types in turn to one that is not documented, to null and to nothing.</summary>
    public static void SetOperations(JsonObject details)
    {
        int number = 0;
        foreach (JsonObject group in Groups(details))
        {
            group["operationType"] = number % 3 == 0 ? "rewrite" : null;
            if (number++ % 3 == 2)
            {
                group.Remove("operationType");
            }
        }
    }

    /// <summary>Adds to each group a range that overlaps those of all groups: lines 1 to 20.</summary>
    public static void OverlapRanges(JsonObject details)
    {
        foreach (JsonObject group in Groups(details))
        {
            group["ranges"]!.AsArray().Add(new JsonObject { ["start"] = 1, ["end"] = 20 });
        }
    }

    /// <summary>Reverses all arrays but the bullets of conversations.</summary>
    public static void Reverse(JsonObject details)
    {
        foreach (JsonArray array in Groups(details).Select(g => g["ranges"]!.AsArray()).Concat(Files(details).Select(f => f["groups"]!.AsArray()))
            .Concat(Commits(details).Select(c => c["rangeAnnotations"]!.AsArray())).Append(details["commits"]!.AsArray())
            .Append(details["conversations"]!.AsArray()).ToArray())
        {
            JsonNode?[] items = array.Reverse().ToArray();
            array.Clear();
            foreach (JsonNode? item in items)
            {
                array.Add(item);
            }
        }
    }

    /// <summary>Adds the first commit under a hash that was not requested.</summary>
    public static void AddCommits(JsonObject details)
    {
        if (Commits(details).FirstOrDefault()?.DeepClone() is JsonObject copy)
        {
            copy["commitHash"] = new string('e', 40);
            details["commits"]!.AsArray().Insert(0, copy);
        }
    }

    /// <summary>Adds each commit again: with the same files, and one more.</summary>
    public static void RepeatCommits(JsonObject details)
    {
        foreach (JsonNode copy in Commits(details).Select(commit => commit.DeepClone()).ToArray())
        {
            var range = new JsonObject { ["start"] = 3, ["end"] = 4 };
            var group = new JsonObject { ["conversationId"] = null, ["model"] = null, ["operationType"] = "insert", ["ranges"] = new JsonArray(range) };
            copy["rangeAnnotations"]!.AsArray().Add(new JsonObject { ["filePath"] = "on/another-branch.ts", ["groups"] = new JsonArray(group) });
            details["commits"]!.AsArray().Add(copy);
        }
    }

    private static void SetTexts(JsonObject details, Func<string, string> change)
    {
        foreach (JsonObject file in Files(details))
        {
            file["filePath"] = change(file["filePath"]!.GetValue<string>());
        }

        foreach (JsonObject conversation in Items(details["conversations"]))
        {
            conversation["title"] = change(conversation["title"]?.GetValue<string>() ?? "");
        }
    }

    private static void SetLines(JsonObject details, Func<string, int, JsonNode> change)
    {
        foreach (JsonObject range in Ranges(details))
        {
            foreach (string name in (string[])["start", "end"])
            {
                range[name] = change(name, range[name]!.GetValue<int>());
            }
        }
    }

    private static IEnumerable<JsonObject> Commits(JsonObject details) => Items(details["commits"]);

    private static IEnumerable<JsonObject> Files(JsonObject details) => Commits(details).SelectMany(c => Items(c["rangeAnnotations"]));

    private static IEnumerable<JsonObject> Groups(JsonObject details) => Files(details).SelectMany(f => Items(f["groups"]));

    private static IEnumerable<JsonObject> Ranges(JsonObject details) => Groups(details).SelectMany(g => Items(g["ranges"]));

    private static List<JsonObject> Items(JsonNode? array) => array!.AsArray().OfType<JsonObject>().ToList();
}
