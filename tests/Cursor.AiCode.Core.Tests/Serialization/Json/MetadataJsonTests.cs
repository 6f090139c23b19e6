using System.Linq;
using System.Text;
using System.Text.Json;
using Cursor.AiCode.Serialization.Json;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Json;

/// <summary>Tests that metadata is written like by the API: compact, and with only the escapes that JSON requires.</summary>
public sealed class MetadataJsonTests
{
    [Theory]
    [InlineData("src/a b.ts", "src/a b.ts")]
    [InlineData("\u65E5\u672C/\u00FC \uD83C\uDF89.cs", "\u65E5\u672C/\u00FC \uD83C\uDF89.cs")]
    [InlineData("no\u00A0break\u2028\u2029\uFEFF\uE000'<>&+`\u007F", "no\u00A0break\u2028\u2029\uFEFF\uE000'<>&+`\u007F")]
    [InlineData("a\"b\\c/d", "a\\\"b\\\\c/d")]
    [InlineData("\b\t\n\f\r\u0001\u001F", "\\b\\t\\n\\f\\r\\u0001\\u001f")]
    [InlineData("", "")]
    public void A_text_is_written_with_the_required_escapes(string name, string expected)
    {
        byte[] json = MetadataJson.Write([new AiCodeChangeMetadata { FileName = name, FileExtension = "ts", LinesAdded = 1, LinesDeleted = 2 }]);
        Assert.Equal($$"""[{"fileName":"{{expected}}","fileExtension":"ts","linesAdded":1,"linesDeleted":2}]""", Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void A_lone_surrogate_is_escaped()
    {
        // Not a theory, because attributes can't contain a lone surrogate.
        A_text_is_written_with_the_required_escapes("lone \uD83C x \uDF89", "lone \\ud83c x \\udf89");
        A_text_is_written_with_the_required_escapes("\uD83C\uD83C\uDF89", "\\ud83c\uD83C\uDF89");
    }

    [Fact]
    public void Missing_values_are_omitted_or_null()
    {
        byte[] json = MetadataJson.Write([new AiCodeChangeMetadata { LinesAdded = 1 }, null!]);
        Assert.Equal("""[{"fileExtension":null,"linesAdded":1,"linesDeleted":0}]""", Encoding.UTF8.GetString(json));
        Assert.Equal("[]", Encoding.UTF8.GetString(MetadataJson.Write([])));
    }

    [Fact]
    public void Every_text_is_written_and_read_unchanged()
    {
        string all = string.Concat(Enumerable.Range(0, 0x10FFFF).Where(static c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32));
        byte[] json = MetadataJson.Write([new AiCodeChangeMetadata { FileName = all, FileExtension = "ts" }]);
        Assert.Equal(all, MetadataJson.Read(json)![0].FileName);
    }

    [Fact]
    public void Trial_N02_a_lone_surrogate_is_read_as_U_FFFD() => Assert.Equal(
        ("a\uFFFD.ts", "\uFFFD"),
        MetadataJson.Read("""[{"fileName":"a\ud83d.ts","fileExtension":"\uDE00","linesAdded":1,"linesDeleted":2}]"""u8) is [{ FileName: { } name, FileExtension: { } extension }] ? (name, extension) : default);

    [Theory]
    [InlineData("[")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("[] 1")]
    [InlineData("[null]")]
    [InlineData("""[{"linesAdded":1}]""")]
    [InlineData("""[{"linesAdded":1,"linesDeleted":null}]""")]
    public void Invalid_metadata_is_an_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => MetadataJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Null_means_no_metadata() => Assert.Null(MetadataJson.Read("null"u8));
}
