using System;
using System.Collections.Generic;
using System.IO.Hashing;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// Numbers the distinct texts of records, so that a record holds a number instead of a text. A missing text and an empty
/// one are the same. Not thread-safe.
/// </summary>
internal sealed class TextTable
{
    /// <summary>The number of a missing text.</summary>
    public const int None = 0;

    private const int SlotCount = 4096;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string?> _texts = [null];

    // The numbers of texts that were read as UTF-8. A text whose slot is taken by another one is looked up as a string.
    private readonly Slot[] _slots = new Slot[SlotCount];

    /// <summary>The number of distinct texts, including the missing one.</summary>
    public int Count => _texts.Count;

    /// <summary>Returns the text with a number.</summary>
    public string? this[int number] => _texts[number];

    /// <summary>Returns the number of a text.</summary>
    public int Add(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return None;
        }

        if (!_numbers.TryGetValue(text!, out int number))
        {
            number = _texts.Count;
            _texts.Add(text);
            _numbers.Add(text!, number);
        }

        return number;
    }

    /// <summary>Returns the number of a text that is UTF-8.</summary>
    public int Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return None;
        }

        ref Slot slot = ref _slots[(int)(XxHash3.HashToUInt64(utf8) % SlotCount)];
        if (slot.Utf8 is null || !utf8.SequenceEqual(slot.Utf8))
        {
            slot = new Slot(utf8.ToArray(), Add(utf8.ToText()));
        }

        return slot.Number;
    }

    private readonly struct Slot(byte[] utf8, int number)
    {
        public byte[]? Utf8 { get; } = utf8;

        public int Number { get; } = number;
    }
}
