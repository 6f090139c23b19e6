using System;
using System.Text;
using Cursor.AiCode.Serialization;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Serialization;

public sealed class TimestampTests
{
    [Theory]
    [InlineData("2025-07-30T14:12:03.000Z", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T14:12:03.250Z", "2025-07-30T14:12:03.25Z")]
    [InlineData("2025-07-30T14:12:03Z", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T14:12:03.5Z", "2025-07-30T14:12:03.5Z")]
    [InlineData("2025-07-30T14:12:03.123456Z", "2025-07-30T14:12:03.123456Z")]
    [InlineData("2025-07-30T14:12:03.000", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T14:12:03", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30 14:12:03", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30 14:12:03+00:00", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T16:12:03+0200", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T16:12:03+02", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T14:12Z", "2025-07-30T14:12:00Z")]
    [InlineData("2025-07-30T14:12:03.1234567Z", "2025-07-30T14:12:03.1234567Z")]
    [InlineData("2025-07-30T14:12:03.123456789Z", "2025-07-30T14:12:03.1234567Z")]
    [InlineData("2025-07-30T16:12:03.000+02:00", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T08:42:03.000-05:30", "2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30", "2025-07-30T00:00:00Z")]
    [InlineData("1753884723000", "2025-07-30T14:12:03Z")]
    [InlineData("1753884723123", "2025-07-30T14:12:03.123Z")]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("-1", "1969-12-31T23:59:59.999Z")]
    [InlineData("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z")]
    public void A_timestamp_is_read_the_same_in_every_culture(string text, string instant)
    {
        foreach (string culture in Cultures.All)
        {
            using IDisposable use = Cultures.Use(culture);
            Assert.True(Timestamp.TryParse(Encoding.UTF8.GetBytes(text), out DateTime utc));
            Assert.Equal(DateTimeKind.Utc, utc.Kind);
            Assert.Equal(instant, Timestamps.Exact(new DateTimeOffset(utc)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2025-07-3T14:12:03Z")]
    [InlineData("2025-07-30T14:12:03.Z")]
    [InlineData("2025-07-30T14:12:03,5Z")]
    [InlineData(" 2025-07-30T14:12:03Z")]
    [InlineData("2025-07-30T14:12:03+15:00")]
    [InlineData("2025-02-29T14:12:03.000Z")]
    [InlineData("2025-07-30T24:12:03.000Z")]
    [InlineData("2025-07-30T14:60:03.000Z")]
    [InlineData("2025-07-30T14:12:60.000Z")]
    [InlineData("2025-13-30T14:12:03.000Z")]
    [InlineData("0000-07-30T14:12:03.000Z")]
    [InlineData("30.07.2025 14:12:03")]
    [InlineData("07/30/2025 14:12:03")]
    [InlineData("Wed, 30 Jul 2025 14:12:03 GMT")]
    [InlineData("2025-07-30T14:12:03.000Z and more")]
    [InlineData("2025-07-3\u0660T14:12:03.000Z")]
    [InlineData("9223372036854775807")]
    public void An_invalid_timestamp_is_rejected(string text)
    {
        foreach (string culture in Cultures.All)
        {
            using IDisposable use = Cultures.Use(culture);
            Assert.False(Timestamp.TryParse(Encoding.UTF8.GetBytes(text), out _));
        }
    }

    [Theory]
    [MemberData(nameof(Cultures.All), MemberType = typeof(Cultures))]
    public void The_documented_format_is_the_same_in_every_culture(string culture)
    {
        using IDisposable use = Cultures.Use(culture);
        var time = new DateTimeOffset(2025, 7, 30, 16, 12, 3, 45, TimeSpan.FromHours(2));
        Assert.Equal("2025-07-30T14:12:03.045Z", Timestamp.Format(time));
        Assert.Equal("2025-07-30T14:12:03.045Z", Timestamp.Format(time.LocalDateTime));
        Assert.True(Timestamp.TryParseDocumented(Encoding.ASCII.GetBytes(Timestamp.Format(time)), out DateTime utc));
        Assert.Equal(time.UtcDateTime, utc);
    }
}
