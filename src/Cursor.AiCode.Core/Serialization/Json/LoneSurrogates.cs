using System;
using System.Buffers.Text;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>
/// Replaces escaped lone surrogates, such as half an emoji. A service that cuts texts by UTF-16 code units sends them,
/// but they are no characters, and neither UTF-8 nor CSV can hold them.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Returns a JSON text of the same length, with <c>\ufffd</c> (the replacement character) in place of each lone surrogate.</summary>
    /// <param name="json">The JSON text, which isn't changed.</param>
    public static ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return json;
        }

        byte[]? replaced = null;
        int next;
        for (int at = 0; (next = json.Slice(at).IndexOf((byte)'\\')) >= 0;)
        {
            at += next;
            char unit = EscapedUnit(json.Slice(at));
            if (!char.IsSurrogate(unit))
            {
                // An escaped backslash doesn't begin another escape sequence.
                at = Math.Min(at + 2, json.Length);
            }
            else if (char.IsHighSurrogate(unit) && char.IsLowSurrogate(EscapedUnit(json.Slice(at + EscapeLength))))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                replaced ??= json.ToArray();
                "\\ufffd"u8.CopyTo(replaced.AsSpan(at));
                at += EscapeLength;
            }
        }

        return replaced ?? json;
    }

    // The UTF-16 code unit of an escape sequence at the start of the text; 0 if there is none.
    private static char EscapedUnit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json.StartsWith("\\u"u8) &&
        Utf8Parser.TryParse(json.Slice(2, EscapeLength - 2), out ushort unit, out int used, 'x') && used == EscapeLength - 2
            ? (char)unit
            : '\0';
}
