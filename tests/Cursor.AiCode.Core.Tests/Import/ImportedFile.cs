using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Tests.Completeness;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Import;

/// <summary>Reads files with <see cref="AiCodeCsvReader"/>.</summary>
internal static class ImportedFile
{
    /// <summary>All commits of a file.</summary>
    public static List<AiCommit> Commits(string path)
    {
        using var reader = new AiCodeCsvReader(path);
        Assert.Equal(AiCodeKind.Commit, reader.Kind);
        List<AiCommit> commits = reader.ReadCommits().SelectMany(static batch => batch).ToList();
        Assert.Equal(commits.Count, reader.RecordCount);
        Assert.Equal(reader.Length, reader.BytesRead);
        return commits;
    }

    /// <summary>All changes of a file.</summary>
    public static List<AiCodeChange> Changes(string path)
    {
        using var reader = new AiCodeCsvReader(path);
        Assert.Equal(AiCodeKind.Change, reader.Kind);
        return reader.ReadChanges().SelectMany(static batch => batch).ToList();
    }

    /// <summary>The fingerprints of all records of a file.</summary>
    public static IReadOnlyList<string> Fingerprints(AiCodeKind kind, string path) => kind == AiCodeKind.Commit
        ? Commits(path).Select(Completeness.Fingerprints.Of).ToArray()
        : Changes(path).Select(Completeness.Fingerprints.Of).ToArray();

    /// <summary>Every public property of a record as text, with the kind and the offset of its times.</summary>
    public static string AllProperties(object record) => JsonSerializer.Serialize(record);

    /// <summary>A file with this content.</summary>
    public static string Write(TempFolder folder, byte[] content, string name = "records.csv")
    {
        File.WriteAllBytes(folder.File(name), content);
        return folder.File(name);
    }

    /// <inheritdoc cref="Write(TempFolder, byte[], string)"/>
    public static string Write(TempFolder folder, string content, string name = "records.csv") => Write(folder, Encoding.UTF8.GetBytes(content), name);

    /// <summary>The content, compressed with gzip.</summary>
    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    /// <summary>Expects that a file can't be read, and returns the error, which names the file.</summary>
    public static AiCodeException Fails(AiCodeErrorKind kind, string path)
    {
        AiCodeException e = Assert.Throws<AiCodeException>(() =>
        {
            using var reader = new AiCodeCsvReader(path);
            _ = reader.Kind == AiCodeKind.Change ? reader.ReadChanges().Count() : reader.ReadCommits().Count();
        });
        Assert.True(kind == e.Kind, $"Expected {kind}, but it was {e.Kind}: {e.Message}");
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        return e;
    }
}
