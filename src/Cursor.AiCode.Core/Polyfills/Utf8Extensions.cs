using System;
using System.Text;

namespace Cursor.AiCode.Polyfills;

/// <summary>Methods for UTF-8 that .NET Standard 2.0 lacks.</summary>
internal static class Utf8Extensions
{
#if !NET
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
#endif

    /// <summary>Returns the text of UTF-8.</summary>
    public static string ToText(this ReadOnlySpan<byte> utf8)
    {
#if NET
        return Encoding.UTF8.GetString(utf8);
#else
        return Encoding.UTF8.GetString(utf8.ToArray());
#endif
    }

    /// <summary>Returns whether all bytes are valid UTF-8.</summary>
    public static bool IsUtf8(this ReadOnlySpan<byte> bytes)
    {
#if NET
        return System.Text.Unicode.Utf8.IsValid(bytes);
#else
        foreach (byte b in bytes)
        {
            if (b >= 0x80)
            {
                try
                {
                    return Strict.GetCharCount(bytes.ToArray()) > 0;
                }
                catch (DecoderFallbackException)
                {
                    return false;
                }
            }
        }

        return true;
#endif
    }
}
