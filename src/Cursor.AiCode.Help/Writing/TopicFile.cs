using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.Help.Markdown;

namespace Cursor.AiCode.Help.Writing;

/// <summary>Writes a topic as plain text of at most 80 columns, which Get-Help displays.</summary>
internal static class TopicFile
{
    private const int Columns = 80;
    private const string Indent = "    ";

    /// <summary>Writes the topic.</summary>
    /// <exception cref="HelpException">The short description is longer than a line, or code is too wide.</exception>
    public static void Write(string path, Page topic)
    {
        var lines = new List<string> { "TOPIC", Indent + topic.Title };
        foreach (Section section in topic.Sections)
        {
            lines.AddRange(["", section.Heading.ToUpperInvariant()]);
            lines.AddRange(Lines(section));
            foreach (Section part in section.Parts)
            {
                lines.AddRange(["", "  " + part.Heading]);
                lines.AddRange(Lines(part));
            }
        }

        // Get-Help uses the fifth line as the synopsis. Windows PowerShell detects UTF-8 by the byte order mark.
        if (topic.Sections is not [{ Heading: "Short description" }, ..] || lines[5].Length > 0)
        {
            throw new HelpException(topic.Path, 1, "A topic must begin with the section 'Short description', which must fit on a line.");
        }

        File.WriteAllText(path, string.Join('\n', lines) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }

    private static IEnumerable<string> Lines(Section section)
    {
        TextKind? before = null;
        foreach (TextBlock block in section.Text)
        {
            if (before is not null && !(before == TextKind.Item && block.Kind == TextKind.Item))
            {
                yield return "";
            }

            before = block.Kind;
            foreach (string line in Lines(section, block))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Lines(Section section, TextBlock block)
    {
        if (block.Kind != TextKind.Code)
        {
            string marker = block.Kind == TextKind.Item ? block.Marker + " " : "";
            return Wrap(Indent + marker, Indent + new string(' ', marker.Length), block.Text);
        }

        string[] lines = block.Text.Split('\n').Select(line => line.Length == 0 ? "" : Indent + Indent + line).ToArray();
        return lines.FirstOrDefault(line => line.Length > Columns) is { } wide
            ? throw new HelpException(section.Path, section.Line, $"This line of code is too wide for a topic: {wide.Trim()}")
            : lines;
    }

    private static IEnumerable<string> Wrap(string first, string further, string text)
    {
        var line = new StringBuilder(first);
        bool empty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Columns)
            {
                yield return line.ToString();
                line = new StringBuilder(further);
                empty = true;
            }

            _ = line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        yield return line.ToString();
    }
}
