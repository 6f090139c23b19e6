using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.ExportHost;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests that processes with one key share the rate limit. The server and the clients use the same fast clock.</summary>
public sealed class SharedRateLimiterTests(ITestOutputHelper output)
{
    private const int Processes = 6;
    private const int Limit = 5;

    [Theory]
    [InlineData(LimitModel.Fixed)]
    [InlineData(LimitModel.Sliding)]
    public Task Fault_48_six_processes_get_no_429_and_make_progress(LimitModel model) => ShareAsync(model, speed: 20, requests: 3, ["--limit", "5"]);

    [NightlyTheory]
    [InlineData(LimitModel.Fixed)]
    [InlineData(LimitModel.Sliding)]
    [Trait("Category", "Nightly")]
    public Task Fault_48_six_processes_get_no_429_with_the_system_clock(LimitModel model) => ShareAsync(model, speed: 1, requests: 2, ["--limit", "5"]);

    [Theory]
    [InlineData(LimitModel.Fixed)]
    [InlineData(LimitModel.Sliding)]
    public async Task Fault_48_processes_share_an_observed_limit(LimitModel model)
    {
        // The six processes start at the same time with the documented limit, so requests that are in progress at the first 429 can also be refused.
        IReadOnlyList<RequestRecord> refused = await ShareAsync(model, speed: 10, requests: 2, ["--learn", "1"], maxRefused: Processes);
        Assert.NotEmpty(refused);
        DateTimeOffset first = refused.Min(static request => request.Time);
        Assert.All(refused, later => Assert.InRange(later.Time - first, TimeSpan.Zero, TimeSpan.FromSeconds(90)));
    }

    [SmallDiskTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fault_46_a_read_only_directory_causes_no_delay(bool exists)
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions { Commits = 10, Changes = 0, Limit = 0 });
        using SmallDisk disk = SmallDisk.Create(100);
        string[] call = company.Count(20, "--rate-limiter", disk.Folder).ToArray();
        if (exists)
        {
            (await HostRun.RunAsync(call)).Succeeded();
            Assert.NotEmpty(Directory.GetFiles(disk.Folder));
        }

        disk.MakeReadOnly();
        HostResult result = (await HostRun.RunAsync(call)).Succeeded();
        Assert.Equal(0, result.MaxWait);

        // Two seconds for each request would be 40.
        Assert.InRange(result.Milliseconds, 0, 30_000);
    }

    [Fact]
    public async Task Fault_46_a_locked_state_file_is_ignored()
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions { Commits = 10, Changes = 0, Limit = 0 });
        using var folder = new TempFolder();
        string[] call = company.Count(20, "--rate-limiter", folder.FullName).ToArray();
        (await HostRun.RunAsync(call)).Succeeded();
        using FileStream held = new(Assert.Single(Directory.GetFiles(folder.FullName)), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        HostResult result = (await HostRun.RunAsync(call)).Succeeded();
        Assert.Equal(0, result.MaxWait);

        // The client waits for the file once, for two seconds, and not for each of the 20 requests.
        output.WriteLine($"{result.Milliseconds} ms");
        Assert.InRange(result.Milliseconds, 0, 30_000);
    }

    private async Task<IReadOnlyList<RequestRecord>> ShareAsync(LimitModel model, int speed, int requests, string[] options, int maxRefused = 0)
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions
        {
            Commits = 10,
            Changes = 0,
            Limit = Limit,
            LimitModel = model,
            TimeProvider = speed == 1 ? TimeProvider.System : new FastClock(speed),
        });

        // Each process first sends a request to another server, so that its code is compiled.
        await using Company other = await Company.StartAsync(new EmulatorOptions { Commits = 10, Changes = 0, Limit = 0 });
        using var folder = new TempFolder();
        string go = folder.File("go");
        string[] call =
        [
            .. company.Count(requests, "--rate-limiter", folder.File("limiter"), "--speed", speed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            "--warm-up", other.Server.BaseUri.ToString(), "--after", go, .. options,
        ];
        List<HostRun> runs = Enumerable.Range(0, Processes).Select(_ => HostRun.Start(call)).ToList();
        while (other.Server.Requests.Count < Processes && !runs.Exists(static run => run.HasExited))
        {
            await Task.Delay(50);
        }

        await File.WriteAllTextAsync(go, "");
        HostResult[] results = await Task.WhenAll(runs.Select(static run => run.EndAsync()));
        runs.ForEach(static run => run.Dispose());

        IReadOnlyList<RequestRecord> all = company.Server.Requests;
        List<RequestRecord> refused = all.Where(static request => request.Status == 429).ToList();
        TimeSpan duration = all[^1].Time - all[0].Time;
        output.WriteLine($"{all.Count} requests in {duration.TotalSeconds:0} s of the clock, {refused.Count} refused; longest waits {string.Join(", ", results.Select(static result => result.MaxWait.ToString("0", System.Globalization.CultureInfo.InvariantCulture)))} s");
        Assert.All(results, static result => result.Succeeded());
        Assert.Equal(Processes * requests, all.Count(static request => request.Status == 200));
        Assert.InRange(refused.Count, 0, maxRefused);

        // All processes make progress: this is the minimum number of minutes, and three more are allowed for a 429 and a busy machine.
        double minutes = Math.Ceiling(Processes * requests / (double)Limit) - 1;
        Assert.InRange(duration.TotalMinutes, 0, minutes + 3);
        return refused;
    }
}
