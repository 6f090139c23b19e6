using System;
using System.IO;
using System.Security.Cryptography;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Export;

/// <summary>Writes a CSV file that replaces the old one atomically, and computes its hash on the way.</summary>
internal sealed class CsvFileWriter : IDisposable
{
    private readonly string _path;
    private readonly AtomicFile _file;
    private readonly SHA256? _hash;
    private readonly Stream _target;

    public CsvFileWriter(string path, bool computeHash)
    {
        _path = path;
        _file = AtomicFile.Create(path);
        _hash = computeHash ? SHA256.Create() : null;
        _target = _hash is null ? _file.Stream : new CryptoStream(_file.Stream, _hash, CryptoStreamMode.Write);
    }

    /// <summary>The path of the temporary file, which replaces the old file on commit.</summary>
    public string TemporaryPath => _file.TemporaryPath;

    /// <summary>The number of bytes that were written.</summary>
    public long Length => _file.Stream.Length;

    /// <summary>Writes bytes.</summary>
    public void Write(byte[] bytes) => Write(target => target.Write(bytes, 0, bytes.Length));

    /// <summary>Writes with a callback.</summary>
    /// <exception cref="AiCodeException">The file can't be written.</exception>
    public void Write(Action<Stream> write)
    {
        try
        {
            write(_target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // .NET reports a file that exceeds what its file system or the user's quota allows as out of range.
            throw AtomicFile.NotWritable(_path, e);
        }
    }

    /// <summary>Replaces the old file. Returns the length of the new one, and its SHA-256 in lower-case hexadecimal.</summary>
    public (long Length, string? Sha256) Commit()
    {
        string? sha256 = null;
        if (_target is CryptoStream hashing)
        {
            Write(_ => hashing.FlushFinalBlock());
            sha256 = ToHex(_hash!.Hash!);
        }

        long length = Length;
        _file.Commit();
        return (length, sha256);
    }

    /// <summary>Computes the SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static string HashOf(Stream file)
    {
        using SHA256 hash = SHA256.Create();
        return ToHex(hash.ComputeHash(file));
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash?.Dispose();
    }

#pragma warning disable CA1308 // Tools that compute hashes write them in lower case.
    private static string ToHex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "").ToLowerInvariant();
#pragma warning restore CA1308
}
