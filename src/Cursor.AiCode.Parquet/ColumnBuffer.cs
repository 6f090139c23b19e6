using System;

namespace Cursor.AiCode.Parquet;

/// <summary>
/// Values of records, in memory that is reused: the UTF-8 of all texts in one array, row by row, and all other values as
/// 64-bit numbers. An empty text and <see cref="Null"/> stand for null.
/// </summary>
internal sealed class ColumnBuffer
{
    /// <summary>The number that stands for null.</summary>
    public const long Null = long.MinValue;

    private const int InitialRows = 512;
    private const int InitialBytesPerRow = 64;

    private readonly int _texts;
    private readonly int _numbers;
    private byte[] _bytes;
    private int[] _ends;
    private long[] _values;
    private int _length;
    private int _textCount;
    private int _numberCount;

    /// <summary>Creates a buffer for rows with some texts and numbers.</summary>
    public ColumnBuffer(int texts, int numbers)
    {
        _texts = texts;
        _numbers = numbers;
        _bytes = new byte[InitialRows * InitialBytesPerRow];
        _ends = new int[InitialRows * texts];
        _values = new long[InitialRows * numbers];
    }

    /// <summary>The number of rows.</summary>
    public int Count => _numberCount / _numbers;

    /// <summary>The number of bytes that the values take.</summary>
    public long ByteCount => _length + ((long)_textCount * sizeof(int)) + ((long)_numberCount * sizeof(long));

    /// <summary>Adds the next text of a row.</summary>
    public void AddText(ReadOnlySpan<byte> text)
    {
        EnsureCapacity(ref _bytes, _length, text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
        EnsureCapacity(ref _ends, _textCount, 1);
        _ends[_textCount++] = _length;
    }

    /// <summary>Adds the next number of a row.</summary>
    public void AddNumber(long value)
    {
        EnsureCapacity(ref _values, _numberCount, 1);
        _values[_numberCount++] = value;
    }

    /// <summary>Returns a text of a row.</summary>
    public ReadOnlyMemory<byte> GetText(int row, int text)
    {
        int index = (row * _texts) + text;
        int start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsMemory(start, _ends[index] - start);
    }

    /// <summary>Returns a number of a row.</summary>
    public long GetNumber(int row, int number) => _values[(row * _numbers) + number];

    /// <summary>Adds rows of another buffer with the same columns.</summary>
    public void Add(ColumnBuffer source, int first, int count)
    {
        int firstText = first * _texts, texts = count * _texts;
        int start = firstText == 0 ? 0 : source._ends[firstText - 1];
        int length = (texts == 0 ? start : source._ends[firstText + texts - 1]) - start;
        EnsureCapacity(ref _bytes, _length, length);
        source._bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(_length));
        EnsureCapacity(ref _ends, _textCount, texts);
        for (int i = 0; i < texts; i++)
        {
            _ends[_textCount + i] = source._ends[firstText + i] - start + _length;
        }

        int numbers = count * _numbers;
        EnsureCapacity(ref _values, _numberCount, numbers);
        source._values.AsSpan(first * _numbers, numbers).CopyTo(_values.AsSpan(_numberCount));
        _length += length;
        _textCount += texts;
        _numberCount += numbers;
    }

    /// <summary>Removes all rows, and keeps the memory.</summary>
    public void Clear() => _length = _textCount = _numberCount = 0;

    private static void EnsureCapacity<TItem>(ref TItem[] array, int count, int more)
    {
        if (count + more > array.Length)
        {
            Array.Resize(ref array, Math.Max(count + more, array.Length * 2));
        }
    }
}
