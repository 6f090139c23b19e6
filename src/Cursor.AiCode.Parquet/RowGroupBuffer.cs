using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.IO;

namespace Cursor.AiCode.Parquet;

/// <summary>
/// Collects the records of all days of an export, so that memory doesn't depend on the number of days. If it is full, each
/// day gets a row group with its records, while the next records are collected in a second buffer. As records usually arrive
/// sorted by time, most days get one or two row groups.
/// </summary>
internal sealed class RowGroupBuffer
{
    // Some 17,000 commits. Engines read several row groups at the same time. Larger ones take more memory here, and hardly
    // less on the disk.
    private const int MaxRows = 122_880;
    private const long MaxBytes = 6 * 1024 * 1024;

    private readonly ParquetColumns _columns;
    private RecordSegments _filling;
    private RecordSegments _writing;
    private Task _write = Task.CompletedTask;

    public RowGroupBuffer(ParquetColumns columns)
    {
        _columns = columns;
        _filling = new RecordSegments(columns);
        _writing = new RecordSegments(columns);
    }

    /// <summary>Adds some records of a batch to a file.</summary>
    /// <exception cref="AiCodeException">Records that were added before can't be written.</exception>
    public async Task AddAsync(ParquetDayFile file, ColumnBatch batch, int first, int count, CancellationToken cancellationToken)
    {
        _filling.Add(file, batch, first, count);
        if (_filling.Records.Count >= MaxRows || _filling.ByteCount >= MaxBytes)
        {
            await _write.ConfigureAwait(false);
            (_filling, _writing) = (_writing, _filling);
            RecordSegments full = _writing;
            _write = Task.Run(() => WriteAsync(full, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Writes all records to their files.</summary>
    /// <exception cref="AiCodeException">A record can't be written.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _write.ConfigureAwait(false);
        await WriteAsync(_filling, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until no file is being written, whether or not that succeeds.</summary>
    public void WaitForWrite() => Task.WhenAny(_write).GetAwaiter().GetResult();

    private async Task WriteAsync(RecordSegments records, CancellationToken cancellationToken)
    {
        foreach ((ParquetDayFile file, RowGroup rowGroup) in records.ToRowGroups(_columns))
        {
            try
            {
                await file.WriteRowGroupAsync(rowGroup, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                throw AtomicFile.NotWritable(file.Path, e);
            }
        }

        records.Clear();
    }
}
