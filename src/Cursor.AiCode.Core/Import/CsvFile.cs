using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;
using Cursor.AiCode.IO;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Import;

/// <summary>
/// A CSV file of commits or changes, which can be compressed with gzip. It is read row by row, and each error names the
/// file and the line.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private const string GzipExtension = ".gz";

    private readonly FileStream _file;
    private readonly GzipFileStream? _content;
    private readonly CsvFileStream _source;
    private FileRowVerifier? _verifier;

    private CsvFile(string path, FileStream file)
    {
        Path = path;
        Length = file.Length;
        _file = file;
        _content = GzipFileStream.IsGzip(file) ? new GzipFileStream(file) : null;
        _source = new CsvFileStream((Stream?)_content ?? file);
        Rows = CsvReaderFactory.CreateForFile(_source);
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The kind of its records; null if the file is blank.</summary>
    public AiCodeKind? Kind { get; private set; }

    /// <summary>The names of its columns.</summary>
    public IReadOnlyList<string> Headers => Rows.Headers;

    /// <summary>The row that was read last.</summary>
    public CsvReader Rows { get; }

    /// <summary>The length of the file in bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>The number of bytes of the file that were read.</summary>
    public long BytesRead => _file.Position;

    /// <summary>Whether the last line that was read has a line break.</summary>
    public bool EndsWithLineBreak => _source.EndsWithLineBreak;

    /// <summary>Opens a file, and reads its header.</summary>
    /// <exception cref="AiCodeException">The file can't be read, or isn't a file of commits or changes.</exception>
    public static CsvFile Open(string path)
    {
        FileStream? file = null;
        CsvFile? opened = null;
        try
        {
            file = OpenStream(path);
            opened = new CsvFile(path, file);
            opened.ReadHeader();
            return opened;
        }
        catch (Exception e)
        {
            AiCodeException? error = Explain(path, e, opened);
            ((IDisposable?)opened ?? file)?.Dispose();
            if (error is null)
            {
                throw;
            }

            throw error;
        }
    }

    /// <summary>Reads the next row. Returns false at the end.</summary>
    /// <exception cref="AiCodeException">The row is malformed, or the file can't be read.</exception>
    public bool Read()
    {
        try
        {
            if (Kind is null || !Rows.Read())
            {
                return false;
            }
        }
        catch (Exception e) when (Explain(Path, e, this) is { } error)
        {
            throw error;
        }

        if (Rows.FieldCount != Headers.Count)
        {
            throw Invalid(IsBlank(Rows.RawRecord)
                ? $"Line {Rows.LineNumber} is blank."
                : $"Line {Rows.LineNumber} (record {Rows.RowNumber}) has {Rows.FieldCount} {(Rows.FieldCount == 1 ? "field" : "fields")}, but the header has {Headers.Count}.");
        }

        if (!Rows.RawRecord.IsUtf8())
        {
            throw Invalid($"Line {Rows.LineNumber} (record {Rows.RowNumber}) isn't UTF-8. Save the file as UTF-8.");
        }

        try
        {
            _verifier!.VerifyNotHeader(Rows);
            _verifier.Verify(Rows, isNormalized: false);
            return true;
        }
        catch (CsvFormatException e)
        {
            throw CreateException(e);
        }
    }

    /// <summary>Returns the error for a row that can't be parsed.</summary>
    public AiCodeException CreateException(CsvFormatException e)
    {
        long line = e.LineNumber > 0 ? e.LineNumber : Rows.LineNumber;
        return Invalid(e.RecordNumber <= 1 ? $"Line {line}, the header, can't be read. Its columns must be separated by commas." : $"Line {line}: {CsvReaderFactory.Describe(e, Headers)}", e);
    }

    public void Dispose()
    {
        Rows.Dispose();
        _source.Dispose();
        _content?.Dispose();
        _file.Dispose();
    }

    // Others may append to the file or replace it meanwhile.
    private static FileStream OpenStream(string path)
    {
#if NET
        // Opening a named pipe can wait forever.
        if (FileStatus.Of(path) is { IsRegularFile: false } status)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotReadable, $"'{path}' is {status.Kind}. Give the path of a file.");
        }
#endif
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
    }

    // Returns null for an error that isn't one of the file.
    private static AiCodeException? Explain(string path, Exception e, CsvFile? file) => e switch
    {
        CsvFormatException malformed => file?.CreateException(malformed),
        InvalidDataException => new(AiCodeErrorKind.InvalidFile, $"'{path}' can't be read. {e.Message}", e),
        FileNotFoundException or DirectoryNotFoundException => new(AiCodeErrorKind.FileNotFound, $"The file '{path}' doesn't exist.", e),
        IOException or UnauthorizedAccessException => new(AiCodeErrorKind.FileNotReadable, $"'{path}' can't be read: {e.Message}", e),
        _ => null,
    };

    private static bool IsBlank(ReadOnlySpan<byte> row)
    {
        foreach (byte b in row)
        {
            if (!CsvFileStream.IsBlank(b))
            {
                return false;
            }
        }

        return true;
    }

    private void ReadHeader()
    {
        Rows.ReadHeader();
        bool isBlank = Headers.Count == 0 || (Headers.Count == 1 && string.IsNullOrWhiteSpace(Headers[0]));
        if (isBlank && !Rows.Read())
        {
            // An export of no objects is an empty file, too.
            if (Path.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase) && _content is null)
            {
                throw Invalid("It isn't a gzip file.");
            }

            return;
        }

        AiCodeKind kind = FileHeader.GetKind(Headers, out string error) ?? throw Invalid(error);
        _verifier = new FileRowVerifier(kind, Headers);
        Kind = kind;
    }

    private AiCodeException Invalid(string message, Exception? e = null) => new(AiCodeErrorKind.InvalidFile, $"'{Path}' can't be read. {message}", e);
}
