using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests that an export that receives a signal leaves only the old file, and exits with the status of the signal.</summary>
public sealed class SignalTests
{
    private const int HangUp = 1;
    private const int Terminate = 15;

    // Slow enough for the signal to arrive during the export, and fast enough for the test.
    private static readonly EmulatorOptions Data = new() { Commits = 12_000, Changes = 0, Days = 20, Limit = 0, ThrottleMegabytes = 0.7 };

    [NotWindowsTheory]
    [InlineData("TERM", Terminate, new string[0])]
    [InlineData("TERM", Terminate, new[] { "--append", "1" })]
    [InlineData("HUP", HangUp, new string[0])]
    [InlineData("HUP", HangUp, new[] { "--append", "1" })]
    public async Task Trial_F15_a_signal_leaves_the_old_file(string signal, int number, string[] options)
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        string path = folder.File();
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 19))).Succeeded();
        byte[] before = await File.ReadAllBytesAsync(path);
        using var run = HostRun.StartWithHangUp(company.Export(path, 20, options));
        await LeftoverFiles.AppearAsync(run, () => LeftoverFiles.TemporaryOf(path));
        Assert.Equal(options.Length > 0 ? 1 : 0, LeftoverFiles.LocksOf(path).Length);
        await run.SignalAsync(signal);
        Assert.Equal(128 + number, await run.EndBySignalAsync());
        LeftoverFiles.AssertDeleted(folder, path);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    // With nohup, the export continues after the terminal is closed.
    [NotWindowsFact]
    public async Task Trial_F15_a_signal_that_is_ignored_stays_ignored()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        string path = folder.File();
        using var run = HostRun.StartAfter("trap '' HUP", company.Export(path, 20));
        await LeftoverFiles.AppearAsync(run, () => LeftoverFiles.TemporaryOf(path));
        await run.SignalAsync("HUP");
        Assert.Equal(Data.Commits, (await run.EndAsync()).Succeeded().Records);
        LeftoverFiles.AssertDeleted(folder, path);
    }

    // The killed process can't delete its files, so the next run does.
    [NotWindowsTheory]
    [InlineData(new object[] { new string[0] })]
    [InlineData(new object[] { new[] { "--append", "1" } })]
    public async Task Trial_F15_files_of_a_killed_process_are_deleted_by_the_next_run(string[] options)
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        string path = folder.File();
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 19))).Succeeded();
        using (var run = HostRun.Start(company.Export(path, 20, options)))
        {
            await LeftoverFiles.AppearAsync(run, () => LeftoverFiles.TemporaryOf(path));
            await run.KillAsync();
        }

        Assert.Single(LeftoverFiles.TemporaryOf(path));
        Assert.Equal(options.Length > 0 ? 1 : 0, LeftoverFiles.LocksOf(path).Length);
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 19))).Succeeded();
        LeftoverFiles.AssertDeleted(folder, path);
    }

    // The clock runs 1,000 times as fast as the real one.
    [NotWindowsFact]
    public async Task Trial_F09_a_wait_for_a_lock_of_a_stopped_process_ends_after_ten_minutes()
    {
        await using Company company = await Company.StartAsync(Data);
        using var folder = new TempFolder();
        string path = folder.File();
        using var holder = HostRun.Start(company.Export(path, 20, "--append", "1"));
        await LeftoverFiles.AppearAsync(holder, () => LeftoverFiles.TemporaryOf(path));

        // The request for the count, and the request for the CSV, which takes seconds.
        const int requests = 2;
        while (company.Server.Requests.Count < requests)
        {
            await Task.Delay(10);
        }

        await holder.SignalAsync("STOP");
        HostResult waited = (await HostRun.RunAsync(company.Export(path, 20, "--append", "1", "--speed", "1000"))).Failed(AiCodeErrorKind.FileNotWritable);
        Assert.Contains(LeftoverFiles.LocksOf(path).Single(), waited.Message, System.StringComparison.Ordinal);
        Assert.Equal(requests, company.Server.Requests.Count);
        await holder.SignalAsync("CONT");
        Assert.Equal(Data.Commits, (await holder.EndAsync()).Succeeded().Records);
        LeftoverFiles.AssertDeleted(folder, path);
    }
}
