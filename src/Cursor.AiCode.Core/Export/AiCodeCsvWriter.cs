using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Export;
using Cursor.AiCode.IO;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode;

/// <summary>
/// Writes commits or changes to a CSV file. The file is created or replaced atomically by <see cref="Complete"/>.
/// </summary>
public sealed class AiCodeCsvWriter : IDisposable
{
    private const int RowsPerBatch = 512;
    private const int MaxBatchBytes = 4 * 1024 * 1024;

    private readonly AiCodeExportOptions _options;
    private readonly CancellationToken _cancellationToken;
    private FileLock? _lock;
    private IRecordFile? _file;

    /// <summary>Initializes a writer, and checks that the file can be written.</summary>
    /// <param name="options">The path of the file, and how it is written.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="AiCodeException">The file can't be written.</exception>
    public AiCodeCsvWriter(AiCodeExportOptions options, CancellationToken cancellationToken = default)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        _options = options with { Path = AtomicFile.Resolve(options.Path) };
        _cancellationToken = cancellationToken;
        AtomicFile.EnsureWritable(_options.Path, _options.Force, _options.NoClobber);
    }

    /// <summary>The kind of the records; null before the first record is added.</summary>
    public AiCodeKind? Kind => _file?.Kind;

    /// <summary>The columns that records have values of and the file that is appended to doesn't have.</summary>
    internal IReadOnlyCollection<string> OmittedColumns => _file?.OmittedColumns ?? [];

    /// <summary>Adds a commit.</summary>
    /// <exception cref="InvalidOperationException">The file contains changes.</exception>
    public void Add(AiCommit commit) => FileOf(static () => new CommitDescriptor()).Add(commit);

    /// <summary>Adds a change.</summary>
    /// <exception cref="InvalidOperationException">The file contains commits.</exception>
    public void Add(AiCodeChange change) => FileOf(static () => new ChangeDescriptor()).Add(change);

    /// <summary>
    /// Writes the file. If no record was added, a new file is empty, and an existing file is unchanged when appending.
    /// </summary>
    /// <returns>The result of the export.</returns>
    /// <exception cref="AiCodeException">The file can't be written. An existing file is unchanged.</exception>
    public AiCodeExport Complete()
    {
        if (_file is not null)
        {
            return _file.Complete();
        }

        _cancellationToken.ThrowIfCancellationRequested();
        var existing = new FileInfo(_options.Path);
        if (_options.Append && existing.Exists)
        {
            return new AiCodeExport { Path = _options.Path, Length = existing.Length };
        }

        using AtomicFile empty = AtomicFile.Create(_options.Path);
        empty.Commit();
        return new AiCodeExport { Path = _options.Path, Length = 0 };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Waits until no other process appends to the file. The first record would otherwise wait for it.</summary>
    /// <param name="report">Receives a <see cref="WaitEvent"/> if that takes longer than a second.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    internal async Task LockAsync(Action<AiCodeEvent> report, CancellationToken cancellationToken) =>
        _lock ??= await FileLock.AcquireAsync(_options.Path, TimeProvider.System, report, cancellationToken).ConfigureAwait(false);

    private RecordFile<T> FileOf<T>(Func<RecordDescriptor<T>> descriptor)
        where T : class
    {
        if (_file is null)
        {
            if (_options.Append)
            {
                LockAsync(static _ => { }, _cancellationToken).GetAwaiter().GetResult();
            }

            _file = new RecordFile<T>(new CsvExporter<T>(_options, descriptor(), DateTimeOffset.UtcNow, findUsers: false, _cancellationToken), descriptor());
        }

        return _file as RecordFile<T> ?? throw new InvalidOperationException($"The file contains {_file.Kind} records. A file can contain only one kind of record.");
    }

    private interface IRecordFile : IDisposable
    {
        AiCodeKind Kind { get; }

        IReadOnlyCollection<string> OmittedColumns { get; }

        AiCodeExport Complete();
    }

    private sealed class RecordFile<T> : IRecordFile
        where T : class
    {
        private readonly CsvExporter<T> _exporter;
        private readonly RecordDescriptor<T> _descriptor;
        private RowBatch _rows = new();

        public RecordFile(CsvExporter<T> exporter, RecordDescriptor<T> descriptor)
        {
            _exporter = exporter;
            _descriptor = descriptor;
        }

        public AiCodeKind Kind => _descriptor.Kind;

        public IReadOnlyCollection<string> OmittedColumns => _exporter.Sink.OmittedColumns;

        public void Add(T record)
        {
            _exporter.Sink.Add(_rows, _descriptor.Parse(record));
            if (_rows.Count >= RowsPerBatch || _rows.Length >= MaxBatchBytes)
            {
                Flush();
            }
        }

        public AiCodeExport Complete()
        {
            Flush();
            return _exporter.Complete();
        }

        public void Dispose() => _exporter.Dispose();

        private void Flush()
        {
            _exporter.Add(_rows);
            _rows = new RowBatch();
        }
    }
}
