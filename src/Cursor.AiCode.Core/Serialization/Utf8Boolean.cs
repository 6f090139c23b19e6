using System;

namespace Cursor.AiCode.Serialization;

/// <summary>Reads a yes or no that the API sends as text, as its CSV does.</summary>
internal static class Utf8Boolean
{
    /// <summary>Reads <c>true</c>, <c>false</c> in any case, <c>1</c>, <c>0</c>; nothing at all is unknown.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out bool? value)
    {
        value = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.SequenceEqual("1"u8) || EqualsIgnoringCase(text, "true"u8))
        {
            value = true;
        }
        else if (text.SequenceEqual("0"u8) || EqualsIgnoringCase(text, "false"u8))
        {
            value = false;
        }

        return value is not null;
    }

    private static bool EqualsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if ((text[i] | 0x20) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
