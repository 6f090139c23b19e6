using System;
using System.Globalization;
using System.Text;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A text that is encoded as JSON and CSV once, so that writing a record only copies bytes.</summary>
internal sealed class EncodedText
{
    /// <summary>Encodes a text.</summary>
    public EncodedText(string text)
    {
        Text = text;
        Json = Encoding.UTF8.GetBytes(ToJson(text));
        QuotedCsv = Encoding.UTF8.GetBytes(QuoteCsv(text));
        Csv = NeedsQuotes(text) ? QuotedCsv : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The text itself.</summary>
    public string Text { get; }

    /// <summary>A JSON string, with its quotes.</summary>
    public byte[] Json { get; }

    /// <summary>A CSV field, quoted only if RFC 4180 requires it.</summary>
    public byte[] Csv { get; }

    /// <summary>A CSV field that is always quoted, as messages are in the API's documentation.</summary>
    public byte[] QuotedCsv { get; }

    /// <summary>Returns a JSON string as <c>JSON.stringify</c> writes it: only what must be escaped is escaped.</summary>
    public static string ToJson(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                < ' ' => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    /// <summary>Returns a quoted CSV field.</summary>
    public static string QuoteCsv(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Returns a CSV field, quoted only if RFC 4180 requires it.</summary>
    public static string ToCsv(string text) => NeedsQuotes(text) ? QuoteCsv(text) : text;

    /// <summary>Returns the text of a CSV field.</summary>
    public static string FromCsv(string field) =>
        field.StartsWith('"') ? field[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;

    private static bool NeedsQuotes(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.StartsWith(' ') || text.EndsWith(' ');
}

/// <summary>A file that changes edit, with the beginning of its metadata entry encoded up to the number of lines added.</summary>
internal sealed class SourceFile
{
    /// <summary>Encodes the metadata entry of a path.</summary>
    public SourceFile(string path)
    {
        Path = path;
        string extension = "\"fileExtension\":" + EncodedText.ToJson(path[(path.LastIndexOf('.') + 1)..]) + ",\"linesAdded\":";
        (Json, Csv) = Encode("{\"fileName\":" + EncodedText.ToJson(path) + "," + extension);
        (PrivateJson, PrivateCsv) = Encode("{" + extension);
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The entry as JSON.</summary>
    public byte[] Json { get; }

    /// <summary>The entry inside a quoted CSV field.</summary>
    public byte[] Csv { get; }

    /// <summary>The entry as JSON without the file name (privacy mode).</summary>
    public byte[] PrivateJson { get; }

    /// <summary>The entry inside a quoted CSV field without the file name (privacy mode).</summary>
    public byte[] PrivateCsv { get; }

    private static (byte[] Json, byte[] Csv) Encode(string json) =>
        (Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes(json.Replace("\"", "\"\"", StringComparison.Ordinal)));
}
