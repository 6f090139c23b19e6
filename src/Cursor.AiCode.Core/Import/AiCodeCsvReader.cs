using System;
using System.Collections.Generic;
using System.Threading;
using CsvHelper;
using Cursor.AiCode.Import;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode;

/// <summary>
/// Reads commits or changes from a CSV file: one that <see cref="AiCodeCsvWriter"/> wrote, or a response of the API that was
/// saved. The columns can have any order, unknown ones are ignored, and the file can be compressed with gzip.
/// </summary>
public sealed class AiCodeCsvReader : IDisposable
{
    private const int RecordsPerBatch = 512;

    private readonly CsvFile _file;

    /// <summary>Opens a file, and reads its header.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="AiCodeException">The file can't be read, or isn't a file of commits or changes.</exception>
    public AiCodeCsvReader(string path) => _file = CsvFile.Open(path ?? throw new ArgumentNullException(nameof(path)));

    /// <summary>The path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>The kind of the records, which the header shows; null if the file is blank.</summary>
    public AiCodeKind? Kind => _file.Kind;

    /// <summary>The length of the file, in bytes, when it was opened.</summary>
    public long Length => _file.Length;

    /// <summary>The number of bytes of the file that were read so far, for progress.</summary>
    public long BytesRead => _file.BytesRead;

    /// <summary>The number of records that were returned so far.</summary>
    public long RecordCount { get; private set; }

    /// <summary>
    /// Whether the last line has a line break. Without one, the file and its last record can be truncated. Valid after the last
    /// record was read.
    /// </summary>
    public bool EndsWithLineBreak => _file.EndsWithLineBreak;

    /// <summary>Reads the commits in batches, in the order of the file. Each batch is returned once.</summary>
    /// <param name="cancellationToken">Is checked before each batch.</param>
    /// <returns>The commits, with local times. A blank file has none.</returns>
    /// <exception cref="InvalidOperationException">The file contains changes.</exception>
    /// <exception cref="AiCodeException">A record can't be read. The message contains the file, the line and the column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public IEnumerable<IReadOnlyList<AiCommit>> ReadCommits(CancellationToken cancellationToken = default) =>
        Read(new CommitDescriptor(), cancellationToken);

    /// <summary>Reads the changes in batches, in the order of the file. Each batch is returned once.</summary>
    /// <param name="cancellationToken">Is checked before each batch.</param>
    /// <returns>The changes, with local times. A blank file has none.</returns>
    /// <exception cref="InvalidOperationException">The file contains commits.</exception>
    /// <exception cref="AiCodeException">A record can't be read. The message contains the file, the line and the column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public IEnumerable<IReadOnlyList<AiCodeChange>> ReadChanges(CancellationToken cancellationToken = default) =>
        Read(new ChangeDescriptor(), cancellationToken);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>What a user should know about the file after its last record was read; null if there is nothing.</summary>
    internal string? Warning =>
        RecordCount > 0 && !EndsWithLineBreak ? $"'{Path}' ends without a line break, so its last record may be truncated." : null;

    /// <summary>The names of the columns.</summary>
    internal IReadOnlyList<string> Headers => _file.Headers;

    /// <summary>Reads the remaining rows without making objects of them.</summary>
    /// <param name="processRow">Is called with the reader on each row.</param>
    /// <param name="progress">Is called from time to time; can be null.</param>
    /// <param name="cancellationToken">Is checked from time to time.</param>
    /// <exception cref="AiCodeException">A row can't be read.</exception>
    internal void ReadRows(Action<CsvReader> processRow, Action? progress, CancellationToken cancellationToken)
    {
        try
        {
            while (_file.Read())
            {
                processRow(_file.Rows);
                RecordCount++;
                if (RecordCount % RecordsPerBatch == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress?.Invoke();
                }
            }
        }
        catch (CsvFormatException e)
        {
            throw _file.CreateException(e);
        }
    }

    private IEnumerable<IReadOnlyList<T>> Read<T>(RecordDescriptor<T> descriptor, CancellationToken cancellationToken)
        where T : class => Kind is not { } kind ? []
        : kind == descriptor.Kind ? Read(descriptor.CreateMapper(_file.Headers), cancellationToken)
        : throw new InvalidOperationException($"The file contains {kind} records.");

    // On the caller's thread: most of the time is that of the caller, and handing batches from one thread to another costs
    // more than half of what parsing does.
    private IEnumerable<IReadOnlyList<T>> Read<T>(RecordCsvMapper<T> mapper, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<T> batch = ReadBatch(mapper);
            if (batch.Count == 0)
            {
                yield break;
            }

            RecordCount += batch.Count;
            yield return batch;
        }
    }

    private List<T> ReadBatch<T>(RecordCsvMapper<T> mapper)
        where T : class
    {
        var batch = new List<T>(RecordsPerBatch);
        try
        {
            while (batch.Count < RecordsPerBatch && _file.Read())
            {
                batch.Add(mapper.ReadParsed(_file.Rows).Record);
            }
        }
        catch (CsvFormatException e)
        {
            throw _file.CreateException(e);
        }

        return batch;
    }
}
