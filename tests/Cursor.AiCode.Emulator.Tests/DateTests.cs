using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

public sealed class DateTests
{
    [Theory]
    [InlineData("2025-08-15", "2025-08-20", "2025-08-15T00:00:00Z", "2025-08-20T00:00:00Z")]
    [InlineData("2025-08-15T08:30", "2025-08-20T09:15:30", "2025-08-15T08:30:00Z", "2025-08-20T09:15:30Z")]
    [InlineData("2025-08-15T08:30:00Z", "now", "2025-08-15T08:30:00Z", "2025-08-22T12:00:00Z")]
    [InlineData("2025-08-15T08:30:00.250%2B05:30", "2025-08-20T00:00:00-08:00", "2025-08-15T03:00:00.250Z", "2025-08-20T08:00:00Z")]
    [InlineData("14d", "0d", "2025-08-08T12:00:00Z", "2025-08-22T12:00:00Z")]
    [InlineData("7d", "1d", "2025-08-15T12:00:00Z", "2025-08-21T12:00:00Z")]
    public async Task Every_date_format_selects_the_expected_records(string start, string end, string from, string until)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject page = await emulator.JsonAsync($"{TestEmulator.Commits}?startDate={start}&endDate={end}&pageSize=1000");
        JsonObject all = await emulator.JsonAsync($"{TestEmulator.Commits}?startDate=60d&pageSize=1000");
        int expected = 0;
        for (int number = 1; all["items"]!.AsArray().Count > 0; number++)
        {
            all = await emulator.JsonAsync($"{TestEmulator.Commits}?startDate=60d&pageSize=1000&page={number}");
            expected += all["items"]!.AsArray().Count(i => Created(i) >= At(from) && Created(i) < At(until));
        }

        Assert.InRange(expected, 100, 999);
        Assert.Equal(expected, page["totalCount"]!.GetValue<int>());
        Assert.All(page["items"]!.AsArray(), i => Assert.InRange(Created(i), At(from), At(until).AddTicks(-1)));
    }

    [Fact]
    public async Task The_default_range_is_the_last_seven_days()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(await emulator.TextAsync(TestEmulator.Changes + "?startDate=7d&endDate=now"), await emulator.TextAsync(TestEmulator.Changes));
    }

    [Fact]
    public async Task The_start_is_inclusive_and_the_end_exclusive()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        JsonObject page = await emulator.JsonAsync(TestEmulator.Changes + "?startDate=30d&pageSize=1000");
        string[] times = page["items"]!.AsArray().Select(i => i!["createdAt"]!.GetValue<string>()).ToArray();
        string one = times[500];
        int same = times.Count(t => t == one);
        string next = At(one).AddMilliseconds(1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Assert.Equal(same, await emulator.TotalAsync($"{TestEmulator.Changes}?startDate={one}&endDate={next}"));
        Assert.Equal(0, await emulator.TotalAsync($"{TestEmulator.Changes}?startDate={one}&endDate={one}"));
        string finer = one.Replace("Z", "0001Z", StringComparison.Ordinal);
        Assert.Equal(0, await emulator.TotalAsync($"{TestEmulator.Changes}?startDate={finer}&endDate={next}"));
    }

    [Theory]
    [InlineData("startDate=yesterday")]
    [InlineData("startDate=2025-13-01")]
    [InlineData("startDate=01.08.2025")]
    [InlineData("startDate=-7d")]
    [InlineData("startDate=7")]
    [InlineData("startDate=d")]
    [InlineData("startDate=9999999d")]
    [InlineData("startDate=99999999999d")]
    [InlineData("startDate=")]
    [InlineData("endDate=tomorrow")]
    [InlineData("startDate=2025-08-20T00:00:00+02:00")] // a plus that is not encoded is a space
    public async Task An_invalid_date_is_a_bad_request_that_names_the_parameter(string query)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        foreach (string path in new[] { TestEmulator.Commits, TestEmulator.CommitsCsv, TestEmulator.Changes, TestEmulator.ChangesCsv })
        {
            (int status, string message) = await emulator.ErrorAsync(path + "?" + query);
            Assert.Equal(400, status);
            Assert.Contains(query.Split('=')[0], message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_start_after_the_end_is_a_bad_request()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        Assert.Equal(400, (await emulator.ErrorAsync(TestEmulator.Commits + "?startDate=2025-08-10&endDate=2025-08-09")).Status);
        Assert.Equal(400, (await emulator.ErrorAsync(TestEmulator.ChangesCsv + "?startDate=1d&endDate=2d")).Status);
    }

    [Fact]
    public async Task MaxRangeDays_rejects_a_longer_range()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { MaxRangeDays = 30 });
        Assert.Equal(400, (await emulator.ErrorAsync(TestEmulator.Commits + "?startDate=31d")).Status);
        Assert.Equal(400, (await emulator.ErrorAsync(TestEmulator.CommitsCsv + "?startDate=2025-07-01T00:00:00Z&endDate=2025-07-31T00:00:00.001Z")).Status);
        await emulator.JsonAsync(TestEmulator.Commits + "?startDate=30d");
    }

    [Theory]
    [InlineData(RangeModel.Elapsed, "2025-07-01T06:00Z", "2025-07-31T06:00Z", true)]
    [InlineData(RangeModel.Elapsed, "2025-07-01T06:00Z", "2025-07-31T06:01Z", false)]
    [InlineData(RangeModel.Dates, "2025-07-01T06:00Z", "2025-07-30T23:59Z", true)]
    [InlineData(RangeModel.Dates, "2025-07-01T06:00Z", "2025-07-31T06:00Z", false)]
    [InlineData(RangeModel.Dates, "2025-07-01", "2025-07-30", true)]
    [InlineData(RangeModel.Dates, "2025-07-01", "2025-07-31", false)]
    [InlineData(RangeModel.Dates, "2025-07-01T23:00-02:00", "2025-07-31", true)]
    [InlineData(RangeModel.Exclusive, "2025-07-01", "2025-07-30T23:59:59.999Z", true)]
    [InlineData(RangeModel.Exclusive, "2025-07-01", "2025-07-31", false)]
    public async Task RangeModel_determines_the_length_of_a_range(RangeModel model, string start, string end, bool isAccepted)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { MaxRangeDays = 30, RangeModel = model });
        foreach (string path in new[] { TestEmulator.Commits, TestEmulator.ChangesCsv })
        {
            string query = $"{path}?startDate={start}&endDate={end}";
            if (isAccepted)
            {
                await emulator.TextAsync(query);
            }
            else
            {
                Assert.Equal((400, "Date range cannot exceed 30 days"), await emulator.ErrorAsync(query));
            }
        }
    }

    [Fact]
    public async Task Relative_dates_move_with_the_clock()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        int before = await emulator.TotalAsync(TestEmulator.Changes + "?startDate=7d");
        emulator.Time.Advance(TimeSpan.FromDays(1));
        int after = await emulator.TotalAsync(TestEmulator.Changes + "?startDate=7d");
        Assert.True(after < before);
        Assert.Equal(await emulator.TotalAsync(TestEmulator.Changes + "?startDate=2025-08-16T12:00:00Z"), after);
    }

    [Fact]
    public async Task Now_sets_the_simulated_time()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Now = At("2024-03-01T00:00:00Z") });
        JsonObject page = await emulator.JsonAsync(TestEmulator.Commits + "?startDate=5d");
        Assert.InRange(Created(page["items"]![0]), At("2024-02-25T00:00:00Z"), At("2024-03-01T00:00:00Z"));
    }

    private static DateTimeOffset Created(JsonNode? item) => At(item!["createdAt"]!.GetValue<string>());

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
