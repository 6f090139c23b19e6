using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Faults;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class FaultPlanTests
{
    // These end only when the client closes the connection.
    private static readonly string[] Endless = ["no-headers", "stall", "drip", "gzip-bomb"];

    public static TheoryData<string> Names { get; } = new(FaultCatalog.All.Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_fault_changes_a_response_and_ends_when_cleared(string name)
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { CommitDetails = CommitDetailsMode.Current });
        JsonObject page = await emulator.JsonAsync(TestEmulator.Commits + "?pageSize=20");
        string details = TestEmulator.Commits + "/" + string.Join(',', page["items"]!.AsArray().Select(c => c!["commitHash"]!.GetValue<string>()).Distinct());
        emulator.Client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        int changed = 0;
        foreach (string path in new[] { TestEmulator.Commits, TestEmulator.CommitsCsv, TestEmulator.Changes, TestEmulator.ChangesCsv, details })
        {
            string query = path + "?startDate=5d" + (path.EndsWith("csv", StringComparison.Ordinal) ? "" : "&page=2");
            string right = await CaptureAsync(emulator, query);
            emulator.Server.AddFault(name + ":2@" + (path == details ? "commit-details" : path.Split('/')[^1]));

            // Twice, because total-moves changes only the second response.
            bool endless = Endless.Contains(name);
            await CaptureAsync(emulator, query, endless);
            changed += await CaptureAsync(emulator, query, endless) != right ? 1 : 0;
            emulator.Server.ClearFaults();
            Assert.Equal(right, await CaptureAsync(emulator, query));
        }

        Assert.True(changed > 0);
    }

    [Fact]
    public async Task A_fault_applies_to_the_given_number_of_requests()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["status:503:2+1"] });
        var statuses = new List<int>();
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage response = await emulator.GetAsync(TestEmulator.Commits);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 503, 503, 200, 200], statuses);
        Assert.Equal([null, "status:503:2+1", "status:503:2+1", null, null], emulator.Server.Requests.Select(r => r.Fault));
    }

    [Fact]
    public async Task Faults_apply_in_order_and_only_to_their_endpoint()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["status:500:1@changes", "items-null:1", "status:502"] });
        Assert.Equal(502, await StatusAsync(emulator, TestEmulator.CommitsCsv));
        Assert.Equal(500, await StatusAsync(emulator, TestEmulator.Changes));
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
        Assert.Equal("items-null:1", emulator.Server.Requests[^1].Fault);
        Assert.Equal(502, await StatusAsync(emulator, TestEmulator.Commits));
        emulator.Server.ClearFaults();
        Assert.Equal(200, await StatusAsync(emulator, TestEmulator.Commits));
    }

    [Fact]
    public async Task Rejected_requests_do_not_consume_a_fault()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync(o => o with { Faults = ["status:500:1"] });
        await emulator.ErrorAsync(TestEmulator.Commits, noKey: true);
        await emulator.ErrorAsync(TestEmulator.Commits + "?page=0");
        Assert.Equal(500, await StatusAsync(emulator, TestEmulator.Commits));
    }

    [Theory]
    [InlineData("no-such")]
    [InlineData("status:many")]
    [InlineData("html:1:2")]
    [InlineData("html:x")]
    [InlineData("html:1+")]
    [InlineData("html@orders")]
    [InlineData("retry-after:never")]
    [InlineData("stall:5g")]
    public void An_invalid_spec_is_rejected(string spec) => Assert.Throws<FormatException>(() => PlannedFault.Parse(spec));

    [Theory]
    [InlineData("status")]
    [InlineData("status:503")]
    [InlineData("status:3")] // a count, because a status has three digits
    [InlineData("retry-after:86400:2")]
    [InlineData("stall:64k:1+2@commits.csv")]
    [InlineData("redirect-other-origin:http://127.0.0.1:5000/:3")]
    [InlineData("redirect-other-origin:file:///etc/hostname")]
    [InlineData("skewed-clock:-90s:1")]
    public void A_valid_spec_is_accepted(string spec) => Assert.Equal(spec, PlannedFault.Parse(spec).Spec);

    private static async Task<int> StatusAsync(TestEmulator emulator, string path)
    {
        using HttpResponseMessage response = await emulator.GetAsync(path);
        return (int)response.StatusCode;
    }

    /// <summary>Everything that a client can observe of a response, or of its start if it never ends.</summary>
    private static async Task<string> CaptureAsync(TestEmulator emulator, string path, bool endless = false)
    {
        using var timeout = new CancellationTokenSource(endless ? 200 : 30_000);
        string seen = "";
        try
        {
            using HttpResponseMessage response = await emulator.Client.GetAsync(
                new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            seen = response.ToString();
            byte[] body = await response.Content.ReadAsByteArrayAsync(timeout.Token);
            return seen + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(body));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return seen + e.GetType().Name;
        }
    }
}
