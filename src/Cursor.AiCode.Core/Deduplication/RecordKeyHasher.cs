using System;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Cursor.AiCode.Deduplication;

/// <summary>
/// Computes <see cref="RecordKey"/>s from the fields of a record. A field gives the same key as a string and as UTF-8.
/// Not thread-safe.
/// </summary>
internal sealed class RecordKeyHasher
{
    private const int HashLength = 16;
    private byte[] _buffer = new byte[512];
    private int _length;

    /// <summary>Adds a text field. A missing text counts as an empty one, because CSV doesn't distinguish them.</summary>
    public void Add(string? field)
    {
        string text = field ?? "";
        EnsureCapacity(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, 0, text.Length, _buffer, _length + sizeof(int));
        AddLength(length);
    }

    /// <summary>Adds a text field that is UTF-8 already.</summary>
    public void Add(ReadOnlySpan<byte> field)
    {
        EnsureCapacity(sizeof(int) + field.Length);
        field.CopyTo(_buffer.AsSpan(_length + sizeof(int)));
        AddLength(field.Length);
    }

    /// <summary>Adds a number.</summary>
    public void Add(long value)
    {
        EnsureCapacity(sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += sizeof(long);
    }

    /// <summary>Returns the key of the fields that were added, and starts the next key.</summary>
    public RecordKey GetKeyAndReset()
    {
        Span<byte> hash = stackalloc byte[HashLength];
        _ = XxHash128.Hash(_buffer.AsSpan(0, _length), hash);
        _length = 0;
        return new RecordKey(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash.Slice(sizeof(ulong))));
    }

    // The length comes before the text, so that "ab" and "c" differ from "a" and "bc".
    private void AddLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_length), length);
        _length += sizeof(int) + length;
    }

    private void EnsureCapacity(int more)
    {
        if (_length + more > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
        }
    }
}
