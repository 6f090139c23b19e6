using System;
using System.Text;

namespace Cursor.AiCode;

/// <summary>Members of encodings that .NET Standard 2.0 lacks.</summary>
internal static class EncodingExtensions
{
    /// <summary>The text of UTF-8.</summary>
#if NET
    public static string ToText(this ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
#else
    public static string ToText(this ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8.ToArray());
#endif
}
