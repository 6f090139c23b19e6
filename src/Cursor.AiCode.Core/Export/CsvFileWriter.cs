using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Export;

/// <summary>Writes a CSV file that appears whole or not at all, and counts and hashes what it writes.</summary>
internal sealed class CsvFileWriter : IDisposable
{
    private const int CopyLength = 128 * 1024;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

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

    /// <summary>Where the file lies until it is put in its place.</summary>
    public string TemporaryPath => _file.TemporaryPath;

    /// <summary>Writes the header of a new file.</summary>
    public void WriteHeader(CsvFileFormat layout, bool byteOrderMark) => Write(target =>
    {
        if (byteOrderMark)
        {
            target.Write(ByteOrderMark, 0, ByteOrderMark.Length);
        }

        byte[] header = layout.Header();
        target.Write(header, 0, header.Length);
    });

    /// <summary>Writes what <paramref name="write"/> writes.</summary>
    public void Write(Action<Stream> write)
    {
        try
        {
            write(_target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // Out of range, for .NET, is a file that grows beyond what its file system or the user's quota takes.
            throw AtomicFile.NotWritable(_path, e);
        }
    }

    /// <summary>Writes what an existing file holds, up to a line break, so that rows can follow.</summary>
    /// <param name="source">The file.</param>
    /// <param name="file">What it holds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void CopyFrom(FileStream source, AppendTarget file, CancellationToken cancellationToken) => Write(target =>
    {
        source.Position = 0;
        byte[] buffer = new byte[CopyLength];
        int read;
        while ((read = source.Read(buffer, 0, buffer.Length)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            target.Write(buffer, 0, read);
        }

        if (!file.EndsWithLineBreak)
        {
            target.Write(file.Layout.NewLineBytes, 0, file.Layout.NewLineBytes.Length);
        }
    });

    /// <summary>Puts the file in its place.</summary>
    public (long Length, string? Sha256) Commit()
    {
        string? sha256 = null;
        if (_target is CryptoStream hashing)
        {
            Write(_ => hashing.FlushFinalBlock());
            sha256 = Hex(_hash!.Hash!);
        }

        long length = _file.Stream.Length;
        _file.Commit();
        return (length, sha256);
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash?.Dispose();
    }

    /// <summary>Bytes as lower-case hex, as every tool that hashes would be compared with writes them.</summary>
    internal static string Hex(byte[] bytes)
    {
        char[] text = new char[bytes.Length * 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
            text[(2 * i) + 1] = "0123456789abcdef"[bytes[i] & 15];
        }

        return new string(text);
    }
}
