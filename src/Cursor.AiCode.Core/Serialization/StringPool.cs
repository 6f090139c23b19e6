using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Serialization;

/// <summary>
/// Gives texts that many records share, such as a repository, as one string. A company has few repositories and users,
/// so this halves the memory of a kept list.
/// </summary>
internal static class StringPool
{
    private const int Slots = 4096;
    private const int MaxPooledBytes = 128;
    private const int Word = sizeof(ulong);
    private const ulong Factor = 0x9E3779B97F4A7C15;

    // Each slot holds what never changes, so threads that race for one lose at most a reuse.
    private static readonly Entry?[] Seen = new Entry?[Slots];

    /// <summary>The text of UTF-8; null where it is empty.</summary>
    [MethodImpl(Jit.AtOnce)]
    public static string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxPooledBytes)
        {
            return utf8.IsEmpty ? null : utf8.ToText();
        }

        ref Entry? slot = ref Seen[SlotOf(utf8)];
        Entry? entry = slot;
        if (entry is null || !utf8.SequenceEqual(entry.Utf8))
        {
            slot = entry = new Entry(utf8.ToArray(), utf8.ToText());
        }

        return entry.Text;
    }

    [MethodImpl(Jit.AtOnce)]
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (ulong)utf8.Length;
        while (utf8.Length >= Word)
        {
            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8));
            utf8 = utf8.Slice(Word);
        }

        foreach (byte b in utf8)
        {
            hash = (hash << 8) ^ (hash >> 56) ^ b;
        }

        return (int)(Mixed(hash) % Slots);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mixed(ulong hash)
    {
        hash = unchecked(hash * Factor);
        return hash ^ (hash >> 32);
    }

    private sealed class Entry(byte[] utf8, string text)
    {
        public byte[] Utf8 { get; } = utf8;

        public string Text { get; } = text;
    }
}
