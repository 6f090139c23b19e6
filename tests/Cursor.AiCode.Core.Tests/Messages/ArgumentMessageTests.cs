using System;
using System.Text;
using Cursor.AiCode.Export;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Messages;

/// <summary>Tests the messages of invalid arguments and values.</summary>
public sealed class ArgumentMessageTests
{
    [Theory]
    [InlineData("relative", "The address of the API must be absolute, such as https://api.cursor.com.")]
    [InlineData("https://user:word@api.cursor.com", "The address of the API must not contain credentials.")]
    [InlineData("http://api.cursor.com/x", "The API key is sent only over HTTPS, or over HTTP to this computer, not to http://api.cursor.com.")]
    public void An_address(string address, string message)
    {
        var baseUri = new Uri(address, UriKind.RelativeOrAbsolute);
        Assert.Equal(message, AiCodeClientOptions.GetBaseUriError(baseUri));
        ArgumentException e = Assert.Throws<ArgumentException>(() => new AiCodeClientOptions(TestServer.Key, baseUri));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
        Assert.Equal("baseUri", e.ParamName);
    }

    [Fact]
    public void Client_options()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(static () => new AiCodeClientOptions(" "));
        Assert.StartsWith("The API key is empty.", e.Message, StringComparison.Ordinal);
        Assert.Equal("apiKey", e.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(static () => new AiCodeClientOptions("key") { RequestsPerMinute = 0 });
        var options = new AiCodeClientOptions("key") { RequestsPerMinute = 1 };
        Assert.Equal(1, options.RequestsPerMinute);
        Assert.Null(new AiCodeClientOptions("key") { RequestsPerMinute = null }.RequestsPerMinute);
        Assert.Equal(new Uri("https://api.cursor.com"), options.BaseUri);
        Assert.Equal("https://api.cursor.com/", options.ToString());
        Assert.Equal(TimeSpan.FromMinutes(5), options.MaxRetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(100), options.ResponseTimeout);
        Assert.Equal(TimeSpan.FromSeconds(60), options.ReadTimeout);
    }

    [Fact]
    public void A_range()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(static () => new AiCodeDateRange(TestTimeProvider.DefaultStart.AddDays(1), TestTimeProvider.DefaultStart));
        Assert.StartsWith("The start (2025-08-01T12:00:00.000Z) is later than the end (2025-07-31T12:00:00.000Z).", e.Message, StringComparison.Ordinal);
        Assert.Equal("start", e.ParamName);
        Assert.Equal(TestTimeProvider.DefaultStart, new AiCodeDateRange(TestTimeProvider.DefaultStart, TestTimeProvider.DefaultStart).End);
    }

    [Fact]
    public void Null_arguments()
    {
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(static () => new AiCodeClient(null!)).ParamName);
        Assert.Equal("range", Assert.Throws<ArgumentNullException>(static () => new AiCodeQuery(null!)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(static () => new AiCodeCsvWriter(null!)).ParamName);
        using var client = new AiCodeClient(new AiCodeClientOptions("key"));
        Assert.Equal("query", Assert.Throws<ArgumentNullException>(() => { _ = client.CountCommitsAsync(null!); }).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => { _ = client.ExportDatasetAsync(AiCodeKind.Commit, null!).GetAwaiter().GetResult(); }).ParamName);
        Assert.NotNull(AiCodeClientOptions.GetBaseUriError(null!));
    }

    [Theory]
    [InlineData("x", "The value isn't a valid number of lines.")]
    [InlineData("", "The value isn't a valid number of lines.")]
    public void A_count(string field, string message) => Fails(field, message, static text => CsvValue.ReadCount(text.Span));

    [Fact]
    public void A_field()
    {
        Fails("x", "The value isn't a valid number of lines.", static text => CsvValue.ReadOptionalCount(text.Span));
        Fails("x", "The value is neither true nor false.", static text => CsvValue.ReadFlag(text.Span));
        Fails("", "The record ID is missing.", static text => CsvValue.ReadIdentifier(text.Span));
        Fails("x", "The value isn't a valid timestamp.", static text => CsvValue.ReadTime(text.Span));
        Fails("", "The value isn't a valid timestamp.", static text => CsvValue.ReadTime(text.Span));
        Fails("x", "The value isn't a valid timestamp.", static text => CsvValue.ReadOptionalTime(text.Span));
        Fails("{}", "The metadata isn't in the documented JSON format.", static text => CsvValue.ReadMetadata(text.Span));
        Fails("[null]", "The metadata isn't in the documented JSON format.", static text => CsvValue.ReadMetadata(text.Span));
        Fails("[] []", "The metadata isn't in the documented JSON format.", static text => CsvValue.ReadMetadata(text.Span));
        Assert.Null(CsvValue.ReadMetadata(default));
        Assert.Null(CsvValue.ReadMetadata("null"u8));
        Assert.Null(CsvValue.ReadOptionalCount(default));
        Assert.Null(CsvValue.ReadOptionalTime(default));
        Assert.Null(CsvValue.ReadFlag(default));
        Assert.Null(CsvValue.ReadText(default));
        Assert.Null(CsvValue.ReadPooledText(default));
        Assert.Equal(7, CsvValue.ReadOptionalCount("7"u8));
    }

    [Theory]
    [InlineData(nameof(CsvColumnType.Identifier), "", "The record ID is missing.")]
    [InlineData(nameof(CsvColumnType.Count), "x", "The value isn't a valid number of lines.")]
    [InlineData(nameof(CsvColumnType.Boolean), "x", "The value is neither true nor false.")]
    [InlineData(nameof(CsvColumnType.Time), "x", "The value isn't a valid timestamp.")]
    public void A_field_of_a_file(string type, string field, string message) => Assert.Equal(
        message,
        Assert.Throws<FormatException>(() => FieldNormalizer.IsNormalized(Enum.Parse<CsvColumnType>(type), Encoding.UTF8.GetBytes(field), out _)).Message);

    private static void Fails<T>(string field, string message, Func<ReadOnlyMemory<byte>, T> read) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => { _ = read(Encoding.UTF8.GetBytes(field)); }).Message);
}
