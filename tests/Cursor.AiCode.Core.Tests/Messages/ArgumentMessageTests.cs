using System;
using System.Text;
using Cursor.AiCode.Csv;
using CsvHelper;
using Cursor.AiCode.Export;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>What is said of arguments and values that can't be taken.</summary>
public sealed class ArgumentMessageTests
{
    [Theory]
    [InlineData("relative", "The address of the API must be absolute, such as https://api.cursor.com.")]
    [InlineData("https://user:word@api.cursor.com", "The address of the API must not hold credentials.")]
    [InlineData("http://api.cursor.com/x", "The key is sent over https only (plain http only to this machine), not to http://api.cursor.com.")]
    public void An_address(string address, string message)
    {
        var baseUri = new Uri(address, UriKind.RelativeOrAbsolute);
        Assert.Equal(message, AiCodeConnection.WhyRefused(baseUri));
        ArgumentException e = Assert.Throws<ArgumentException>(() => new AiCodeConnection(TestServer.Key, baseUri));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.Equal("baseUri", e.ParamName);
    }

    [Fact]
    public void A_connection()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(static () => new AiCodeConnection(" "));
        Assert.StartsWith("The API key is empty.", e.Message, StringComparison.Ordinal);
        Assert.Equal("apiKey", e.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new AiCodeConnection("key") { RequestsPerMinute = 0 });
        var connection = new AiCodeConnection("key") { RequestsPerMinute = 1 };
        Assert.Equal(1, connection.RequestsPerMinute);
        Assert.Null(new AiCodeConnection("key") { RequestsPerMinute = null }.RequestsPerMinute);
        Assert.Equal(new Uri("https://api.cursor.com"), connection.BaseUri);
        Assert.Equal("https://api.cursor.com/", connection.ToString());
        Assert.Equal(TimeSpan.FromMinutes(5), connection.LongestWait);
        Assert.Equal(TimeSpan.FromSeconds(100), connection.AnswerTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), connection.IdleTimeout);
    }

    [Fact]
    public void A_range()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(static () => new AiCodeRange(ManualClock.Start.AddDays(1), ManualClock.Start));
        Assert.StartsWith("The start (2025-08-01T12:00:00.000Z) lies after the end (2025-07-31T12:00:00.000Z).", e.Message, StringComparison.Ordinal);
        Assert.Equal("start", e.ParamName);
        Assert.Equal(ManualClock.Start, new AiCodeRange(ManualClock.Start, ManualClock.Start).End);
    }

    [Fact]
    public void Nothing_at_all()
    {
        Assert.Equal("connection", Assert.Throws<ArgumentNullException>(static () => new AiCodeClient(null!)).ParamName);
        Assert.Equal("range", Assert.Throws<ArgumentNullException>(static () => new AiCodeQuery(null!)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(static () => new AiCodeCsvFile(null!)).ParamName);
        using var client = new AiCodeClient(new AiCodeConnection("key"));
        Assert.Equal("query", Assert.Throws<ArgumentNullException>(() => { _ = client.CountCommitsAsync(null!); }).ParamName);
        Assert.NotNull(AiCodeConnection.WhyRefused(null!));
    }

    [Theory]
    [InlineData("x", "The value is no number of lines.")]
    [InlineData("", "The value is no number of lines.")]
    public void A_count(string field, string message) => Says(field, message, static reader => new CountField().Read(reader, 0));

    [Fact]
    public void A_field()
    {
        Says("x", "The value is no number of lines.", static reader => new OptionalCountField().Read(reader, 0));
        Says("x", "The value is neither true nor false.", static reader => new FlagField().Read(reader, 0));
        Says("", "The id of the record is missing.", static reader => new IdentifierField().Read(reader, 0));
        Says("x", "The value is no time stamp.", static reader => new LocalTimeField().Read(reader, 0));
        Says("x", "The value is no time stamp.", static reader => new OptionalLocalTimeField().Read(reader, 0));
        Says("{}", "The metadata is not the JSON that is documented.", static reader => new MetadataField().Read(reader, 0));
        Says("[null]", "The metadata is not the JSON that is documented.", static reader => new MetadataField().Read(reader, 0));
        Read("", static reader => Assert.Null(new MetadataField().Read(reader, 0)));
        Read("null", static reader => Assert.Null(new MetadataField().Read(reader, 0)));
        Read("", static reader => Assert.Null(new OptionalCountField().Read(reader, 0)));
        Read("", static reader => Assert.Null(new OptionalLocalTimeField().Read(reader, 0)));
        Read("", static reader => Assert.Null(new FlagField().Read(reader, 0)));
        Read("7", static reader => Assert.Equal(7, new OptionalCountField().Read(reader, 0)));
    }

    [Theory]
    [InlineData(nameof(CsvColumnType.Identifier), "", "The id of the record is missing.")]
    [InlineData(nameof(CsvColumnType.Count), "x", "The value is no number of lines.")]
    [InlineData(nameof(CsvColumnType.Flag), "x", "The value is neither true nor false.")]
    [InlineData(nameof(CsvColumnType.Time), "x", "The value is no time stamp.")]
    [InlineData(nameof(CsvColumnType.Metadata), "x", "The metadata is not the JSON that is documented.")]
    public void A_field_of_a_file(string type, string field, string message) => Assert.Equal(
        message,
        Assert.Throws<FormatException>(() => CanonicalField.Check(Enum.Parse<CsvColumnType>(type), Encoding.UTF8.GetBytes(field))).Message);

    private static void Says<T>(string field, string message, Func<CsvReader, T> read) => Read(
        field, reader => Assert.Equal(message, Assert.Throws<FormatException>(() => { _ = read(reader); }).Message));

    private static void Read(string field, Action<CsvReader> read)
    {
        using CsvReader reader = CsvReader.FromText($"a,b\n\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\",\n");
        reader.ReadHeader();
        Assert.True(reader.Read());
        read(reader);
    }
}
