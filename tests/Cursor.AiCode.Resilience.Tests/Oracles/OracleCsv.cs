using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Cursor.AiCode.Resilience.Tests.Oracles;

/// <summary>
/// A simple parser that strictly implements RFC 4180, to compare the client with. It shares no code with the client.
/// </summary>
internal static class OracleCsv
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the header and the rows, or null if the text is malformed: wrong number of fields, stray quote, not UTF-8, no last line break.</summary>
    public static List<byte[][]>? Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }

        if (text.IsEmpty || text[^1] is not ((byte)'\n' or (byte)'\r') || !IsUtf8(text))
        {
            return null;
        }

        var rows = new List<byte[][]>();
        var row = new List<byte[]>();
        var field = new List<byte>();
        int i = 0;
        while (i < text.Length)
        {
            field.Clear();
            if (text[i] == '"')
            {
                i++;
                while (true)
                {
                    if (i >= text.Length)
                    {
                        return null;
                    }

                    if (text[i] != '"')
                    {
                        field.Add(text[i++]);
                    }
                    else if (i + 1 < text.Length && text[i + 1] == '"')
                    {
                        field.Add((byte)'"');
                        i += 2;
                    }
                    else
                    {
                        i++;
                        break;
                    }
                }
            }
            else
            {
                while (text[i] is not ((byte)',' or (byte)'\n' or (byte)'\r'))
                {
                    if (text[i] == '"')
                    {
                        return null;
                    }

                    field.Add(text[i++]);
                }
            }

            row.Add(field.ToArray());
            if (i >= text.Length || text[i] is not ((byte)',' or (byte)'\n' or (byte)'\r'))
            {
                return null;
            }

            if (text[i] == ',')
            {
                i++;
                continue;
            }

            i += text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 2 : 1;
            rows.Add(row.ToArray());
            row.Clear();
        }

        return row.Count == 0 && rows.TrueForAll(other => other.Length == rows[0].Length) ? rows : null;
    }

    /// <summary>Returns the records by column name, or null if the text is malformed.</summary>
    public static List<Dictionary<string, string>>? Records(ReadOnlySpan<byte> text)
    {
        if (Parse(text) is not { } rows)
        {
            return null;
        }

        string[] names = rows[0].Select(static name => Encoding.UTF8.GetString(name).ToLowerInvariant()).ToArray();
        return names.Distinct().Count() != names.Length
            ? null
            : rows.Skip(1).Select(row => names.Zip(row).ToDictionary(static pair => pair.First, static pair => Encoding.UTF8.GetString(pair.Second))).ToList();
    }

    public static bool IsUtf8(ReadOnlySpan<byte> text)
    {
        try
        {
            _ = Strict.GetCharCount(text);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
