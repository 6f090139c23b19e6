using System;
using System.Text;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Serialization.Csv;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization.Csv;

public sealed class FieldNormalizerTests
{
    [Theory]
    [InlineData(nameof(CsvColumnType.Text), "", true)]
    [InlineData(nameof(CsvColumnType.Text), "anything", true)]
    [InlineData(nameof(CsvColumnType.Identifier), "x", true)]
    [InlineData(nameof(CsvColumnType.Identifier), "", null)]
    [InlineData(nameof(CsvColumnType.Count), "0", true)]
    [InlineData(nameof(CsvColumnType.Count), "12", true)]
    [InlineData(nameof(CsvColumnType.Count), "-3", true)]
    [InlineData(nameof(CsvColumnType.Count), "2147483647", true)]
    [InlineData(nameof(CsvColumnType.Count), "-0", false)]
    [InlineData(nameof(CsvColumnType.Count), "007", false)]
    [InlineData(nameof(CsvColumnType.Count), "+7", false)]
    [InlineData(nameof(CsvColumnType.Count), "12.0", false)]
    [InlineData(nameof(CsvColumnType.Count), "1e2", false)]
    [InlineData(nameof(CsvColumnType.Count), "", null)]
    [InlineData(nameof(CsvColumnType.Count), "12.5", null)]
    [InlineData(nameof(CsvColumnType.Count), "2147483648", null)]
    [InlineData(nameof(CsvColumnType.Count), "1e40", null)]
    [InlineData(nameof(CsvColumnType.Count), " 1", null)]
    [InlineData(nameof(CsvColumnType.Count), "1 ", null)]
    [InlineData(nameof(CsvColumnType.Count), "1,000", null)]
    [InlineData(nameof(CsvColumnType.Count), "٣", null)]
    [InlineData(nameof(CsvColumnType.Count), "NaN", null)]
    [InlineData(nameof(CsvColumnType.OptionalCount), "", true)]
    [InlineData(nameof(CsvColumnType.OptionalCount), "x", null)]
    [InlineData(nameof(CsvColumnType.Boolean), "", true)]
    [InlineData(nameof(CsvColumnType.Boolean), "true", true)]
    [InlineData(nameof(CsvColumnType.Boolean), "false", true)]
    [InlineData(nameof(CsvColumnType.Boolean), "True", false)]
    [InlineData(nameof(CsvColumnType.Boolean), "FALSE", false)]
    [InlineData(nameof(CsvColumnType.Boolean), "1", false)]
    [InlineData(nameof(CsvColumnType.Boolean), "yes", null)]
    [InlineData(nameof(CsvColumnType.Boolean), "tru\u00e5", null)]
    [InlineData(nameof(CsvColumnType.Time), "2025-07-30T14:12:03.000Z", true)]
    [InlineData(nameof(CsvColumnType.Time), "2025-07-30T14:12:03Z", false)]
    [InlineData(nameof(CsvColumnType.Time), "2025-07-30T16:12:03.000+02:00", false)]
    [InlineData(nameof(CsvColumnType.Time), "1753884723000", false)]
    [InlineData(nameof(CsvColumnType.Time), "", null)]
    [InlineData(nameof(CsvColumnType.Time), "yesterday", null)]
    [InlineData(nameof(CsvColumnType.OptionalTime), "", true)]
    public void A_field_is_normalized_normalizable_or_invalid(string type, string text, bool? normalized)
    {
        CsvColumnType column = Enum.Parse<CsvColumnType>(type);
        if (normalized is { } expected)
        {
            Assert.Equal(expected, FieldNormalizer.IsNormalized(column, Encoding.UTF8.GetBytes(text), out _));
        }
        else
        {
            FormatException e = Assert.Throws<FormatException>(() => FieldNormalizer.IsNormalized(column, Encoding.UTF8.GetBytes(text), out _));
            Assert.True(text.Length < 2 || !e.Message.Contains(text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("2025-07-30T14:12:03.000Z")]
    [InlineData("2025-07-30T16:12:03+02:00")]
    public void The_time_of_a_timestamp_is_returned(string text)
    {
        _ = FieldNormalizer.IsNormalized(CsvColumnType.Time, Encoding.UTF8.GetBytes(text), out long ticks);
        Assert.Equal(new DateTime(2025, 7, 30, 14, 12, 3, DateTimeKind.Utc).Ticks, ticks);
    }
}
