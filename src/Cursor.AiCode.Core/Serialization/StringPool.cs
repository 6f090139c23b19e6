using System;
using System.IO.Hashing;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// Returns one string for equal texts that many records share, such as a repository. A company has few repositories and
/// users, so this halves the memory of a list of records.
/// </summary>
internal static class StringPool
{
    private const int SlotCount = 4096;
    private const int MaxPooledBytes = 128;

    // A slot holds an immutable entry. Threads that write the same slot at the same time cost a reuse at most.
    private static readonly Entry?[] Slots = new Entry?[SlotCount];

    /// <summary>Returns the text of UTF-8; null if it is empty.</summary>
    public static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxPooledBytes)
        {
            return utf8.IsEmpty ? null : utf8.ToText();
        }

        ref Entry? slot = ref Slots[(int)(XxHash3.HashToUInt64(utf8) % SlotCount)];
        Entry? entry = slot;
        if (entry is null || !utf8.SequenceEqual(entry.Utf8))
        {
            slot = entry = new Entry(utf8.ToArray(), utf8.ToText());
        }

        return entry.Text;
    }

    private sealed class Entry(byte[] utf8, string text)
    {
        public byte[] Utf8 { get; } = utf8;

        public string Text { get; } = text;
    }
}
