using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
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
