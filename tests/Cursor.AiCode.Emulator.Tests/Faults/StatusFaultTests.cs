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
    public async Task A_status_comes_with_a_body_in_the_servers_shape(int status)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = [$"status:{status}"], ErrorShape = ErrorShape.Code });
        (int given, string message) = await it.ErrorAsync(Emulated.CommitsCsv);
        Assert.Equal(status, given);
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
    public async Task A_429_says_of_the_wait_what_was_asked_for(string form, string? header)
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["retry-after:" + form] });
        using HttpResponseMessage response = await it.GetAsync(Emulated.Changes);
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(header, response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.Single() : null);
        Assert.Equal(Emulated.Noon, response.Headers.Date);
    }

    [Fact]
    public async Task A_skewed_429_is_right_by_its_own_date()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["retry-after:skewed"] });
        using HttpResponseMessage response = await it.GetAsync(Emulated.Changes);
        Assert.Equal(Emulated.Noon.AddHours(-1), response.Headers.Date);
        Assert.Equal(response.Headers.Date!.Value.AddSeconds(3), response.Headers.RetryAfter!.Date);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_shows_in_the_date_alone()
    {
        await using Emulated it = await Emulated.StartAsync();
        string right = await it.TextAsync(Emulated.Commits);
        it.Server.AddFault("skewed-clock:-90s");
        using HttpResponseMessage response = await it.GetAsync(Emulated.Commits);
        Assert.Equal(Emulated.Noon - TimeSpan.FromSeconds(90), response.Headers.Date);
        Assert.Equal(right, await response.Content.ReadAsStringAsync());
    }
}
