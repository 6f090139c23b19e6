using Cursor.AiCode.Dataset;
using Cursor.AiCode.Serialization;

namespace Cursor.AiCode;

/// <summary>
/// A file format of data sets. Parquet is in an assembly of its own, Cursor.AiCode.Parquet, because its library supports
/// .NET only.
/// </summary>
public abstract class AiCodeFileFormat
{
    private protected AiCodeFileFormat(AiCodeDatasetFormat format, bool isCompressed, string extension)
    {
        Format = format;
        IsCompressed = isCompressed;
        Extension = extension;
    }

    /// <summary>CSV.</summary>
    public static AiCodeFileFormat Csv { get; } = new CsvDayFormat(isCompressed: false);

    /// <summary>CSV, compressed with gzip.</summary>
    public static AiCodeFileFormat CompressedCsv { get; } = new CsvDayFormat(isCompressed: true);

    /// <summary>The format without its compression.</summary>
    public AiCodeDatasetFormat Format { get; }

    /// <summary>Whether CSV is compressed.</summary>
    public bool IsCompressed { get; }

    /// <summary>The file name extension, such as <c>.csv.gz</c>.</summary>
    public string Extension { get; }

    /// <summary>Creates the writer of the days of an export.</summary>
    /// <param name="descriptor">The kind of the records.</param>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="range">The days to write.</param>
    internal abstract IDatasetWriter CreateWriter<T>(RecordDescriptor<T> descriptor, DatasetFolder folder, DatasetRange range)
        where T : class;

    /// <inheritdoc/>
    public override string ToString() => Extension;
}
