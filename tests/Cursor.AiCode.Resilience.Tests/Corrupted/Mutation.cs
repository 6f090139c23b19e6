using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Cursor.AiCode.Resilience.Tests.Corrupted;

/// <summary>Corrupts bytes randomly.</summary>
internal static class Mutation
{
    private static readonly byte[][] Tokens = new[]
    {
        "\"", "\"\"", ",", "\n", "\r\n", "\r", "\0", " ", "-", ".", "e9", "0", "99999999999", "null", "true", "{", "}", "[", "]", ":", "\\", "\\u", "\\ud800", "\uFEFF", "é", "\",\"", "T", "Z", "+02:00", "'", ";", "\t",
    }.Select(Encoding.UTF8.GetBytes).Append([0xFF]).Append([0xC3]).Append([0xED, 0xA0, 0x80]).ToArray();

    /// <summary>Corrupts a body at one to three positions.</summary>
    public static byte[] Of(Random random, byte[] body)
    {
        List<byte> bytes = [.. body];
        for (int i = random.Next(3) == 0 ? random.Next(2, 4) : 1; i > 0 && bytes.Count > 0; i--)
        {
            Apply(random, bytes);
        }

        return bytes.ToArray();
    }

    private static void Apply(Random random, List<byte> bytes)
    {
        int at = random.Next(bytes.Count);
        int run = Math.Min(random.Next(4) == 0 ? random.Next(1, 60) : 1, bytes.Count - at);
        switch (random.Next(10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, run);
                break;
            case 3 or 4:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 5:
                bytes.RemoveRange(at, run);
                bytes.InsertRange(Math.Min(at, bytes.Count), Tokens[random.Next(Tokens.Length)]);
                break;
            case 6:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, run));
                break;
            case 7:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 8:
                (int start, int length) = Line(random, bytes);
                bytes.RemoveRange(start, length);
                break;
            default:
                (start, length) = Line(random, bytes);
                bytes.InsertRange(start, bytes.GetRange(start, length));
                break;
        }
    }

    // Returns a line of CSV, or a record of a page.
    private static (int Start, int Length) Line(Random random, List<byte> bytes)
    {
        byte end = bytes[0] == '{' ? (byte)'{' : (byte)'\n';
        int at = random.Next(bytes.Count);
        int start = bytes.LastIndexOf(end, at) is >= 0 and int before ? before : 0;
        int next = bytes.IndexOf(end, Math.Min(at + 1, bytes.Count - 1));
        return (start, Math.Max(0, (next > start ? next : bytes.Count) - start));
    }
}
