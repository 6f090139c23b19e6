using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Completeness;

/// <summary>A CSV file, read by a simple parser that strictly implements RFC 4180.</summary>
internal sealed class CsvFileText
{
    private CsvFileText(string text)
    {
        Text = text;
        Rows = Parse(text);
        Header = Rows[0];
        Rows.RemoveAt(0);
    }

    public string Text { get; }

    public string[] Header { get; }

    public List<string[]> Rows { get; }

    public static CsvFileText Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        return new CsvFileText(text.TrimStart('\uFEFF'));
    }

    public static CsvFileText Of(string text) => new(text);

    /// <summary>The values of a column.</summary>
    public IEnumerable<string> Column(string name)
    {
        int index = Array.IndexOf(Header, name);
        Assert.True(index >= 0, name);
        return Rows.Select(row => row[index]);
    }

    /// <summary>The values of the documented columns of each row. The columns can have any order, and the values must have the documented format.</summary>
    public IEnumerable<string> Fingerprints(AiCodeKind kind)
    {
        string[] names = (kind == AiCodeKind.Commit ? Response.CommitHeader : Response.ChangeHeader).Split(',');
        int[] columns = names.Select(name => Array.IndexOf(Header, name)).ToArray();
        return Rows.Select(row => Completeness.Fingerprints.Of(names.Select((name, i) => (name, columns[i] < 0 ? null : ValueOf(name, row[columns[i]])))));
    }

    private static string? ValueOf(string name, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (name is "created_at" or "commit_ts")
        {
            Assert.Equal(24, text.Length);
            Assert.Equal(text, Timestamps.Text(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)));
        }

        return name != "metadata_json" ? text : Completeness.Fingerprints.OfFiles(JsonNode.Parse(text)?.AsArray().Select(static file => (
            (string?)file!["fileName"],
            (string?)file["fileExtension"],
            int.Parse(file["linesAdded"]!.ToString(), CultureInfo.InvariantCulture),
            int.Parse(file["linesDeleted"]!.ToString(), CultureInfo.InvariantCulture))));
    }

    private static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        int i = 0;
        while (i < text.Length)
        {
            if (text[i] == '"')
            {
                var field = new StringBuilder();
                while (true)
                {
                    int quote = text.IndexOf('"', i + 1);
                    Assert.True(quote > 0, "An unterminated quoted field.");
                    field.Append(text, i + 1, quote - i - 1);
                    i = quote + 1;
                    if (i >= text.Length || text[i] != '"')
                    {
                        break;
                    }

                    field.Append('"');
                }

                row.Add(field.ToString());
            }
            else
            {
                int end = text.AsSpan(i).IndexOfAny(",\r\n\"");
                Assert.True(end >= 0 && text[i + end] != '"', "An unterminated field, or a stray quotation mark in it.");
                row.Add(text.Substring(i, end));
                i += end;
            }

            Assert.True(i < text.Length, "The last record has no line break.");
            if (text[i] == ',')
            {
                i++;
                continue;
            }

            int length = text[i] == '\n' ? 1 : 2;
            Assert.True(length == 1 || text.AsSpan(i).StartsWith("\r\n"), "Text after a quoted field.");
            i += length;
            rows.Add(row.ToArray());
            row.Clear();
        }

        Assert.All(rows, it => Assert.Equal(rows[0].Length, it.Length));
        return rows;
    }
}
