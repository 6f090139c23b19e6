using System.Collections.Concurrent;

namespace Cursor.AiCode.Parquet;

/// <summary>The buffers of batches, for reuse. Batches are filled on one thread and released on another.</summary>
internal sealed class ColumnBufferPool
{
    // More batches than this are never on their way from the response to the files.
    private const int MaxBuffers = 16;

    private readonly ParquetColumns _columns;
    private readonly ConcurrentBag<ColumnBuffer> _records = [];
    private readonly ConcurrentBag<ColumnBuffer> _files = [];

    public ColumnBufferPool(ParquetColumns columns) => _columns = columns;

    /// <summary>Returns an empty buffer for the records of a batch.</summary>
    public ColumnBuffer RentRecords() => _records.TryTake(out ColumnBuffer? buffer) ? buffer : _columns.CreateBuffer();

    /// <summary>Returns an empty buffer for the files of a batch.</summary>
    public ColumnBuffer RentFiles() => _files.TryTake(out ColumnBuffer? buffer) ? buffer : ParquetColumns.CreateFileBuffer();

    /// <summary>Takes back the buffers of a batch.</summary>
    public void Return(ColumnBuffer records, ColumnBuffer? files)
    {
        Return(_records, records);
        if (files is not null)
        {
            Return(_files, files);
        }
    }

    private static void Return(ConcurrentBag<ColumnBuffer> buffers, ColumnBuffer buffer)
    {
        if (buffers.Count < MaxBuffers)
        {
            buffer.Clear();
            buffers.Add(buffer);
        }
    }
}
