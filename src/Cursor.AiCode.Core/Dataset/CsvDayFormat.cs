using System.Linq;
using Cursor.AiCode.Export;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;

namespace Cursor.AiCode.Dataset;

/// <summary>CSV files with the documented columns in the documented order.</summary>
internal sealed class CsvDayFormat : AiCodeFileFormat
{
    public CsvDayFormat(bool isCompressed)
        : base(AiCodeDatasetFormat.Csv, isCompressed, isCompressed ? ".csv.gz" : ".csv")
    {
    }

    internal override IDatasetWriter CreateWriter<T>(RecordDescriptor<T> descriptor, DatasetFolder folder, DatasetRange range)
    {
        // Spark reads a carriage return as a part of the last field if texts can contain line breaks.
        CsvFileFormat format = CsvFileFormat.FromHeader(descriptor.Kind, CsvColumns.Of(descriptor.Kind).Select(static column => column.Name).ToList(), "\n");
        var sink = new CsvRowSink<T>(descriptor, format, escapeFormula: false);
        return new DatasetWriter<RowBatch>(sink, folder, range, day => new CsvDayFile(folder, day, format.Header, IsCompressed));
    }
}
