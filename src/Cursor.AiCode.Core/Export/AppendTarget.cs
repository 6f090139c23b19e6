using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>A file that records are appended to: what it holds.</summary>
internal sealed class AppendTarget
{
    private const int SniffLength = 64 * 1024;

    private AppendTarget(string path, CsvFileFormat layout, bool endsWithLineBreak)
    {
        Path = path;
        Layout = layout;
        EndsWithLineBreak = endsWithLineBreak;
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Its columns and line break.</summary>
    public CsvFileFormat Layout { get; }

    /// <summary>Whether its last record ends with a line break.</summary>
    public bool EndsWithLineBreak { get; }

    /// <summary>The number of its records.</summary>
    public long RecordCount { get; private set; }

    /// <summary>The newest <c>created_at</c> in it; null where it holds no record.</summary>
    public DateTimeOffset? Newest { get; private set; }

    /// <summary>Opens a file of this module's; null where there is none, or an empty one.</summary>
    /// <exception cref="AiCodeException">The file has other columns, or can't be read.</exception>
    public static AppendTarget? Open<T>(string path, RecordDescriptor<T> schema, CancellationToken cancellationToken)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream stream = Read(path);
        return stream.Length == 0 ? null : Inspect(stream, path, schema, keys: null, cancellationToken);
    }

    /// <summary>
    /// The file as it is now: another run may have replaced it since it was opened. <paramref name="keys"/> loses those
    /// of the records that it holds.
    /// </summary>
    /// <param name="stream">The file; what is copied of it must be copied of this stream, for it to be the same file.</param>
    /// <param name="schema">The kind of its records.</param>
    /// <param name="keys">The keys of the records that are to be added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AiCodeException">It has other columns than before.</exception>
    public AppendTarget Now<T>(FileStream stream, RecordDescriptor<T> schema, HashSet<RecordKey> keys, CancellationToken cancellationToken)
        where T : class
    {
        AppendTarget? now = stream.Length == 0 ? null : Inspect(stream, Path, schema, keys, cancellationToken);
        return now is not null && now.Layout.Columns.SequenceEqual(Layout.Columns, StringComparer.Ordinal) ? now : throw new AiCodeException(
            AiCodeErrorKind.InvalidFile,
            $"'{Path}' was replaced by one with other columns while records were read to be appended to it, and was left as it is. Run the command again.");
    }

    private static AppendTarget Inspect<T>(
        FileStream stream, string path, RecordDescriptor<T> schema, HashSet<RecordKey>? keys, CancellationToken cancellationToken)
        where T : class
    {
        (string newLine, bool endsWithLineBreak) = Sniff(stream);
        using CsvReader csv = CsvReaderFactory.Open(stream);
        try
        {
            csv.ReadHeader();
            CsvFileFormat layout = CsvFileFormat.OfFile(schema.Kind, csv.Headers, newLine) ?? throw new AiCodeException(
                AiCodeErrorKind.InvalidFile,
                $"'{path}' can't be appended to: its columns are not those of {schema.Kind} records as this module writes them. Give another path, or leave -Append out to replace the file.");
            using var shape = new CsvRowSink<T>(schema, layout, escapeFormula: false);
            shape.BeginCsv(csv, usesCarriageReturn: false);
            var file = new AppendTarget(path, layout, endsWithLineBreak);
            file.Scan(csv, keys is null ? null : () => keys.Remove(shape.KeyOf(csv)), cancellationToken);
            return file;
        }
        catch (CsvFormatException e)
        {
            throw Damaged(path, csv, e);
        }
    }

    /// <summary>Opens the file for reading, while others may write and replace it.</summary>
    public FileStream Read() => Read(Path);

    private static FileStream Read(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AiCodeException(AiCodeErrorKind.InvalidFile, $"'{path}' can't be read: {e.Message}", e);
        }
    }

    private static (string NewLine, bool EndsWithLineBreak) Sniff(FileStream stream)
    {
        byte[] start = new byte[(int)Math.Min(SniffLength, stream.Length)];
        int length = stream.Read(start, 0, start.Length);
        int lineFeed = Array.IndexOf(start, (byte)'\n', 0, length);
        stream.Position = stream.Length - 1;
        int last = stream.ReadByte();
        stream.Position = 0;
        string newLine = lineFeed > 0 && start[lineFeed - 1] == '\r' ? CsvFileFormat.StandardNewLine : lineFeed < 0 ? CsvFileFormat.StandardNewLine : "\n";
        return (newLine, last is '\n' or '\r');
    }

    private static AiCodeException Damaged(string path, CsvReader csv, CsvFormatException e) => new(
        AiCodeErrorKind.InvalidFile,
        $"'{path}' can't be appended to, and was left as it was: {CsvReaderFactory.Describe(e, csv.Headers)} Mend or move the file, then run the command again.",
        e);

    private void Scan(CsvReader csv, Func<bool>? atRecord, CancellationToken cancellationToken)
    {
        int createdAt = CsvColumns.IndexOf(Layout.Columns, "created_at");
        DateTime newest = DateTime.MinValue;
        while (csv.Read())
        {
            if (!Timestamp.TryParse(csv.GetSpan(createdAt), out DateTime utc))
            {
                throw new CsvFormatException("The value of created_at is no time stamp.", csv.RowNumber + 1, csv.ByteOffset);
            }

            _ = atRecord?.Invoke();
            newest = utc > newest ? utc : newest;
            RecordCount++;
            if (RecordCount % 4096 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        Newest = RecordCount == 0 ? null : new DateTimeOffset(newest);
    }
}
