using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>Generates the details of commits: which lines of which files are from AI, and the conversations they are from.</summary>
internal sealed class CommitDetails(Dataset dataset)
{
    private static readonly string[] Titles = ["Fix the export", "Größe der Seiten anpassen", "レポートを更新", "Add tests, \"quotes\" too"];

    /// <summary>Generates the details of some commits.</summary>
    public JsonObject Create(IEnumerable<Commit> commits)
    {
        // Conversation ids; several commits and files can share one.
        var conversations = new SortedSet<string>(StringComparer.Ordinal);
        JsonNode[] items = commits.Select(commit => CreateCommit(commit, conversations)).ToArray();
        return new JsonObject
        {
            ["commits"] = new JsonArray(items),
            ["conversations"] = new JsonArray(conversations.Select(CreateConversation).ToArray()),
        };
    }

    /// <summary>Returns the hash of a commit as text.</summary>
    public static string HashOf(in Commit commit) =>
        string.Create(CultureInfo.InvariantCulture, $"{commit.Hash1:x16}{commit.Hash2:x16}{commit.Hash3:x8}");

    private JsonNode CreateCommit(Commit commit, SortedSet<string> conversations)
    {
        var random = new DeterministicRandom(commit.Hash1, 0);
        bool hasAiLines = commit.Added.Tab + commit.Added.Composer > 0;
        var annotations = new JsonArray();
        for (int i = hasAiLines ? 1 + random.Below(4) : 0; i > 0; i--)
        {
            var groups = new JsonArray();
            for (int group = 1 + random.Below(3); group > 0; group--)
            {
                string? conversation = random.Percent(15) ? null : CreateConversationId(commit, random.Below(3));
                if (conversation is not null)
                {
                    conversations.Add(conversation);
                }

                groups.Add(new JsonObject
                {
                    ["conversationId"] = conversation,
                    ["model"] = random.Percent(20) ? null : random.Pick(TextTables.Models).Text,
                    ["operationType"] = "insert",
                    ["ranges"] = CreateRanges(ref random),
                });
            }

            annotations.Add(new JsonObject { ["filePath"] = random.Pick(dataset.Files).Path, ["groups"] = groups });
        }

        return new JsonObject
        {
            ["commitHash"] = HashOf(commit),
            ["commitSource"] = commit.Source.ToString().ToLowerInvariant(),
            ["rangeAnnotations"] = annotations,
        };
    }

    private static JsonArray CreateRanges(ref DeterministicRandom random)
    {
        var ranges = new JsonArray();
        int line = 1;
        for (int i = 1 + random.Below(4); i > 0; i--)
        {
            line += random.Below(40);
            int length = random.Skewed(30);

            // Now and then no lines (0 to 0), or an end before the start.
            (int start, int end) = random.Below(20) switch
            {
                0 => (0, 0),
                1 => (line + length + 1, line),
                _ => (line, line + length),
            };
            ranges.Add(new JsonObject { ["start"] = start, ["end"] = end });
            line += length + 2;
        }

        return ranges;
    }

    // One in four is awkward, as seen in real responses: 91 characters with a line break.
    private static string CreateConversationId(Commit commit, int number)
    {
        ulong hash = SplitMix64.Hash(commit.Hash2, number);
        string id = string.Create(CultureInfo.InvariantCulture, $"{hash:x16}-{SplitMix64.Hash(hash, 1):x16}");
        return hash % 4 == 0 ? (id + "\n").PadRight(91, 'x') : id;
    }

    private static JsonNode CreateConversation(string id)
    {
        var random = new DeterministicRandom(ulong.Parse(id[..16], NumberStyles.HexNumber, CultureInfo.InvariantCulture), 0);
        string title = random.Pick(Titles);
        return new JsonObject
        {
            ["id"] = id,
            ["title"] = random.Percent(10) ? null : title,
            ["tldr"] = random.Percent(30) ? null : title + ", in short.",
            ["overview"] = random.Percent(30) ? null : title + ".\n\nTwo paragraphs, and a comma.",
            ["summaryBullets"] = random.Percent(30) ? null : new JsonArray("First", "Second, with a comma"),
        };
    }
}
