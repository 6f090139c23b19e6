using System;
using System.Globalization;
using Cursor.AiCode.Summaries;
using Xunit;

namespace Cursor.AiCode.Tests.Summaries;

/// <summary>Tests days, weeks and months in time zones with daylight saving time, also with changes at midnight, or that skipped a day.</summary>
public sealed class PeriodCalendarTests
{
    public static TheoryData<string, AiCodeGrouping> ZonesAndPeriods
    {
        get
        {
            var data = new TheoryData<string, AiCodeGrouping>();
            foreach (string zone in new[]
            {
                "UTC", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati",
                "America/St_Johns", "Africa/Casablanca", "Asia/Tehran", "Africa/Cairo",
            })
            {
                data.Add(zone, AiCodeGrouping.Day);
                data.Add(zone, AiCodeGrouping.Week);
                data.Add(zone, AiCodeGrouping.Month);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ZonesAndPeriods))]
    public void A_time_is_in_the_period_of_its_local_date(string id, AiCodeGrouping period)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var calendar = new PeriodCalendar(period, zone);
        var random = new Random(3);
        var start = new DateTime(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 5_000; i++)
        {
            // Every second time is a full minute, because clocks change at full minutes.
            DateTime utc = start.AddMinutes(random.Next(16 * 365 * 24 * 60)).AddMilliseconds(i % 2 * random.Next(60_000));
            int day = calendar.Find(utc.Ticks);

            Assert.Equal(NaiveSummary.Period(period, utc, zone), PeriodCalendar.StartOf(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Assert.True(TimeZoneInfo.ConvertTimeFromUtc(utc, zone) < calendar.EndOf(day));
        }
    }

    [Theory]
    [InlineData("2024-12-29T23:59:59.999Z", AiCodeGrouping.Week, "2024-12-23", "2024-12-30")]
    [InlineData("2024-12-30T00:00:00.000Z", AiCodeGrouping.Week, "2024-12-30", "2025-01-06")]
    [InlineData("2025-01-01T12:00:00.000Z", AiCodeGrouping.Week, "2024-12-30", "2025-01-06")]
    [InlineData("2025-01-05T23:59:59.999Z", AiCodeGrouping.Week, "2024-12-30", "2025-01-06")]
    [InlineData("2025-01-01T00:00:00.000Z", AiCodeGrouping.Month, "2025-01-01", "2025-02-01")]
    [InlineData("2024-02-29T10:00:00.000Z", AiCodeGrouping.Month, "2024-02-01", "2024-03-01")]
    [InlineData("2024-12-31T23:59:59.999Z", AiCodeGrouping.Day, "2024-12-31", "2025-01-01")]
    [InlineData("0001-01-01T00:00:00.000Z", AiCodeGrouping.Week, "0001-01-01", "0001-01-08")]
    [InlineData("9999-12-31T23:59:59.999Z", AiCodeGrouping.Month, "9999-12-01", null)]
    [InlineData("9999-12-31T23:59:59.999Z", AiCodeGrouping.Day, "9999-12-31", null)]
    public void Weeks_begin_on_Monday_and_a_period_ends_when_the_next_one_starts(string instant, AiCodeGrouping period, string start, string? end)
    {
        var calendar = new PeriodCalendar(period, TimeZoneInfo.Utc);
        int day = calendar.Find(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).UtcTicks);

        Assert.Equal(start, PeriodCalendar.StartOf(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(end, calendar.EndOf(day)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeKind.Unspecified, PeriodCalendar.StartOf(day).Kind);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00.000Z", "America/New_York", "0001-01-01")]
    [InlineData("9999-12-31T23:59:59.999Z", "Pacific/Kiritimati", "9999-12-31")]
    public void Periods_do_not_exceed_the_range_of_DateTime(string instant, string zone, string day)
    {
        var calendar = new PeriodCalendar(AiCodeGrouping.Day, TimeZoneInfo.FindSystemTimeZoneById(zone));
        int found = calendar.Find(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).UtcTicks);

        Assert.Equal(day, PeriodCalendar.StartOf(found).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Without_a_period_the_summary_has_no_period() =>
        Assert.Equal(PeriodCalendar.None, new PeriodCalendar(null, TimeZoneInfo.Utc).Find(DateTime.UtcNow.Ticks));
}
