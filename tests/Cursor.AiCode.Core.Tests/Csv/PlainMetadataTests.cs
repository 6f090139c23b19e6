using System;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Csv;
using Xunit;

namespace Cursor.AiCode.Tests.Csv;

/// <summary>What is plain is taken without a further look: so it must be JSON, and an array.</summary>
public sealed class PlainMetadataTests
{
    private const string Usual = """[{"fileName":"src/äpi.ts","fileExtension":"ts","linesAdded":12,"linesDeleted":0},{"fileExtension":"md","linesAdded":0,"linesDeleted":3}]""";

    [Theory]
    [InlineData("[]")]
    [InlineData(Usual)]
    [InlineData("""[{"":""}]""")]
    [InlineData("""[{"a":"{[,:]}"}]""")]
    public void The_form_of_the_api_is_plain(string json) => Assert.True(PlainMetadata.Is(Raw(json)));

    [Theory]
    [InlineData("""[{"fileName":"a\"b"}]""")]
    [InlineData("""[{"linesAdded":1.5}]""")]
    [InlineData("""[{"linesAdded":-1}]""")]
    [InlineData("""[ {"linesAdded":1}]""")]
    [InlineData("""[{"linesAdded":null}]""")]
    [InlineData("[{}]")]
    [InlineData("null")]
    public void Other_json_is_left_to_the_reader_of_json(string json)
    {
        Assert.False(PlainMetadata.Is(Raw(json)));
        Assert.True(CanonicalField.Check(CsvColumnType.Metadata, Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Nothing_is_plain_that_is_no_json()
    {
        byte[] raw = Raw(Usual);
        byte[] instead = Encoding.ASCII.GetBytes("\0\n \"\\,:[]{}-0129aZ");
        for (int i = 0; i < raw.Length; i++)
        {
            IsJsonWherePlain([.. raw.AsSpan(0, i), .. raw.AsSpan(i + 1)]);
            IsJsonWherePlain([.. raw.AsSpan(0, i)]);
            foreach (byte b in instead)
            {
                IsJsonWherePlain([.. raw.AsSpan(0, i), b, .. raw.AsSpan(i + 1)]);
                IsJsonWherePlain([.. raw.AsSpan(0, i), b, .. raw.AsSpan(i)]);
            }
        }
    }

    private static byte[] Raw(string json) => Encoding.UTF8.GetBytes("\"" + json.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");

    private static void IsJsonWherePlain(byte[] raw)
    {
        if (!PlainMetadata.Is(raw))
        {
            return;
        }

        string field = Encoding.UTF8.GetString(raw)[1..^1];
        Assert.DoesNotContain("\"", field.Replace("\"\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(field.Replace("\"\"", "\"", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Array, json.RootElement.ValueKind);
    }
}
