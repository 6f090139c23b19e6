using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Scale.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Scale.Tests;

/// <summary>Tests the number of requests for many records.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(1_001)]
    [InlineData(2_001)]
    [InlineData(30_000)]
    public async Task A_window_requires_at_most_two_requests(int records)
    {
        await using Month month = await Month.StartAsync(records);
        using var folder = new TempFolder();
        foreach (AiCodeKind kind in new[] { AiCodeKind.Commit, AiCodeKind.Change })
        {
            month.Server.ClearRequests();
            Assert.Equal(records, await month.ReadAsync(kind));
            Assert.InRange(month.Server.Requests.Count, 1, 2);

            month.Server.ClearRequests();
            AiCodeExport export = await month.Client.ExportAsync(kind, month.All, new AiCodeExportOptions { Path = folder.File() });
            Assert.Equal(records, export.RecordCount);
            Assert.InRange(month.Server.Requests.Count, 1, 2);
            Assert.Equal(month.Server.Requests.Count, export.RequestCount);
        }
    }

    [Fact]
    public async Task Three_windows_require_at_most_six_requests()
    {
        await using Month months = await Month.StartAsync(9_000, days: 90);
        Assert.Equal(9_000, await months.ReadAsync(AiCodeKind.Commit));
        Assert.InRange(months.Server.Requests.Count, 3, 6);
    }

    [Fact]
    public async Task A_limit_of_5_per_minute_returns_30_000_records_without_a_delay()
    {
        await using Month month = await Month.StartAsync(30_000, limit: 5);
        using var folder = new TempFolder();
        Assert.Equal(30_000, await month.ReadAsync(AiCodeKind.Commit));
        AiCodeExport export = await month.Client.ExportAsync(AiCodeKind.Commit, month.All, new AiCodeExportOptions { Path = folder.File() });
        Assert.Equal(30_000, export.RecordCount);
        Assert.InRange(month.Server.Requests.Count, 2, 4);
        Assert.All(month.Server.Requests, static request => Assert.Equal(200, request.Status));
        Assert.Empty(month.Clock.Waits);
    }
}
