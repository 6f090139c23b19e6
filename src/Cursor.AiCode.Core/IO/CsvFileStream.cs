using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// Reads a CSV file without the blank lines at its end, which editors and spreadsheets add, and can copy what it returns to
/// another file on the way.
/// </summary>
internal sealed class CsvFileStream : ReadOnlyStream
{
    private const int ChunkLength = 128 * 1024;
    private const byte EndOfFileCharacter = 0x1A;

    private readonly Stream _source;
    private readonly Stream? _copy;
    private readonly byte[] _chunk = new byte[ChunkLength];

    // Line breaks and spaces that are followed by the end of the file, or not.
    private readonly MemoryStream _blanks = new();
    private readonly MemoryStream _ready = new();
    private int _readyPosition;
    private bool _ended;
    private byte _lastByte;

    /// <summary>Creates a stream over <paramref name="source"/>, which is left open.</summary>
    /// <param name="source">The file.</param>
    /// <param name="copy">Where what is read is copied to; null for no copy.</param>
    public CsvFileStream(Stream source, Stream? copy = null)
    {
        _source = source;
        _copy = copy;
    }

    /// <summary>Whether the last line that was returned has a line break.</summary>
    public bool EndsWithLineBreak => _lastByte is (byte)'\n' or (byte)'\r';

    /// <summary>Whether the first line ends with CR LF rather than LF; null before its end.</summary>
    public bool? UsesCarriageReturn { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_readyPosition == _ready.Length && !_ended)
        {
            _ready.SetLength(0);
            _readyPosition = 0;
            ReadChunk();
        }

        int read = (int)Math.Min(count, _ready.Length - _readyPosition);
        Buffer.BlockCopy(_ready.GetBuffer(), _readyPosition, buffer, offset, read);
        _copy?.Write(buffer, offset, read);
        _readyPosition += read;
        return read;
    }

    /// <summary>Whether a byte is a space, a part of a line break, or the end-of-file character of old programs.</summary>
    public static bool IsBlank(byte b) => b is (byte)'\n' or (byte)'\r' or (byte)' ' or EndOfFileCharacter;

    private void ReadChunk()
    {
        int length = _source.Read(_chunk, 0, _chunk.Length);
        if (length == 0)
        {
            _ended = true;
            Release(_blanks.GetBuffer(), LengthOfLastLine(_blanks.GetBuffer().AsSpan(0, (int)_blanks.Length)));
            return;
        }

        int end = length;
        while (end > 0 && IsBlank(_chunk[end - 1]))
        {
            end--;
        }

        if (end > 0)
        {
            Release(_blanks.GetBuffer(), (int)_blanks.Length);
            _blanks.SetLength(0);
            Release(_chunk, end);
        }

        _blanks.Write(_chunk, end, length - end);
    }

    // The length of the spaces and the line break that belong to the last record.
    private static int LengthOfLastLine(ReadOnlySpan<byte> blanks)
    {
        int lineFeed = blanks.IndexOf((byte)'\n');
        int other = blanks.IndexOfAny((byte)'\r', EndOfFileCharacter);
        if (other >= 0 && (lineFeed < 0 || other < lineFeed))
        {
            return blanks[other] == EndOfFileCharacter ? other : lineFeed == other + 1 ? lineFeed + 1 : other + 1;
        }

        return lineFeed >= 0 ? lineFeed + 1 : blanks.Length;
    }

    private void Release(byte[] bytes, int length)
    {
        if (length == 0)
        {
            return;
        }

        if (UsesCarriageReturn is null && Array.IndexOf(bytes, (byte)'\n', 0, length) is >= 0 and int lineFeed)
        {
            UsesCarriageReturn = (lineFeed > 0 ? bytes[lineFeed - 1] : _lastByte) == '\r';
        }

        _lastByte = bytes[length - 1];
        _ready.Write(bytes, 0, length);
    }
}
