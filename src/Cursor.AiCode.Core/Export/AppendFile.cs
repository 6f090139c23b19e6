using System;
using System.IO;
using System.Linq;
using CsvHelper;
using Cursor.AiCode.IO;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>Checks whether records can be appended to a file, and says why not.</summary>
internal static class AppendFile
{
    private const string SpreadsheetHint = " A spreadsheet program may have changed the file when it saved it.";

    /// <summary>Opens a file for reading, while others may write to it or replace it.</summary>
    /// <exception cref="AiCodeException">The file can't be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(path, e);
        }
    }

    /// <summary>The error of a file that can't be read.</summary>
    public static AiCodeException NotReadable(string path, Exception e) => new(
        AiCodeErrorKind.FileNotWritable,
        $"'{path}' can't be read, and is unchanged: {e.Message} Check the permissions on the file, and whether another program has it open.",
        e);

    /// <summary>Verifies that a file is UTF-8. The reader also understands other encodings, but the records that are appended are UTF-8.</summary>
    /// <exception cref="AiCodeException">The file has another encoding, or is compressed.</exception>
    public static void EnsureIsText(FileStream file)
    {
        byte[] start = new byte[4];
        int length = file.Read(start, 0, start.Length);
        file.Position = 0;
        bool isUtf16 = length >= 2 && ((start[0] == 0xFF && start[1] == 0xFE) || (start[0] == 0xFE && start[1] == 0xFF));
        bool isUtf32 = length == 4 && start[0] == 0 && start[1] == 0 && start[2] == 0xFE && start[3] == 0xFF;
        bool isGzip = GzipFileStream.IsGzip(file);
        if (isUtf16 || isUtf32 || isGzip)
        {
            string problem = isGzip ? "It is compressed. Decompress it" : "Its encoding is UTF-16 or UTF-32 instead of UTF-8. Save it as UTF-8";
            throw new AiCodeException(
                AiCodeErrorKind.InvalidFile, $"'{file.Name}' can't be appended to, and is unchanged. {problem}, or move it, then run the command again.");
        }
    }

    /// <summary>Whether a file contains only blank lines.</summary>
    public static bool IsBlank(FileStream file)
    {
        const int MaxBlankLength = 64;
        if (file.Length > MaxBlankLength)
        {
            return false;
        }

        byte[] bytes = new byte[file.Length];
        int length = file.Read(bytes, 0, bytes.Length);
        file.Position = 0;
        int start = bytes.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        return bytes.Skip(start).Take(length - start).All(CsvFileStream.IsBlank);
    }

    /// <summary>Reads the header, and returns the format of the file.</summary>
    /// <exception cref="AiCodeException">It isn't a file of this kind of records.</exception>
    public static CsvFileFormat ReadFormat(CsvReader csv, CsvFileStream source, string path, AiCodeKind kind)
    {
        csv.ReadHeader();
        if (CsvReaderFactory.GetHeaderError(csv.Headers, kind) is { } error)
        {
            bool isSplit = csv.Headers.Count == 1 && csv.Headers[0].IndexOfAny([';', '\t']) >= 0;
            throw new AiCodeException(
                AiCodeErrorKind.InvalidFile,
                $"'{path}' can't be appended to, because it isn't a file of {kind} records. {error}{(isSplit ? SpreadsheetHint : "")} Specify another path, or omit -Append to replace the file.");
        }

        return CsvFileFormat.FromHeader(kind, csv.Headers, source.UsesCarriageReturn == false ? "\n" : CsvFileFormat.StandardNewLine);
    }

    /// <summary>The error of a file that is malformed.</summary>
    public static AiCodeException Damaged(string path, CsvReader csv, CsvFormatException e)
    {
        bool isHeader = e.RecordNumber <= 1, isValue = e.Message.StartsWith("Column '", StringComparison.Ordinal);
        string problem = isHeader ? "Its header can't be read. Its columns must be separated by commas." : CsvReaderFactory.Describe(e, csv.Headers);
        return new(
            AiCodeErrorKind.InvalidFile,
            $"'{path}' can't be appended to, and is unchanged. {problem}{(isHeader || isValue ? SpreadsheetHint : "")} Repair or move the file, then run the command again.",
            e);
    }
}
