using System;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Dataset;
using Parquet;

namespace Cursor.AiCode.Parquet;

/// <summary>A Parquet file of one day.</summary>
internal sealed class ParquetDayFile : DayFile<ColumnBatch>
{
    private static readonly ParquetOptions Options = new()
    {
        // The default of most programs that write Parquet. With Zstandard, files are a third shorter, but an export takes a
        // fifth longer: then it takes more than twice as long as one to CSV.
        CompressionMethod = CompressionMethod.Snappy,

        // What the library keeps for reuse. A column of a row group is less.
        MaximumSmallPoolFreeBytes = 8 * 1024 * 1024,
        MaximumLargePoolFreeBytes = 8 * 1024 * 1024,
    };

    private readonly RowGroupBuffer _buffer;
    private readonly ParquetColumns _columns;
    private ParquetWriter? _writer;

    public ParquetDayFile(DatasetFolder folder, DateTime day, ParquetColumns columns, RowGroupBuffer buffer)
        : base(folder, day)
    {
        _columns = columns;
        _buffer = buffer;
    }

    // All days share one buffer, whose length is limited.
    public override long BufferedBytes => 0;

    public override Task WriteAsync(ColumnBatch batch, int first, int count, CancellationToken cancellationToken) =>
        _buffer.AddAsync(this, batch, first, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _buffer.FlushAsync(cancellationToken);

    public override async Task FinishAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);

        // Writes the footer. A file without it is never committed.
        await _writer!.DisposeAsync().ConfigureAwait(false);
        Length = File.Stream.Length;
    }

    /// <summary>Writes a row group.</summary>
    public async Task WriteRowGroupAsync(RowGroup records, CancellationToken cancellationToken)
    {
        _writer ??= await ParquetWriter.CreateAsync(_columns.Schema, new SynchronousStream(File.Stream), Options, cancellationToken: cancellationToken).ConfigureAwait(false);
        using ParquetRowGroupWriter rowGroup = _writer.CreateRowGroup();
        await new RowGroupEncoder(rowGroup, records).WriteAsync(cancellationToken).ConfigureAwait(false);
        rowGroup.CompleteValidate();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _buffer.WaitForWrite();
        }

        base.Dispose(disposing);
    }
}
