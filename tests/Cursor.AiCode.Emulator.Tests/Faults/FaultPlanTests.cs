using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator.Faults;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests.Faults;

public sealed class FaultPlanTests
{
    // These end only when the client goes.
    private static readonly string[] Endless = ["no-headers", "stall", "drip", "gzip-bomb"];

    public static TheoryData<string> Names { get; } = new(FaultCatalog.All.Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_fault_spoils_an_answer_once_and_then_the_server_behaves(string name)
    {
        await using Emulated it = await Emulated.StartAsync();
        it.Client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip");
        int spoiled = 0;
        foreach (string path in new[] { Emulated.Commits, Emulated.CommitsCsv, Emulated.Changes, Emulated.ChangesCsv })
        {
            string query = path + "?startDate=5d" + (path.EndsWith("csv", StringComparison.Ordinal) ? "" : "&page=2");
            string right = await PictureAsync(it, query);
            it.Server.AddFault(name + ":2@" + path.Split('/')[^1]);

            // The first total that moves is the right one.
            bool endless = Endless.Contains(name);
            await PictureAsync(it, query, endless);
            spoiled += await PictureAsync(it, query, endless) != right ? 1 : 0;
            it.Server.ClearFaults();
            Assert.Equal(right, await PictureAsync(it, query));
        }

        Assert.True(spoiled > 0);
    }

    [Fact]
    public async Task A_fault_is_played_as_often_as_asked_after_those_that_pass()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["status:503:2+1"] });
        var statuses = new List<int>();
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage response = await it.GetAsync(Emulated.Commits);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 503, 503, 200, 200], statuses);
        Assert.Equal([null, "status:503:2+1", "status:503:2+1", null, null], it.Server.Requests.Select(r => r.Fault));
    }

    [Fact]
    public async Task Faults_are_played_one_after_another_and_only_where_they_belong()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["status:500:1@changes", "items-null:1", "status:502"] });
        Assert.Equal(502, await StatusAsync(it, Emulated.CommitsCsv));
        Assert.Equal(500, await StatusAsync(it, Emulated.Changes));
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
        Assert.Equal("items-null:1", it.Server.Requests[^1].Fault);
        Assert.Equal(502, await StatusAsync(it, Emulated.Commits));
        it.Server.ClearFaults();
        Assert.Equal(200, await StatusAsync(it, Emulated.Commits));
    }

    [Fact]
    public async Task Requests_that_are_refused_anyway_use_up_no_fault()
    {
        await using Emulated it = await Emulated.StartAsync(o => o with { Faults = ["status:500:1"] });
        await it.ErrorAsync(Emulated.Commits, noKey: true);
        await it.ErrorAsync(Emulated.Commits + "?page=0");
        Assert.Equal(500, await StatusAsync(it, Emulated.Commits));
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
    public void Words_that_are_not_right_are_refused(string spec) => Assert.Throws<FormatException>(() => PlannedFault.Parse(spec));

    [Theory]
    [InlineData("status")]
    [InlineData("status:503")]
    [InlineData("status:3")] // a count: no status has one digit
    [InlineData("retry-after:86400:2")]
    [InlineData("stall:64k:1+2@commits.csv")]
    [InlineData("redirect-other-origin:http://127.0.0.1:5000/:3")]
    [InlineData("redirect-other-origin:file:///etc/hostname")]
    [InlineData("skewed-clock:-90s:1")]
    public void Words_that_are_right_are_taken(string spec) => Assert.Equal(spec, PlannedFault.Parse(spec).Spec);

    private static async Task<int> StatusAsync(Emulated it, string path)
    {
        using HttpResponseMessage response = await it.GetAsync(path);
        return (int)response.StatusCode;
    }

    /// <summary>All that a client can see of an answer; where it has no end, its beginning.</summary>
    private static async Task<string> PictureAsync(Emulated it, string path, bool endless = false)
    {
        using var patience = new CancellationTokenSource(endless ? 200 : 30_000);
        string seen = "";
        try
        {
            using HttpResponseMessage response = await it.Client.GetAsync(
                new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            seen = response.ToString();
            byte[] body = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return seen + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(body));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return seen + e.GetType().Name;
        }
    }
}
