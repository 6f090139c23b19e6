using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Retrieval;
using Cursor.AiCode.Tests.Support;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Cursor.AiCode.Tests.Retrieval;

/// <summary>Tests that the client sends shorter windows if the service accepts only shorter ranges than documented.</summary>
public sealed class WindowLimitTests
{
    private static readonly DateTimeOffset End = new(2025, 7, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(AiCodeTransport.Auto, 30, "Date range cannot exceed 30 days")]
    [InlineData(AiCodeTransport.Json, 90, "Date range cannot exceed 30 days")]
    [InlineData(AiCodeTransport.Csv, 90, "Invalid date range")]
    [InlineData(AiCodeTransport.Auto, 90, "The period is too long")]
    public async Task Trial_N01_windows_fit_a_service_that_counts_calendar_days(AiCodeTransport transport, int days, string message)
    {
        var range = new AiCodeDateRange(End.AddDays(-days), End);
        await using TestServer server = await TestServer.StartAsync(Service(message, static (start, end) => (end.Date - start.Date).Days + 1 <= 30));
        using var client = new TestClient(server);
        IReadOnlyList<AiCommit> commits = await client.CommitsAsync(new AiCodeQuery(range) { Transport = transport });
        Assert.Equal(Records(range.Start, range.End).Order(), commits.Select(static commit => commit.CommitHash).Order());

        // A second call uses the observed limit.
        int rejected = server.Requests.Count(Rejected);
        _ = await client.CommitsAsync(new AiCodeQuery(range) { Transport = transport });
        Assert.Equal(rejected, server.Requests.Count(Rejected));
        Assert.InRange(rejected, 1, 2);

        static bool Rejected(ServedRequest request) =>
            (Time(request.Query["endDate"]).UtcDateTime.Date - Time(request.Query["startDate"]).UtcDateTime.Date).Days + 1 > 30;
    }

    [Fact]
    public async Task Trial_N01_windows_fit_a_service_that_rejects_exactly_30_days()
    {
        var range = new AiCodeDateRange(End.AddDays(-60), End);
        await using TestServer server = await TestServer.StartAsync(Service("The range must be less than 30 days.", static (start, end) => end - start < TimeSpan.FromDays(30)));
        using var client = new TestClient(server);
        Assert.Equal(60, (await client.CommitsAsync(new AiCodeQuery(range))).Count);
    }

    [Fact]
    public async Task A_rejected_range_of_few_days_is_an_error()
    {
        await using TestServer server = await TestServer.StartAsync(Service("Invalid date range", static (_, _) => false));
        using var client = new TestClient(server);
        _ = await client.FailsAsync(AiCodeErrorKind.BadRequest, () => client.CommitsAsync(new AiCodeQuery(new AiCodeDateRange(End.AddDays(-7), End))));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Date range cannot exceed 30 days", 30, 29.0)]
    [InlineData("The maximum is 7 calendar days.", 30, 6.0)]
    [InlineData("Give a 14-day window", 30, 13.0)]
    [InlineData("At most 2 dates", 30, 1.0)]
    [InlineData("At most 31 days", 30, 15.0)]
    [InlineData("At most 30 days", 29.5, 29.0)]
    [InlineData("At most 1 days", 30, 15.0)]
    [InlineData("At most 0 days", 30, 15.0)]
    [InlineData("THE PERIOD IS TOO LONG", 29, 14.5)]
    [InlineData("Invalid date range", 10, 5.0)]
    [InlineData("Invalid date range", 9.9, null)]
    [InlineData("Invalid user", 30, null)]
    [InlineData("", 30, null)]
    public void A_rejected_window_reduces_the_limit(string message, double days, double? limit)
    {
        var known = new ConcurrentDictionary<string, TimeSpan>();
        var windows = new WindowLimit(new Uri("https://api.example/path"), known);
        Assert.Equal(TimeSpan.FromDays(30), windows.Value);
        Assert.False(windows.TryReduce(new AiCodeException(AiCodeErrorKind.AccessDenied, "") { ServiceMessage = message }, TimeSpan.FromDays(days)));
        Assert.Equal(limit is not null, windows.TryReduce(new AiCodeException(AiCodeErrorKind.BadRequest, "") { ServiceMessage = message }, TimeSpan.FromDays(days)));
        Assert.Equal(TimeSpan.FromDays(limit ?? 30), windows.Value);

        // It is one of the service, for all of its paths.
        Assert.Equal(windows.Value, new WindowLimit(new Uri("https://api.example/other"), known).Value);
        Assert.Equal(TimeSpan.FromDays(30), new WindowLimit(new Uri("https://other.example"), known).Value);
    }

    // One commit at 06:00 of each day. The ends of a range are inclusive.
    private static RequestDelegate Service(string message, Func<DateTime, DateTime, bool> accepts) => context =>
    {
        DateTimeOffset start = Time(context.Request.Query["startDate"]!), end = Time(context.Request.Query["endDate"]!);
        if (!accepts(start.UtcDateTime, end.UtcDateTime))
        {
            return Response.Status(400, $$"""{"error":"Bad Request","message":"{{message}}"}""")(context);
        }

        string[] hashes = Records(start, end).ToArray();
        int pageSize = int.TryParse(context.Request.Query["pageSize"], out int size) ? size : hashes.Length;
        return Response.Either(
            Response.PageOf(hashes.Length, hashes.Take(pageSize).Select(static hash => Response.Commit(1, ("commitHash", $"\"{hash}\""), ("createdAt", $"\"{hash[1..]}T06:00:00.000Z\""))).ToArray()),
            Response.Csv(Response.CommitsText(hashes.Select(static hash => $"{hash},user_1,one@company.com,company/repo,main,true,ide,120,30,50,10,40,5,30,15,Commit 1,{Response.Time(1)},{hash[1..]}T06:00:00.000Z").ToArray())))(context);
    };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Records(DateTimeOffset start, DateTimeOffset end)
    {
        for (DateTimeOffset day = new(end.UtcDateTime.Date.AddHours(6), TimeSpan.Zero); day >= start; day = day.AddDays(-1))
        {
            if (day <= end)
            {
                yield return "c" + day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }
}
