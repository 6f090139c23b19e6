using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.IO.Hashing;

namespace Cursor.AiCode.IO;

/// <summary>
/// Decompresses a gzip file, and verifies at its end that it is complete. .NET returns the content of a truncated file
/// without an error, and .NET Framework doesn't verify the checksum.
/// </summary>
internal sealed class GzipFileStream : ReadOnlyStream
{
    private const int TrailerLength = 8;
    private const int BufferLength = 128 * 1024;

    private readonly FileStream _file;
    private readonly GZipStream _content;
    private readonly Crc32 _checksum = new();
    private uint _length;

    /// <summary>Creates a stream over a file, which is closed with it.</summary>
    public GzipFileStream(FileStream file)
    {
        _file = file;
        _content = new GZipStream(new BufferedStream(file, BufferLength), CompressionMode.Decompress);
    }

    /// <summary>Whether a file begins as a gzip file does. Its position stays.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static bool IsGzip(FileStream file)
    {
        long position = file.Position;
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = position;
        return isGzip;
    }

    /// <exception cref="InvalidDataException">The file is damaged or truncated, or has several members.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _content.Read(buffer, offset, count);
        if (read > 0)
        {
            _checksum.Append(buffer.AsSpan(offset, read));
            _length = unchecked(_length + (uint)read);
        }
        else if (count > 0)
        {
            VerifyTrailer();
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    // The last bytes are the checksum and the length of the content (RFC 1952). A file of several members has those of the
    // last one only. .NET Framework reads only the first member, so it is an error everywhere.
    private void VerifyTrailer()
    {
        byte[] trailer = new byte[TrailerLength];
        _file.Position = Math.Max(0, _file.Length - TrailerLength);
        int length = 0, read;
        while (length < TrailerLength && (read = _file.Read(trailer, length, TrailerLength - length)) > 0)
        {
            length += read;
        }

        if (length < TrailerLength ||
            !_checksum.GetCurrentHash().AsSpan().SequenceEqual(trailer.AsSpan(0, 4)) ||
            BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4)) != _length)
        {
            throw new InvalidDataException("The gzip file is truncated or damaged, or it consists of several gzip files.");
        }
    }
}
