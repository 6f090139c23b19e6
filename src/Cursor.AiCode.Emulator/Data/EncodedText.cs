using System;
using System.Text;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A text with its wire forms made once, so that a streamed record only copies bytes.</summary>
internal sealed class EncodedText
{
    /// <summary>Encodes a text.</summary>
    public EncodedText(string text)
    {
        Text = text;
        Json = Encoding.UTF8.GetBytes(JsonLiteral(text));
        QuotedCsv = Encoding.UTF8.GetBytes(Quote(text));
        Csv = NeedsQuotes(text) ? QuotedCsv : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The text itself.</summary>
    public string Text { get; }

    /// <summary>A JSON string, with its quotes.</summary>
    public byte[] Json { get; }

    /// <summary>A CSV field, quoted where RFC 4180 asks for it.</summary>
    public byte[] Csv { get; }

    /// <summary>A CSV field that is always quoted, as the documents' samples have messages.</summary>
    public byte[] QuotedCsv { get; }

    /// <summary>A JSON string as JSON.stringify writes it: only what must be escaped is.</summary>
    public static string JsonLiteral(string text)
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
                < ' ' => result.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    /// <summary>A quoted CSV field: quotes inside are doubled.</summary>
    public static string Quote(string text) =>
        "\"" + text.Replace("\"", "\"\"", System.StringComparison.Ordinal) + "\"";

    private static bool NeedsQuotes(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.StartsWith(' ') || text.EndsWith(' ');
}
