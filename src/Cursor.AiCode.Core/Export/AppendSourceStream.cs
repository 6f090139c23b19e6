using System;
using System.IO;

namespace Cursor.AiCode.Export;

/// <summary>
/// Reads the file that rows are appended to, and copies what it returns to the new file. Blank lines at the end are left
/// out of both: editors and spreadsheets add them, and they would be blank lines between records.
/// </summary>
internal sealed class AppendSourceStream : Stream
{
    private const int ChunkLength = 128 * 1024;
    private const byte EndOfFileCharacter = 0x1A;

    private readonly Stream _source;
    private readonly Stream _copy;
    private readonly byte[] _chunk = new byte[ChunkLength];

    // Line breaks and spaces that are followed by the end of the file, or not.
    private readonly MemoryStream _blanks = new();
    private readonly MemoryStream _ready = new();
    private int _readyPosition;
    private bool _ended;
    private byte _lastByte;

    public AppendSourceStream(Stream source, Stream copy)
    {
        _source = source;
        _copy = copy;
    }

    /// <summary>Whether the last line that was returned has a line break.</summary>
    public bool EndsWithLineBreak => _lastByte is (byte)'\n' or (byte)'\r';

    /// <summary>Whether the first line ends with CR LF rather than LF; null before its end.</summary>
    public bool? UsesCarriageReturn { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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
        _copy.Write(buffer, offset, read);
        _readyPosition += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
