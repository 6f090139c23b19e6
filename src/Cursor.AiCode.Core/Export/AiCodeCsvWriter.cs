using System;
using System.IO;
using System.Threading;
using Cursor.AiCode.IO;
using Cursor.AiCode.Retrieval;

namespace Cursor.AiCode.Export;

/// <summary>
/// A CSV file of records that are at hand, all of one kind. Nothing appears before <see cref="Complete"/>.
/// </summary>
public sealed class AiCodeCsvWriter : IDisposable
{
    private const int RowsAtOnce = 512;

    private readonly AiCodeExportOptions _options;
    private readonly CancellationToken _cancellationToken;
    private FileLock? _lock;
    private IRecordFile? _file;

    /// <summary>Checks that the file can be written.</summary>
    /// <exception cref="AiCodeException">It can't.</exception>
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

    /// <summary>The kind of the records; null before the first.</summary>
    public AiCodeKind? Kind => _file?.Kind;

    /// <summary>Adds a commit.</summary>
    /// <exception cref="InvalidOperationException">The file holds changes.</exception>
    public void Add(AiCommit commit) => FileOf(RecordDescriptor<AiCommit>.ForCommits).Add(commit);

    /// <summary>Adds a change.</summary>
    /// <exception cref="InvalidOperationException">The file holds commits.</exception>
    public void Add(AiCodeChange change) => FileOf(RecordDescriptor<AiCodeChange>.ForChanges).Add(change);

    /// <summary>
    /// Puts the file in its place. Without a record the kind is not known: then a new file is empty, and one that is
    /// appended to stays as it is.
    /// </summary>
    public AiCodeExport Complete()
    {
        if (_file is not null)
        {
            return _file.Complete(_cancellationToken);
        }

        if (!_options.Append || !File.Exists(_options.Path))
        {
            using AtomicFile empty = AtomicFile.Create(_options.Path);
            empty.Commit();
        }

        return new AiCodeExport { Path = _options.Path, Length = new FileInfo(_options.Path).Length };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _lock?.Dispose();
    }

    private RecordFile<T> FileOf<T>(Func<RecordDescriptor<T>> schema)
        where T : class
    {
        if (_file is null)
        {
            if (_options.Append)
            {
                _lock = FileLock.AcquireAsync(_options.Path, TimeProvider.System, static _ => { }, _cancellationToken).GetAwaiter().GetResult();
            }

            _file = new RecordFile<T>(new CsvExporter<T>(_options, schema(), _cancellationToken));
        }

        return _file as RecordFile<T> ?? throw new InvalidOperationException($"The file holds {_file.Kind} records, and one file holds records of one kind.");
    }

    private interface IRecordFile : IDisposable
    {
        AiCodeKind Kind { get; }

        AiCodeExport Complete(CancellationToken cancellationToken);
    }

    private sealed class RecordFile<T> : IRecordFile
        where T : class
    {
        private readonly CsvExporter<T> _run;
        private RowBatch _rows;

        public RecordFile(CsvExporter<T> run)
        {
            _run = run;
            _rows = run.Shape.NewBatch();
        }

        public AiCodeKind Kind => _run.Shape.Schema.Kind;

        public void Add(T record)
        {
            _run.Shape.Add(_rows, _run.Shape.Schema.Stamp(record));
            if (_rows.Count >= RowsAtOnce)
            {
                Flush();
            }
        }

        public AiCodeExport Complete(CancellationToken cancellationToken)
        {
            Flush();
            return _run.Complete(cancellationToken);
        }

        public void Dispose() => _run.Dispose();

        private void Flush()
        {
            _run.Add(_rows);
            _rows = _run.Shape.NewBatch();
        }
    }
}
