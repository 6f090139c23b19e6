using System;
using System.Collections.Generic;
using System.Text;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>A strict RFC 4180 parser, independent of the server's code.</summary>
internal static class CsvText
{
    public static List<string[]> Parse(string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        int i = 0;
        while (i < text.Length)
        {
            if (text[i] == '"')
            {
                for (i++; ; i++)
                {
                    if (text[i] != '"')
                    {
                        field.Append(text[i]);
                    }
                    else if (i + 1 < text.Length && text[i + 1] == '"')
                    {
                        field.Append(text[i++]);
                    }
                    else
                    {
                        break;
                    }
                }

                i++;
            }
            else
            {
                while (i < text.Length && text[i] is not (',' or '\r' or '\n'))
                {
                    field.Append(text[i] == '"' ? throw new FormatException("A stray quote in row " + rows.Count) : text[i++]);
                }
            }

            row.Add(field.ToString());
            field.Clear();
            if (i < text.Length && text[i] == ',')
            {
                i++;
                if (i == text.Length || text[i] is '\r' or '\n')
                {
                    row.Add("");
                }
                else
                {
                    continue;
                }
            }

            if (i < text.Length && text[i] == '\r')
            {
                i++;
            }

            if (i >= text.Length || text[i++] != '\n')
            {
                throw new FormatException("Row " + rows.Count + " does not end with a line break.");
            }

            rows.Add(row.ToArray());
            row.Clear();
        }

        return rows;
    }
}
