using System;
using System.IO;
using System.Linq;

namespace Cursor.AiCode.IO;

/// <summary>
/// Detects changes of a file: its identity, length, time of the last write, and last bytes. Two equal fingerprints mean
/// the same file with, very probably, the same content.
/// </summary>
internal sealed class FileFingerprint : IEquatable<FileFingerprint>
{
    private const int TailLength = 4096;

    private readonly (ulong Volume, ulong Id) _file;
    private readonly byte[] _tail;

    private FileFingerprint((ulong Volume, ulong Id) file, long length, DateTime lastWriteTime, byte[] tail)
    {
        _file = file;
        Length = length;
        LastWriteTime = lastWriteTime;
        _tail = tail;
    }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>The time of the last write, in UTC.</summary>
    public DateTime LastWriteTime { get; }

    /// <summary>The last byte; <see langword="null"/> if the file is empty.</summary>
    public byte? LastByte => _tail.Length == 0 ? null : _tail[_tail.Length - 1];

    /// <summary>Returns the fingerprint of the file at a path.</summary>
    /// <returns>The fingerprint; <see langword="null"/> if there is no such file.</returns>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The account has no permission to read the file.</exception>
    public static FileFingerprint? Of(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return Of(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Returns the fingerprint of an open file, even if its path leads to another file now. The position is unchanged.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static FileFingerprint Of(FileStream stream)
    {
        long position = stream.Position;
        long length = stream.Length;
        byte[] tail = new byte[(int)Math.Min(length, TailLength)];
        stream.Position = length - tail.Length;
        int read = 0, count;
        while (read < tail.Length && (count = stream.Read(tail, read, tail.Length - read)) > 0)
        {
            read += count;
        }

        stream.Position = position;
        return new FileFingerprint(GetId(stream), length, GetLastWriteTime(stream), tail);
    }

    /// <inheritdoc/>
    public bool Equals(FileFingerprint? other) => other is not null
        && _file == other._file
        && Length == other.Length
        && LastWriteTime == other.LastWriteTime
        && _tail.SequenceEqual(other._tail);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileFingerprint);

    /// <inheritdoc/>
    public override int GetHashCode() => (_file, Length, LastWriteTime).GetHashCode();

    private static (ulong Volume, ulong Id) GetId(FileStream stream)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            const int Volume = 7, IndexHigh = 11, IndexLow = 12;
            uint[] information = new uint[13];
            return Win32.GetFileInformation(stream.SafeFileHandle, information)
                ? (information[Volume], ((ulong)information[IndexHigh] << 32) | information[IndexLow])
                : default;
        }

#if NET
        return FileStatus.Of(stream.SafeFileHandle) is { } status ? (status.Device, status.Inode) : default;
#else
        return default;
#endif
    }

    private static DateTime GetLastWriteTime(FileStream stream) =>
#if NET
        File.GetLastWriteTimeUtc(stream.SafeFileHandle);
#else
        File.GetLastWriteTimeUtc(stream.Name);
#endif
}
