using System;
using Cursor.AiCode.Dataset;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode.Parquet;

/// <summary>Parquet files of data sets.</summary>
public sealed class ParquetFileFormat : AiCodeFileFormat
{
    private ParquetFileFormat()
        : base(AiCodeDatasetFormat.Parquet, isCompressed: false, ".parquet")
    {
    }

    /// <summary>The format.</summary>
    public static ParquetFileFormat Instance { get; } = new();

    internal override IDatasetWriter CreateWriter<T>(RecordDescriptor<T> descriptor, DatasetFolder folder, DatasetRange range)
    {
        var columns = new ParquetColumns(descriptor.Kind);
        var buffer = new RowGroupBuffer(columns);
        return new DatasetWriter<ColumnBatch>(
            new ColumnSink<T>(descriptor, columns), folder, range, day => new ParquetDayFile(folder, day, columns, buffer));
    }
}
