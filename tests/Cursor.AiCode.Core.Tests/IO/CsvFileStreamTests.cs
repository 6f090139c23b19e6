using System;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.IO;
using Xunit;

namespace Cursor.AiCode.Tests.IO;

/// <summary>Tests that blank lines at the end of a file aren't returned, whatever the size of the reads is.</summary>
public sealed class CsvFileStreamTests
{
    [Theory]
    [InlineData("", "", false, null)]
    [InlineData("a", "a", false, null)]
    [InlineData("a\n", "a\n", true, false)]
    [InlineData("a\r\n", "a\r\n", true, true)]
    [InlineData("a\r", "a\r", true, null)]
    [InlineData("a  ", "a  ", false, null)]
    [InlineData("a  \n", "a  \n", true, false)]
    [InlineData("a\n\n", "a\n", true, false)]
    [InlineData("a\r\n\r\n", "a\r\n", true, true)]
    [InlineData("a\r\r\n", "a\r", true, null)]
    [InlineData("a\n\r\n", "a\n", true, false)]
    [InlineData("a\n   ", "a\n", true, false)]
    [InlineData("a\u001A", "a", false, null)]
    [InlineData("a\n\u001A\n", "a\n", true, false)]
    [InlineData("a\r\n\u001A", "a\r\n", true, true)]
    [InlineData("a \u001A\n", "a ", false, null)]
    [InlineData("a\nb\r\n\n", "a\nb\r\n", true, false)]
    [InlineData("a\r\n\n\nb\n", "a\r\n\n\nb\n", true, true)]
    [InlineData("a\n \u001A \n b", "a\n \u001A \n b", false, false)]
    [InlineData("\n", "\n", true, false)]
    [InlineData("\r\n\r\n", "\r\n", true, true)]
    [InlineData("\n\na\n", "\n\na\n", true, false)]
    public void Blank_lines_at_the_end_are_not_returned(string text, string expected, bool endsWithLineBreak, bool? usesCarriageReturn)
    {
        foreach (int pieceLength in new[] { 1, 2, 3, 1000 })
        {
            foreach (int readLength in new[] { 1, 3, 1000 })
            {
                using var source = new Pieces(Encoding.UTF8.GetBytes(text), pieceLength);
                using var copy = new MemoryStream();
                using var stream = new CsvFileStream(source, copy);
                Assert.Equal(expected, Encoding.UTF8.GetString(ReadAll(stream, readLength)));
                Assert.Equal(expected, Encoding.UTF8.GetString(copy.ToArray()));
                Assert.Equal(endsWithLineBreak, stream.EndsWithLineBreak);
                Assert.Equal(usesCarriageReturn, stream.UsesCarriageReturn);
                Assert.Equal(0, stream.Read(new byte[1], 0, 1));
            }
        }
    }

    [Theory]
    [InlineData(128 * 1024)]
    [InlineData((128 * 1024) - 1)]
    [InlineData((128 * 1024) + 1)]
    [InlineData(300_000)]
    public void Long_files_and_long_blank_parts_are_returned(int length)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'a', length), .. Enumerable.Repeat((byte)'\n', length), (byte)'b', (byte)'\n'];
        using var source = new MemoryStream([.. text, .. Enumerable.Repeat((byte)'\n', length)]);
        using var stream = new CsvFileStream(source);
        Assert.True(ReadAll(stream, 1000).AsSpan().SequenceEqual(text));
        Assert.True(source.CanRead);
    }

    private static byte[] ReadAll(Stream stream, int readLength)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[readLength + 2];
        int read;
        while ((read = stream.Read(buffer, 1, readLength)) > 0)
        {
            all.Write(buffer, 1, read);
        }

        return all.ToArray();
    }

    private sealed class Pieces(byte[] bytes, int length) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, length));
    }
}
