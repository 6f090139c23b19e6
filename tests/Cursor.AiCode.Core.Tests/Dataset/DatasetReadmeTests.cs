using System;
using System.Globalization;
using System.IO;
using Cursor.AiCode.Dataset;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Dataset;

/// <summary>Tests the description that an export writes to a data set. The engines' tests run its queries.</summary>
public sealed class DatasetReadmeTests
{
    [Theory]
    [InlineData(AiCodeKind.Commit, AiCodeDatasetFormat.Csv)]
    [InlineData(AiCodeKind.Change, AiCodeDatasetFormat.Csv)]
    [InlineData(AiCodeKind.Commit, AiCodeDatasetFormat.Parquet)]
    [InlineData(AiCodeKind.Change, AiCodeDatasetFormat.Parquet)]
    public void The_description_is_the_expected_one(AiCodeKind kind, AiCodeDatasetFormat format)
    {
        using var folder = new TempFolder();
        var dataset = new DatasetFolder(folder.FullName, kind, format == AiCodeDatasetFormat.Csv ? AiCodeFileFormat.Csv : new ParquetFormat());
        DatasetReadme.Write(dataset);
        string expected = File.ReadAllText(Path.Combine(
            AppContext.BaseDirectory, "Samples", string.Create(CultureInfo.InvariantCulture, $"dataset-{kind}-{format}.md").ToLowerInvariant()));
        Assert.Equal(expected, File.ReadAllText(dataset.ReadmePath));
    }

    [Fact]
    public void A_compressed_file_is_described_by_its_name()
    {
        using var folder = new TempFolder();
        var dataset = new DatasetFolder(folder.FullName, AiCodeKind.Change, AiCodeFileFormat.CompressedCsv);
        DatasetReadme.Write(dataset);
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "dataset-change-csv.md"));
        Assert.Equal(expected.Replace("changes.csv", "changes.csv.gz", StringComparison.Ordinal), File.ReadAllText(dataset.ReadmePath));
    }

    [Fact]
    public void A_description_that_cannot_be_written_is_an_error()
    {
        using var folder = new TempFolder();
        var dataset = new DatasetFolder(folder.FullName, AiCodeKind.Commit, AiCodeFileFormat.Csv);
        _ = Directory.CreateDirectory(dataset.ReadmePath);
        AiCodeException e = Assert.Throws<AiCodeException>(() => DatasetReadme.Write(dataset));
        Assert.Equal(AiCodeErrorKind.FileNotWritable, e.Kind);
        Assert.StartsWith($"'{dataset.ReadmePath}' can't be written and is unchanged: ", e.Message, StringComparison.Ordinal);
    }

    // The assembly with the writer is tested elsewhere.
    private sealed class ParquetFormat() : AiCodeFileFormat(AiCodeDatasetFormat.Parquet, isCompressed: false, ".parquet")
    {
        internal override IDatasetWriter CreateWriter<T>(RecordDescriptor<T> descriptor, DatasetFolder folder, DatasetRange range) => throw new NotSupportedException();
    }
}
