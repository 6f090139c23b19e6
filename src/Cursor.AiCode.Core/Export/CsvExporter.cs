using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using CsvHelper;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.IO;
using Cursor.AiCode.Polyfills;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Export;

/// <summary>
/// One file being written: a new one, or one that rows are appended to. Rows for an existing file are gathered beside
/// it first; in the end the file is written anew, with those of them that it lacks, so that it is whole at any time.
/// </summary>
internal sealed class CsvExporter<T> : IDisposable
    where T : class
{
    private readonly AiCodeExportOptions _options;
    private readonly AppendTarget? _existing;
    private readonly HashSet<RecordKey> _pending = [];
    private readonly CsvFileWriter _rows;
    private long _count;
    private bool _hasHeader;

    public CsvExporter(AiCodeExportOptions options, RecordDescriptor<T> schema, CancellationToken cancellationToken)
    {
        _options = options;
        _existing = options.Append ? AppendTarget.Open(options.Path, schema, cancellationToken) : null;
        Shape = new CsvRowSink<T>(schema, _existing?.Layout, options.EscapeFormula);
        _rows = new CsvFileWriter(options.Path, options.ComputeHash && _existing is null);
    }

    /// <summary>Makes the rows.</summary>
    public CsvRowSink<T> Shape { get; }

    /// <summary>The newest <c>created_at</c> in the file that is appended to; null where there is none.</summary>
    public DateTimeOffset? Newest => _existing?.Newest;

    /// <summary>Adds rows.</summary>
    public void Add(RowBatch batch)
    {
        if (batch.KeptCount == 0)
        {
            return;
        }

        WriteHeader();
        _count += batch.KeptCount;
        if (_existing is not null)
        {
            _pending.UnionWith(batch.KeptKeys());
        }

        _rows.Write(batch.WriteTo);
    }

    /// <summary>Puts the file in its place, and tells what it holds.</summary>
    public AiCodeExport Complete(CancellationToken cancellationToken)
    {
        WriteHeader();
        return _existing is null ? CompleteNew() : CompleteAppend(_existing, cancellationToken);
    }

    public void Dispose()
    {
        _rows.Dispose();
        Shape.Dispose();
    }

    private void WriteHeader()
    {
        if (!_hasHeader)
        {
            _hasHeader = true;
            _rows.WriteHeader(Shape.Layout ?? CsvFileFormat.Canonical(Shape.Schema.Kind), _options.ByteOrderMark && _existing is null);
        }
    }

    private AiCodeExport CompleteNew()
    {
        (long length, string? sha256) = _rows.Commit();
        return Result(_count, _count, length, sha256);
    }

    private AiCodeExport CompleteAppend(AppendTarget existing, CancellationToken cancellationToken)
    {
        using FileStream source = existing.Read();
        AppendTarget now = _pending.Count > 0 ? existing.Now(source, Shape.Schema, _pending, cancellationToken) : existing;
        if (_pending.Count == 0)
        {
            return Result(0, now.RecordCount, source.Length, _options.ComputeHash ? HashOf(source) : null);
        }

        using var whole = new CsvFileWriter(_options.Path, _options.ComputeHash);
        whole.CopyFrom(source, now, cancellationToken);
        int added = CopyPending(whole, now.Layout, cancellationToken);

        // Windows replaces no file that is open.
        source.Dispose();
        (long length, string? sha256) = whole.Commit();
        return Result(added, now.RecordCount + added, length, sha256);
    }

    // Of the rows that were gathered, those that the file lacks, in the order in which they came.
    private int CopyPending(CsvFileWriter whole, CsvFileFormat layout, CancellationToken cancellationToken)
    {
        int added = 0;
        using var stream = new FileStream(_rows.TemporaryPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        using CsvReader csv = CsvReaderFactory.Open(stream);
        using var shape = new CsvRowSink<T>(Shape.Schema, layout, escapeFormula: false);
        csv.ReadHeader();
        shape.BeginCsv(csv, usesCarriageReturn: false);
        whole.Write(target =>
        {
            // Not disposed, since that would close the file; flushed below.
            var buffer = new BufferedStream(target, 128 * 1024);
            while (csv.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_pending.Remove(shape.KeyOf(csv)))
                {
                    buffer.Write(csv.RawRecord);
                    buffer.Write(layout.NewLineBytes, 0, layout.NewLineBytes.Length);
                    added++;
                }
            }

            buffer.Flush();
        });
        return added;
    }

    private static string HashOf(FileStream file)
    {
        using SHA256 hash = SHA256.Create();
        file.Position = 0;
        return CsvFileWriter.Hex(hash.ComputeHash(file));
    }

    private AiCodeExport Result(long added, long total, long length, string? sha256) => new()
    {
        Path = _options.Path,
        Kind = Shape.Schema.Kind,
        RecordCount = added,
        TotalRecordCount = total,
        Length = length,
        Sha256 = sha256,
    };
}
