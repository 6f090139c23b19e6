using System;
using System.Text;
using Cursor.AiCode.Serialization.Csv;
using Xunit;

namespace Cursor.AiCode.Tests.Csv;

/// <summary>What is plain is taken without a further pass: so it must be metadata.</summary>
public sealed class PlainMetadataTests
{
    private const string Usual = """[{"fileName":"src/äpi.ts","fileExtension":"ts","linesAdded":12,"linesDeleted":0},{"fileExtension":"md","linesAdded":0,"linesDeleted":3}]""";

    [Theory]
    [InlineData("[]")]
    [InlineData(Usual)]
    [InlineData("""[{"linesDeleted":3,"linesAdded":999999999}]""")]
    [InlineData("""[{"fileName":"{[,:]}","fileExtension":"","linesAdded":1,"linesDeleted":2}]""")]
    public void The_form_of_the_api_is_plain(string json) => Assert.True(PlainMetadata.Is(Raw(json)));

    [Theory]
    [InlineData("""[{"fileName":"a\"b","linesAdded":1,"linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":1.0,"linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":"1","linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":2147483647,"linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":-1,"linesDeleted":2}]""")]
    [InlineData("""[ {"linesAdded":1,"linesDeleted":2}]""")]
    [InlineData("""[{"fileName":null,"linesAdded":1,"linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":1,"linesDeleted":2,"new":"x"}]""")]
    [InlineData("null")]
    public void Other_metadata_is_left_to_the_reader_of_json(string json)
    {
        Assert.False(PlainMetadata.Is(Raw(json)));
        Assert.True(FieldNormalizer.Check(CsvColumnType.Metadata, Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("""[{"linesAdded":1}]""")]
    [InlineData("""[{"linesDeleted":1}]""")]
    [InlineData("""[{"linesAdded":2147483648,"linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":1.5,"linesDeleted":2}]""")]
    [InlineData("""[{"linesAdded":null,"linesDeleted":2}]""")]
    [InlineData("""[{"fileName":5,"linesAdded":1,"linesDeleted":2}]""")]
    [InlineData("""[{"LinesAdded":1,"linesDeleted":2}]""")]
    [InlineData("""[{"fileName":"\uD800","linesAdded":1,"linesDeleted":2}]""")]
    public void What_objects_can_not_be_read_of_is_an_error_in_a_file_too(string json)
    {
        Assert.False(PlainMetadata.Is(Raw(json)));
        Assert.Throws<FormatException>(() => FieldNormalizer.Check(CsvColumnType.Metadata, Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Nothing_is_plain_that_is_no_metadata()
    {
        byte[] raw = Raw(Usual);
        byte[] instead = Encoding.ASCII.GetBytes("\0\n \"\\,:[]{}-0129aZ");
        for (int i = 0; i < raw.Length; i++)
        {
            IsReadWherePlain([.. raw.AsSpan(0, i), .. raw.AsSpan(i + 1)]);
            IsReadWherePlain([.. raw.AsSpan(0, i)]);
            foreach (byte b in instead)
            {
                IsReadWherePlain([.. raw.AsSpan(0, i), b, .. raw.AsSpan(i + 1)]);
                IsReadWherePlain([.. raw.AsSpan(0, i), b, .. raw.AsSpan(i)]);
            }
        }
    }

    private static byte[] Raw(string json) => Encoding.UTF8.GetBytes("\"" + json.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");

    private static void IsReadWherePlain(byte[] raw)
    {
        if (!PlainMetadata.Is(raw))
        {
            return;
        }

        string field = Encoding.UTF8.GetString(raw)[1..^1];
        Assert.DoesNotContain("\"", field.Replace("\"\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotNull(CsvValue.ReadMetadata(Encoding.UTF8.GetBytes(field.Replace("\"\"", "\"", StringComparison.Ordinal))));
    }
}
