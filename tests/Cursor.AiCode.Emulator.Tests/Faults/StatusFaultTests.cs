using System;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class StatusFaultTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_status_has_a_body_in_the_configured_shape(int status)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = [$"status:{status}"], ErrorShape = ErrorShape.Code });
        (int actual, string message) = await emulator.ErrorAsync(TestEmulator.CommitsCsv);
        Assert.Equal(status, actual);
        Assert.NotEmpty(message);
    }

    [Theory]
    [InlineData("seconds", "3")]
    [InlineData("date", "Fri, 22 Aug 2025 12:00:03 GMT")]
    [InlineData("past", "Fri, 22 Aug 2025 11:55:00 GMT")]
    [InlineData("absent", null)]
    [InlineData("negative", "-5")]
    [InlineData("fraction", "1.5")]
    [InlineData("text", "soon")]
    [InlineData("86400", "86400")]
    public async Task A_429_has_the_requested_RetryAfter(string form, string? header)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["retry-after:" + form] });
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Changes);
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(header, response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.Single() : null);
        Assert.Equal(TestEmulator.Noon, response.Headers.Date);
    }

    [Fact]
    public async Task A_skewed_RetryAfter_is_relative_to_the_Date_header()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["retry-after:skewed"] });
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Changes);
        Assert.Equal(TestEmulator.Noon.AddHours(-1), response.Headers.Date);
        Assert.Equal(response.Headers.Date!.Value.AddSeconds(3), response.Headers.RetryAfter!.Date);
    }

    [Fact]
    public async Task A_skewed_clock_changes_only_the_Date_header()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        string right = await emulator.TextAsync(TestEmulator.Commits);
        emulator.Server.AddFault("skewed-clock:-90s");
        using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits);
        Assert.Equal(TestEmulator.Noon - TimeSpan.FromSeconds(90), response.Headers.Date);
        Assert.Equal(right, await response.Content.ReadAsStringAsync());
    }
}
