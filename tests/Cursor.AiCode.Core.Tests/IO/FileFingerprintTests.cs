using System;
using System.IO;
using Cursor.AiCode.IO;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests that changes to a file are detected.</summary>
public sealed class FileFingerprintTests : IDisposable
{
    private static readonly DateTime Written = new(2025, 7, 30, 10, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _folder = new();
    private readonly string _path;

    public FileFingerprintTests()
    {
        _path = _folder.File();
        Write(_path, "1,2\n3,4\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_unchanged_file_has_the_same_fingerprint()
    {
        FileFingerprint before = FileFingerprint.Of(_path)!;
        using FileStream stream = File.OpenRead(_path);
        stream.Position = 3;
        var open = FileFingerprint.Of(stream);
        Assert.Equal(3, stream.Position);
        Assert.Equal(before, open);
        Assert.Equal(before.GetHashCode(), open.GetHashCode());
        Assert.Equal(8, before.Length);
        Assert.Equal((byte)'\n', before.LastByte);
    }

    [Fact]
    public void A_missing_file_has_no_fingerprint() => Assert.Null(FileFingerprint.Of(_folder.File("none.csv")));

    [Fact]
    public void An_empty_file_has_a_fingerprint()
    {
        Write(_path, "");
        FileFingerprint empty = FileFingerprint.Of(_path)!;
        Assert.Equal(0, empty.Length);
        Assert.Null(empty.LastByte);
        Assert.Equal(empty, FileFingerprint.Of(_path));
    }

    [Theory]
    [InlineData("5,6\n")]
    [InlineData("5,")]
    public void Trial_F07_a_row_that_another_program_appends_is_detected(string row)
    {
        FileFingerprint before = FileFingerprint.Of(_path)!;
        using FileStream held = Open(_path);
        using (var other = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            other.Write(System.Text.Encoding.UTF8.GetBytes(row), 0, row.Length);
        }

        File.SetLastWriteTimeUtc(_path, Written);
        Assert.NotEqual(before, FileFingerprint.Of(_path));
        Assert.NotEqual(before, FileFingerprint.Of(held));
        Assert.Equal((byte)row[^1], FileFingerprint.Of(held).LastByte);
    }

    [Fact]
    public void Trial_F07_other_content_of_the_same_length_is_detected()
    {
        FileFingerprint before = FileFingerprint.Of(_path)!;
        Write(_path, "1,2\n3,5\n");
        Assert.NotEqual(before, FileFingerprint.Of(_path));
        Write(_path, "1,2\n3,4\n");
        Assert.Equal(before, FileFingerprint.Of(_path));
    }

    [Fact]
    public void Trial_F07_another_modification_time_is_detected()
    {
        FileFingerprint before = FileFingerprint.Of(_path)!;
        File.SetLastWriteTimeUtc(_path, Written.AddSeconds(1));
        Assert.NotEqual(before, FileFingerprint.Of(_path));
    }

#if !CORE_NETSTANDARD
    // The replacement has the same content and time.
    [Fact]
    public void Trial_F07_a_replaced_file_is_detected()
    {
        FileFingerprint before = FileFingerprint.Of(_path)!;

        // Some versions of Windows can't replace an open file.
        using FileStream? held = OperatingSystem.IsWindows() ? null : Open(_path);
        Write(_folder.File("new.csv"), "1,2\n3,4\n");
        File.Move(_folder.File("new.csv"), _path, overwrite: true);
        Assert.NotEqual(before, FileFingerprint.Of(_path));
        if (held is not null)
        {
            Assert.Equal(before, FileFingerprint.Of(held));
        }
    }
#endif

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, Written);
    }
}
