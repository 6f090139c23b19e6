using System;
using System.Linq;
using System.Text.Json.Nodes;

namespace Cursor.AiCode.Emulator.Faults;

/// <summary>What can be wrong with a JSON page.</summary>
internal static class PageEdits
{
    // Neither the first record nor the last: the middle is where one looks least.
    private const int TargetIndex = 2;

    /// <summary>What a spreadsheet would run.</summary>
    public const string Command = "=cmd|' /C calc'!A0";

    /// <summary>The array is null.</summary>
    public static void ItemsNull(JsonObject page) => page["items"] = null;

    /// <summary>The array is missing.</summary>
    public static void NoItems(JsonObject page) => page.Remove("items");

    /// <summary>The third record, or the last of fewer, is null.</summary>
    public static void NullItem(JsonObject page)
    {
        JsonArray items = page["items"]!.AsArray();
        if (items.Count > 0)
        {
            items[Math.Min(TargetIndex, items.Count - 1)] = null;
        }
    }

    /// <summary>Fields that no documentation has, of every JSON kind.</summary>
    public static void NewField(JsonObject page)
    {
        page["nextCursor"] = "later";
        EachItem(page, item =>
        {
            item["reviewedBy"] = new JsonArray("user_a", "user_b");
            item["quality"] = new JsonObject { ["score"] = 0.75, ["notes"] = null };
            item["isDraft"] = false;
        });
    }

    /// <summary>Every number of a record is a string.</summary>
    public static void NumbersAsStrings(JsonObject page) =>
        EachItem(page, item => EachNumber(item, (owner, name) => owner[name] = owner[name]!.ToJsonString()));

    /// <summary>A number that no integer type holds.</summary>
    public static void HugeNumber(JsonObject page) => CorruptNumber(page, JsonNode.Parse("99999999999999999999999"));

    /// <summary>A word where a number belongs.</summary>
    public static void TextNumber(JsonObject page) => CorruptNumber(page, "many");

    /// <summary>Changes every time by a function of its text; null stays null.</summary>
    public static Action<JsonObject> Times(Func<string, JsonNode> change) => page => EachItem(page, item =>
    {
        foreach (string name in (string[])["commitTs", "createdAt"])
        {
            if (item[name] is JsonNode time)
            {
                item[name] = change(time.GetValue<string>());
            }
        }
    });

    /// <summary>The message of every commit, and the model of every change, is a formula.</summary>
    public static void Formula(JsonObject page) => EachItem(page, item => item[item.ContainsKey("changeId") ? "model" : "message"] = Command);

    private static void CorruptNumber(JsonObject page, JsonNode? value)
    {
        JsonArray items = page["items"]!.AsArray();
        if (items.Count > 0)
        {
            items[Math.Min(TargetIndex, items.Count - 1)]!["totalLinesAdded"] = value;
        }
    }

    private static void EachItem(JsonObject page, Action<JsonObject> change)
    {
        foreach (JsonNode? item in page["items"]!.AsArray())
        {
            change(item!.AsObject());
        }
    }

    private static void EachNumber(JsonObject owner, Action<JsonObject, string> change)
    {
        foreach ((string name, JsonNode? value) in owner.ToArray())
        {
            if (value is JsonArray array)
            {
                foreach (JsonNode? entry in array)
                {
                    EachNumber(entry!.AsObject(), change);
                }
            }
            else if (value?.GetValueKind() == System.Text.Json.JsonValueKind.Number)
            {
                change(owner, name);
            }
        }
    }
}
