using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Cursor.AiCode.Errors;

namespace Cursor.AiCode.Records;

/// <summary>Reads CSV files one after another, with one progress bar for all of them. A file is the target of its errors.</summary>
/// <param name="paths">The full paths of the files.</param>
/// <param name="report">Receives the progress, and a warning for each truncated file.</param>
internal sealed class RecordFiles(IReadOnlyList<string> paths, Action<AiCodeEvent> report)
{
    private readonly long _length = paths.Sum(static path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);
    private long _lengthRead;

    /// <summary>The number of records in the files that were read.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Returns the kind of the records; null if all files are blank.</summary>
    /// <exception cref="ErrorRecordException">The files contain records of both kinds, or one of them can't be read.</exception>
    public AiCodeKind? FindKind(CancellationToken cancellationToken)
    {
        AiCodeKind? kind = null;
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AiCodeKind? found = Read(path, static file => file.Kind);
            if (kind is not null && found is not null && found != kind)
            {
                throw new ErrorRecordException(ErrorRecords.MixedSummary(kind.Value, path));
            }

            kind ??= found;
        }

        return kind;
    }

    /// <summary>Reads all files.</summary>
    /// <param name="read">Reads the records of a file, and calls its second argument after each batch.</param>
    /// <exception cref="ErrorRecordException">A file can't be read.</exception>
    public void ReadAll(Action<AiCodeCsvReader, Action> read)
    {
        foreach (string path in paths)
        {
            _ = Read(path, file =>
            {
                read(file, () => ReportProgress(file));
                Complete(file);
                return file.RecordCount;
            });
        }
    }

    /// <summary>Reports how much of all files was read, including the part of <paramref name="file"/> that was.</summary>
    public void ReportProgress(AiCodeCsvReader file) =>
        report(new ProgressEvent(RecordCount + file.RecordCount, null, Math.Min(1.0, (double)(_lengthRead + file.BytesRead) / _length)));

    /// <summary>Adds a file that was read to the totals, and warns if it is truncated.</summary>
    public void Complete(AiCodeCsvReader file)
    {
        _lengthRead += file.Length;
        RecordCount += file.RecordCount;
        if (file.Warning is { } warning)
        {
            report(new WarningEvent(warning));
        }
    }

    private static T Read<T>(string path, Func<AiCodeCsvReader, T> read)
    {
        try
        {
            using var file = new AiCodeCsvReader(path);
            return read(file);
        }
        catch (AiCodeException e)
        {
            throw new ErrorRecordException(ErrorRecords.From(e, path));
        }
    }
}
