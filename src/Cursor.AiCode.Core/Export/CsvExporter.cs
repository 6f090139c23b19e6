using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using CsvHelper;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>
/// One CSV file while it is written: a new one, or one that rows are appended to. In both cases a temporary file replaces
/// the old file in the end, so that the file is complete at any time.
/// </summary>
internal sealed class CsvExporter<T> : IDisposable
    where T : class
{
    private const int MaxAppendAttempts = 3;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly AiCodeExportOptions _options;
    private readonly RecordDescriptor<T> _descriptor;
    private readonly DateTimeOffset _now;
    private readonly bool _findUsers;
    private readonly CancellationToken _cancellationToken;
    private CsvFileWriter _writer;
    private AppendTarget? _target;
    private long _rowsStart;
    private long _rowCount;
    private bool _hasHeader;

    /// <summary>Starts a file. Reads and copies the old one if rows are appended to it.</summary>
    /// <exception cref="AiCodeException">The file can't be written, or can't be appended to.</exception>
    /// <param name="options">The file, and how it is written.</param>
    /// <param name="descriptor">The kind of the records.</param>
    /// <param name="now">The current time.</param>
    /// <param name="findUsers">Whether the users of the file that rows are appended to are wanted.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    public CsvExporter(AiCodeExportOptions options, RecordDescriptor<T> descriptor, DateTimeOffset now, bool findUsers, CancellationToken cancellationToken)
    {
        _options = options;
        _descriptor = descriptor;
        _now = now;
        _findUsers = findUsers;
        _cancellationToken = cancellationToken;
        (_writer, _target) = Start();
        _rowsStart = _writer.Length;
        _hasHeader = _target is not null;
        Sink = new CsvRowSink<T>(descriptor, _target?.Format, options.EscapeFormula, normalize: _target is not null);
    }

    /// <summary>Makes the rows.</summary>
    public CsvRowSink<T> Sink { get; }

    /// <summary>The file that is appended to; null if there is none, or no line in it.</summary>
    public AppendTarget? Target => _target;

    /// <summary>Writes rows, except those that the file has already.</summary>
    public void Add(RowBatch batch)
    {
        if (_target is { } target)
        {
            batch.Remove(Enumerable.Range(0, batch.Count).Where(i => !target.TryAdd(batch.GetIdentity(i), _cancellationToken)).ToList());
        }

        if (batch.Count > 0)
        {
            WriteHeader();
            _rowCount += batch.Count;
            _writer.Write(batch.WriteTo);
        }
    }

    /// <summary>Replaces the old file, and returns the result. If no rows are appended, the file is unchanged.</summary>
    /// <exception cref="AiCodeException">The file can't be replaced. The old one is unchanged.</exception>
    public AiCodeExport Complete()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (_target is not null && _rowCount == 0)
        {
            using FileStream file = AppendFile.Open(_options.Path);
            return Result(file.Length, _options.ComputeHash ? CsvFileWriter.HashOf(file) : null);
        }

        for (int attempt = 1; _target?.IsChanged() == true; attempt++)
        {
            if (attempt > MaxAppendAttempts)
            {
                throw Changed("is changed repeatedly by another program");
            }

            AppendAgain();
        }

        WriteHeader();
        (long length, string? sha256) = _writer.Commit();
        return Result(length, sha256);
    }

    public void Dispose()
    {
        _writer.Dispose();
        Sink.Dispose();
    }

    private (CsvFileWriter Writer, AppendTarget? Target) Start()
    {
        var writer = new CsvFileWriter(_options.Path, _options.ComputeHash);
        try
        {
            return (writer, _options.Append ? AppendTarget.Read(_options.Path, _descriptor.Kind, writer, _findUsers, _now, _cancellationToken) : null);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private void WriteHeader()
    {
        if (_hasHeader)
        {
            return;
        }

        _hasHeader = true;
        if (_options.ByteOrderMark)
        {
            _writer.Write(ByteOrderMark);
        }

        _writer.Write(Sink.Format.Header);
    }

    // Another program changed or replaced the file. The missing rows are added to the current version.
    private void AppendAgain()
    {
        using CsvFileWriter previous = _writer;
        CsvFileFormat format = _target!.Format;
        (_writer, _target) = Start();
        if (_target is null || !_target.Format.Columns.SequenceEqual(format.Columns, StringComparer.Ordinal))
        {
            throw Changed("was removed, or replaced by a file with other columns, while records were appended to it");
        }

        long rowsStart = _rowsStart;
        _rowsStart = _writer.Length;
        _rowCount = 0;
        using FileStream rows = AppendFile.Open(previous.TemporaryPath);
        rows.Position = rowsStart;
        using CsvReader csv = CsvReaderFactory.CreateWithoutHeader(rows);
        var parser = new RowParser(_descriptor.Kind, format.Columns, normalize: true);
        _writer.Write(target =>
        {
            while (csv.Read())
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _ = parser.Parse(csv);
                if (_target.TryAdd(parser.GetIdentity(csv), _cancellationToken))
                {
                    target.Write(csv.RawRecord);
                    target.Write(_target.Format.NewLine, 0, _target.Format.NewLine.Length);
                    _rowCount++;
                }
            }
        });
    }

    private AiCodeException Changed(string what) =>
        new(AiCodeErrorKind.InvalidFile, $"'{_options.Path}' {what}. It is unchanged by this command. Run the command again.");

    private AiCodeExport Result(long length, string? sha256) => new()
    {
        Path = _options.Path,
        Kind = _descriptor.Kind,
        RecordCount = _rowCount,
        TotalRecordCount = _rowCount + (_target?.RecordCount ?? 0),
        Length = length,
        Sha256 = sha256,
    };
}
