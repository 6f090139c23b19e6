using System;
using System.IO;
using System.Linq;
using System.Text;
using Cursor.AiCode.Deduplication;
using Cursor.AiCode.Export;
using Xunit;

namespace Cursor.AiCode.Tests.Export;

/// <summary>Tests the buffer of rows that an export writes.</summary>
public sealed class RowBatchTests
{
    [Fact]
    public void Rows_are_written_in_their_order()
    {
        var batch = new RowBatch();
        Assert.Equal((0, 0), (batch.Length, batch.RowLength));
        batch.Append("a"u8);
        batch.Append("b\n"u8);
        Assert.Equal((3, 3), (batch.Length, batch.RowLength));
        batch.EndRow(Identity(1));
        Assert.Equal((3, 0), (batch.Length, batch.RowLength));
        batch.Append("cd\n"u8);
        Assert.Equal((6, 3), (batch.Length, batch.RowLength));
        batch.EndRow(Identity(2));
        batch.Append("e\n"u8);
        batch.EndRow(Identity(3));
        Assert.Equal((8, 3), (batch.Length, batch.Count));
        Assert.Equal(["ab\n", "cd\n", "e\n", "ab\ncd\n", "cd\ne\n"], new[] { (0, 1), (1, 1), (2, 1), (0, 2), (1, 2) }.Select(part => Text(stream => batch.WriteTo(stream, part.Item1, part.Item2))));
        Assert.Equal("ab\ncd\ne\n", Text(batch.WriteTo));
        Assert.Equal(0, batch.Length);
    }

    [Theory]
    [InlineData(new int[0], "abcde")]
    [InlineData(new[] { 0 }, "bcde")]
    [InlineData(new[] { 4 }, "abcd")]
    [InlineData(new[] { 1, 2 }, "ade")]
    [InlineData(new[] { 0, 2, 4 }, "bd")]
    [InlineData(new[] { 0, 1, 2, 3, 4 }, "")]
    public void Removed_rows_are_not_written(int[] indexes, string expected)
    {
        var batch = new RowBatch();
        for (int i = 0; i < 5; i++)
        {
            batch.Append(Encoding.UTF8.GetBytes(new string((char)('a' + i), i + 1)));
            batch.EndRow(Identity(i));
        }

        batch.Remove(indexes);
        Assert.Equal(expected.Length, batch.Count);
        Assert.Equal(expected.Select(static c => (ulong)(c - 'a')), Enumerable.Range(0, batch.Count).Select(i => batch.GetIdentity(i).Key.High));
        batch.Append("x"u8);
        Assert.Equal(1, batch.RowLength);
        batch.EndRow(Identity(9));
        Assert.Equal(string.Concat(expected.Select(static c => new string(c, c - 'a' + 1))) + "x", Text(batch.WriteTo));
    }

    [Theory]
    [InlineData(1, 600_000)]
    [InlineData(999, 3_000)]
    [InlineData(262_144, 1)]
    [InlineData(262_145, 3)]
    public void A_batch_grows_with_its_rows(int rowLength, int rows)
    {
        var batch = new RowBatch();
        var expected = new MemoryStream();
        for (int i = 0; i < rows; i++)
        {
            byte[] row = Enumerable.Repeat((byte)i, rowLength).ToArray();
            expected.Write(row);
            batch.Append(row);
            batch.EndRow(Identity(i));
        }

        using var actual = new MemoryStream();
        batch.WriteTo(actual);
        Assert.True(expected.ToArray().AsSpan().SequenceEqual(actual.ToArray()));
    }

    private static RecordIdentity Identity(int number) => new(new RecordKey((ulong)number, 0), 0, 0);

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
