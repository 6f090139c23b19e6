using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Deduplication;

/// <summary>Makes <see cref="RecordKey"/>s from the fields of records, the same from text and from UTF-8.</summary>
internal sealed class RecordKeyHasher
{
    // Two odd constants of the golden ratio and of the square root of 3: two hashes that have nothing in common.
    private const ulong FirstFactor = 0x9E3779B97F4A7C15;
    private const ulong SecondFactor = 0xBB67AE8584CAA73B;
    private const int Word = sizeof(ulong);

    private readonly bool _toMilliseconds;
    private readonly bool _asInFile;
    private byte[] _bytes = new byte[512];
    private int _length;

    /// <summary>A builder of keys.</summary>
    /// <param name="toMilliseconds">Whether times count to the millisecond, as files have them.</param>
    /// <param name="asInFile">
    /// Whether keys are compared with those of a file: there, a text may have been neutralised, and counts as it was
    /// before. Two texts that differ by nothing else are one, so no others' keys are made like this.
    /// </param>
    public RecordKeyHasher(bool toMilliseconds = false, bool asInFile = false)
    {
        _toMilliseconds = toMilliseconds;
        _asInFile = asInFile;
    }

    /// <summary>Adds a field; a missing one counts as an empty one, as CSV has it.</summary>
    [MethodImpl(Jit.AtOnce)]
    public RecordKeyHasher Add(string? field)
    {
        if (_asInFile && field is { Length: > 1 } && field[0] == '\'' && FieldNormalizer.FormulaPrefixes.IndexOf(field[1]) >= 0)
        {
            field = field.Substring(1);
        }

        int most = Encoding.UTF8.GetMaxByteCount(field?.Length ?? 0);
        EnsureRoom(most + sizeof(int));
        int length = field is null ? 0 : Encoding.UTF8.GetBytes(field, 0, field.Length, _bytes, _length + sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), length);
        _length += sizeof(int) + length;
        return this;
    }

    /// <summary>Adds a field that is UTF-8 already.</summary>
    [MethodImpl(Jit.AtOnce)]
    public RecordKeyHasher Add(ReadOnlySpan<byte> field)
    {
        field = _asInFile ? FieldNormalizer.Unescape(field) : field;
        EnsureRoom(field.Length + sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), field.Length);
        field.CopyTo(_bytes.AsSpan(_length + sizeof(int)));
        _length += sizeof(int) + field.Length;
        return this;
    }

    /// <summary>Adds a time in UTC ticks.</summary>
    [MethodImpl(Jit.AtOnce)]
    public RecordKeyHasher AddTime(long ticks)
    {
        EnsureRoom(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.AsSpan(_length), _toMilliseconds ? Timestamp.WholeMilliseconds(ticks) : ticks);
        _length += sizeof(long);
        return this;
    }

    /// <summary>The key of what was added, and a fresh start.</summary>
    [MethodImpl(Jit.AtOnce)]
    public RecordKey Build()
    {
        EnsureRoom(Word);
        int padded = (_length + Word - 1) / Word * Word;
        _bytes.AsSpan(_length, padded - _length).Clear();

        // Multiplied, since the fields' own lengths, which come next, would else undo them.
        ulong first = unchecked((ulong)_length * FirstFactor), second = unchecked(~(ulong)_length * SecondFactor);
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(_bytes.AsSpan(0, padded)))
        {
            first = (first ^ word) * FirstFactor;
            first ^= first >> 32;
            second = (second ^ word) * SecondFactor;
            second ^= second >> 29;
        }

        _length = 0;
        return new RecordKey(Finish(first), Finish(second));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private void EnsureRoom(int more)
    {
        if (_length + more + Word > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more + Word));
        }
    }
}
