using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Cursor.AiCode.Tests.Completeness;
using Xunit;

namespace Cursor.AiCode.Tests.Dataset;

/// <summary>The content of a data set of CSV files, read without the client.</summary>
internal sealed class DatasetFiles
{
    private DatasetFiles(IReadOnlyDictionary<string, byte[]> days) => Days = days;

    /// <summary>The content of the file of each day.</summary>
    public IReadOnlyDictionary<string, byte[]> Days { get; }

    /// <summary>The names of the days in their order.</summary>
    public IReadOnlyList<string> Names => Days.Keys.Order(StringComparer.Ordinal).ToArray();

    /// <summary>Reads a folder, which must contain only the files of days and README.md.</summary>
    public static DatasetFiles Read(string folder)
    {
        Assert.All(Directory.GetFiles(folder), static path => Assert.Equal("README.md", Path.GetFileName(path)));
        return new DatasetFiles(Directory.GetDirectories(folder).ToDictionary(
            static day => Path.GetFileName(day).Split('=')[1],
            static day => File.ReadAllBytes(Assert.Single(Directory.GetFileSystemEntries(day)))));
    }

    /// <summary>The fingerprints of the records of a day.</summary>
    public IEnumerable<string> Fingerprints(AiCodeKind kind, string day) => CsvFileText.Of(TextOf(Days[day])).Fingerprints(kind);

    /// <summary>The fingerprints of all records, each with its day.</summary>
    public IEnumerable<string> Fingerprints(AiCodeKind kind) =>
        Names.SelectMany(day => Fingerprints(kind, day).Select(record => $"{day} {record}"));

    /// <summary>The text of a file, which may be compressed.</summary>
    public static string TextOf(byte[] file)
    {
        if (file[0] != 0x1F)
        {
            return Encoding.UTF8.GetString(file);
        }

        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var text = new StreamReader(gzip, Encoding.UTF8);
        return text.ReadToEnd();
    }
}
