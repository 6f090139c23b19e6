using System;
using System.Buffers.Text;

namespace Cursor.AiCode.Serialization;

/// <summary>Reads a Boolean that is sent as text.</summary>
internal static class Utf8Boolean
{
    /// <summary>Reads <c>true</c> and <c>false</c> in any case, <c>1</c> and <c>0</c>. An empty text is null.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out bool? value)
    {
        value = null;
        if (text.IsEmpty)
        {
            return true;
        }

        if (Utf8Parser.TryParse(text, out bool word, out int consumed) && consumed == text.Length)
        {
            value = word;
        }
        else if (text.Length == 1 && text[0] is (byte)'0' or (byte)'1')
        {
            value = text[0] == '1';
        }

        return value is not null;
    }
}
