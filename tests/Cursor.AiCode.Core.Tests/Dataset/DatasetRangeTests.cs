using System;
using System.Globalization;
using System.IO;
using Cursor.AiCode.Dataset;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Tests.Dataset;

/// <summary>Tests which days an export writes. They are complete UTC days, and leave no gap.</summary>
public sealed class DatasetRangeTests
{
    private static readonly DateTimeOffset Now = Time("2025-08-05T12:00:00Z");

    [Theory]
    [InlineData(null, null, "2025-07-29T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData("2025-07-20T13:00:00+02:00", null, "2025-07-20T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData("2025-07-20T01:00:00+02:00", null, "2025-07-19T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData(null, "2025-08-01T00:00:00Z", "2025-07-25T00:00:00Z", "2025-08-01T00:00:00Z")]
    [InlineData(null, "2025-08-01T00:00:01Z", "2025-07-26T00:00:00Z", "2025-08-02T00:00:00Z")]
    [InlineData("2025-08-01T20:00:00Z", "2025-08-01T21:00:00Z", "2025-08-01T00:00:00Z", "2025-08-02T00:00:00Z")]
    [InlineData(null, "2025-08-05T11:00:00Z", "2025-07-29T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData(null, "2025-09-01T00:00:00Z", "2025-07-29T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData("2025-08-03T10:00:00Z", "2025-07-01T00:00:00Z", "2025-08-03T00:00:00Z", "2025-08-03T00:00:00Z")]
    public void Without_days_in_the_folder(string? start, string? end, string first, string last) => AssertRange([], start, end, first, last);

    [Theory]
    [InlineData(null, null, "2025-07-31T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData("2025-08-04T00:00:00Z", null, "2025-07-31T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData("2025-07-28T10:00:00Z", null, "2025-07-28T00:00:00Z", "2025-08-05T12:00:00Z")]
    [InlineData("2025-07-10T00:00:00Z", "2025-07-12T00:00:00Z", "2025-07-10T00:00:00Z", "2025-07-20T00:00:00Z")]
    [InlineData("2025-07-10T00:00:00Z", "2025-07-20T00:00:00Z", "2025-07-10T00:00:00Z", "2025-07-20T00:00:00Z")]
    [InlineData("2025-07-10T00:00:00Z", "2025-07-22T00:00:00Z", "2025-07-10T00:00:00Z", "2025-07-22T00:00:00Z")]
    [InlineData("2025-07-20T00:00:00Z", "2025-07-18T00:00:00Z", "2025-07-20T00:00:00Z", "2025-07-20T00:00:00Z")]
    [InlineData(null, "2025-07-12T00:00:00Z", "2025-07-31T00:00:00Z", "2025-07-31T00:00:00Z")]
    public void With_days_in_the_folder(string? start, string? end, string first, string last) =>
        AssertRange(["2025-07-20", "2025-08-01", "2099-01-01"], start, end, first, last);

    [Fact]
    public void A_folder_with_only_later_days_is_a_new_data_set() =>
        AssertRange(["2025-08-06"], null, null, "2025-07-29T00:00:00Z", "2025-08-05T12:00:00Z");

    [Fact]
    public void Today_is_a_day_of_the_folder() =>
        AssertRange(["2025-08-05"], null, null, "2025-08-04T00:00:00Z", "2025-08-05T12:00:00Z");

    [Fact]
    public void Only_an_end_at_the_current_time_includes_records_dated_in_the_future()
    {
        DatasetRange all = Create([], null, null), some = Create([], null, "2025-08-01T00:00:00Z");
        Assert.Equal((false, true, true, true), (Contains(all, "2025-07-28"), Contains(all, "2025-07-29"), Contains(all, "2025-08-05"), Contains(all, "2099-01-01")));
        Assert.Equal(
            (false, true, true, false, false),
            (Contains(some, "2025-07-24"), Contains(some, "2025-07-25"), Contains(some, "2025-07-31"), Contains(some, "2025-08-01"), Contains(some, "2099-01-01")));
    }

    [Fact]
    public void The_request_begins_a_second_earlier()
    {
        Assert.Equal(new AiCodeDateRange(Time("2025-07-28T23:59:59Z"), Now), Create([], null, null).Requested);
        Assert.Equal(DateTimeOffset.MinValue, Create([], "0001-01-01T00:00:00Z", null).Requested.Start);
        Assert.Equal(Time("0001-01-01T23:59:59Z"), Create([], "0001-01-02T00:00:00Z", null).Requested.Start);
    }

    [Fact]
    public void The_oldest_day_is_one_of_the_folder()
    {
        Assert.Equal(DateTimeOffset.MinValue, Create([], null, null).OldestOfFolder);
        Assert.Equal(Time("2025-07-20T00:00:00Z"), Create(["2025-08-01", "2025-07-20"], null, null).OldestOfFolder);
    }

    private static void AssertRange(string[] days, string? start, string? end, string first, string last)
    {
        DatasetRange range = Create(days, start, end);
        Assert.Equal((Time(first), Time(last)), (range.Start, range.End));
        Assert.Equal(TimeSpan.Zero, range.Start.Offset);
        Assert.Equal(first == last, range.IsEmpty);
    }

    private static DatasetRange Create(string[] days, string? start, string? end)
    {
        using var folder = new TempFolder();
        var dataset = new DatasetFolder(folder.FullName, AiCodeKind.Commit, AiCodeFileFormat.Csv);
        foreach (string day in days)
        {
            _ = Directory.CreateDirectory(folder.File("created_date=" + day));
            File.WriteAllText(Path.Combine(folder.File("created_date=" + day), dataset.FileName), "");
        }

        // A day without a file, and another folder.
        _ = Directory.CreateDirectory(folder.File("created_date=2020-01-01"));
        _ = Directory.CreateDirectory(folder.File("created_date=other"));
        dataset.Open();
        return DatasetRange.Create(
            new AiCodeDatasetOptions { StartDate = start is null ? null : Time(start), EndDate = end is null ? null : Time(end) }, dataset, Now.ToOffset(TimeSpan.FromHours(2)));
    }

    private static bool Contains(DatasetRange range, string day) => range.Contains(Time(day).UtcDateTime);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
