using System;
using System.Globalization;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Query;

[Collection(Zones.Name)]
public sealed class AiCodeDateTests
{
    private static readonly DateTimeOffset Now = new DateTimeOffset(2025, 7, 31, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    public static TheoryData<string, string> Accepted => new()
    {
        { "now", "2025-07-31T12:00:00.123Z" },
        { " NOW ", "2025-07-31T12:00:00.123Z" },
        { "0d", "2025-07-31T12:00:00.123Z" },
        { "7d", "2025-07-24T12:00:00.123Z" },
        { "007D", "2025-07-24T12:00:00.123Z" },
        { "365d", "2024-07-31T12:00:00.123Z" },
        { "2025-07-30T14:12Z", "2025-07-30T14:12:00Z" },
        { "2025-07-30T14:12:03Z", "2025-07-30T14:12:03Z" },
        { "2025-07-30T14:12:03.5Z", "2025-07-30T14:12:03.5Z" },
        { "2025-07-30T14:12:03.1239999Z", "2025-07-30T14:12:03.123Z" },
        { "2025-07-30T14:12:03+02:00", "2025-07-30T12:12:03Z" },
        { "2025-07-30T14:12:03.250-05:30", "2025-07-30T19:42:03.25Z" },
        { "2025-07-30 14:12:03Z", "2025-07-30T14:12:03Z" },
        { "2025-07-30 14:12+02:00", "2025-07-30T12:12:00Z" },
        { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
        { "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z" },
    };

    public static TheoryData<string?> InvalidDates =>
    [
        null, "", " ", "d", "-1d", "+1d", "1.5d", "1,5d", "7 d", "d7", "7days", "99999999999d", "36501d", "٧d", "७d",
        "today", "yesterday", "jetzt", "30.07.2025", "07/30/2025", "30/07/2025", "2025/07/30", "2025-7-30", "2025-13-01",
        "2025-02-29", "2025-07-30T24:00", "2025-07-30T14", "2025-07-30T14:12:60Z", "2025-07-30Z", "20250730",
        "2025-07-30T14:12:03 PM", "2025-07-30T14:12:03+25:00", "1753884723000", "2568-07-30x", "٢٠٢٥-٠٧-٣٠",
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_date_is_read_the_same_in_every_culture(string text, string instant)
    {
        foreach (string culture in Cultures.All)
        {
            using IDisposable use = Cultures.Use(culture);
            Assert.Equal(instant, Timestamps.Exact(AiCodeDate.Parse(text).Resolve(Now)));
        }
    }

    [Theory]
    [MemberData(nameof(InvalidDates))]
    public void An_invalid_date_is_rejected_in_every_culture(string? text)
    {
        foreach (string culture in Cultures.All)
        {
            using IDisposable use = Cultures.Use(culture);
            Assert.False(AiCodeDate.TryParse(text, out AiCodeDate? date));
            Assert.Null(date);
            FormatException e = Assert.Throws<FormatException>(() => AiCodeDate.Parse(text!));
            Assert.Contains(AiCodeDate.AcceptedForms, e.Message, StringComparison.Ordinal);
        }
    }

    [NotWindowsTheory]
    [InlineData("Etc/UTC", "2025-07-30", "2025-07-30T00:00:00Z")]
    [InlineData("America/New_York", "2025-07-30", "2025-07-30T04:00:00Z")]
    [InlineData("America/New_York", "2025-01-30", "2025-01-30T05:00:00Z")]
    [InlineData("America/New_York", "2025-07-30T14:12", "2025-07-30T18:12:00Z")]
    [InlineData("America/New_York", "2025-07-30 14:12:03.25", "2025-07-30T18:12:03.25Z")]
    [InlineData("America/New_York", "2025-03-09T01:59:59", "2025-03-09T06:59:59Z")]
    [InlineData("America/New_York", "2025-03-09T03:00:00", "2025-03-09T07:00:00Z")]
    [InlineData("America/New_York", "2025-11-02T00:59:59", "2025-11-02T04:59:59Z")]
    [InlineData("America/New_York", "2025-11-02T02:00:00", "2025-11-02T07:00:00Z")]
    [InlineData("America/New_York", "2025-07-30T14:12:03Z", "2025-07-30T14:12:03Z")]
    [InlineData("Asia/Kolkata", "2025-07-30", "2025-07-29T18:30:00Z")]
    [InlineData("Pacific/Auckland", "2025-07-30", "2025-07-29T12:00:00Z")]
    public void A_date_without_an_offset_is_local(string zone, string text, string instant)
    {
        using IDisposable use = Zones.Use(zone);
        Assert.Equal(instant, Timestamps.Exact(AiCodeDate.Parse(text).Resolve(Now)));
    }

    [NotWindowsFact]
    public void A_day_ago_is_24_hours_ago_even_across_daylight_saving_changes()
    {
        using IDisposable use = Zones.Use("America/New_York");
        var morning = new DateTimeOffset(2025, 11, 2, 12, 0, 0, TimeSpan.FromHours(-5));
        Assert.Equal("2025-11-01T17:00:00Z", Timestamps.Exact(AiCodeDate.Parse("1d").Resolve(morning)));
    }

    [NotWindowsFact]
    public void A_DateTime_is_local_unless_its_kind_is_UTC()
    {
        using IDisposable use = Zones.Use("America/New_York");
        var time = new DateTime(2025, 7, 30, 14, 0, 0);
        Assert.Equal("2025-07-30T18:00:00Z", Timestamps.Exact(new AiCodeDate(time).Resolve(Now)));
        Assert.Equal("2025-07-30T18:00:00Z", Timestamps.Exact(new AiCodeDate(DateTime.SpecifyKind(time, DateTimeKind.Local)).Resolve(Now)));
        Assert.Equal("2025-07-30T14:00:00Z", Timestamps.Exact(new AiCodeDate(DateTime.SpecifyKind(time, DateTimeKind.Utc)).Resolve(Now)));
        Assert.Equal("2025-07-30T12:00:00Z", Timestamps.Exact(new AiCodeDate(new DateTimeOffset(time, TimeSpan.FromHours(2))).Resolve(Now)));
    }

    [Fact]
    public void A_date_resolves_to_milliseconds_in_utc()
    {
        foreach (AiCodeDate date in new[] { AiCodeDate.Now, AiCodeDate.DaysAgo(3), new AiCodeDate(Now), new AiCodeDate(Now.LocalDateTime) })
        {
            DateTimeOffset instant = date.Resolve(Now.ToOffset(TimeSpan.FromHours(9)));
            Assert.Equal(TimeSpan.Zero, instant.Offset);
            Assert.Equal(0, instant.Ticks % TimeSpan.TicksPerMillisecond);
        }
    }

    [Fact]
    public void The_text_of_a_date_can_be_parsed()
    {
        foreach (string culture in Cultures.All)
        {
            using IDisposable use = Cultures.Use(culture);
            foreach (string text in new[] { "now", "7d", "2025-07-30T14:12:03.123Z" })
            {
                AiCodeDate date = AiCodeDate.Parse(text);
                Assert.Equal(text, date.ToString());
                Assert.Equal(date, AiCodeDate.Parse(date.ToString()));
                Assert.Equal(date.GetHashCode(), AiCodeDate.Parse(date.ToString()).GetHashCode());
            }
        }

        Assert.NotEqual(AiCodeDate.Parse("7d"), AiCodeDate.Parse("8d"));
        Assert.NotEqual(AiCodeDate.Now, new AiCodeDate(Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => AiCodeDate.DaysAgo(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AiCodeDate.DaysAgo(int.MaxValue));
        Assert.Equal(36_500.ToString(CultureInfo.InvariantCulture) + "d", AiCodeDate.DaysAgo(36_500).ToString());
    }
}
