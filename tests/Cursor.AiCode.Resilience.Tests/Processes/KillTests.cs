using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>
/// Tests that an export that is killed at any time leaves the old file or the complete new one. Most kills are spread over
/// the whole run. The others wait until the temporary file is written, to hit the flush and the rename.
/// </summary>
public abstract class KillTests(ITestOutputHelper output)
{
    private const int Commits = 12_000;
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(60);

    private enum Phase
    {
        BeforeTheWrite,
        DuringTheWrite,
        AfterTheRename,
    }

    /// <summary>The number of days in the old file, starting with the first day.</summary>
    protected abstract double DaysOfOldFile { get; }

    protected abstract string[] Options { get; }

    /// <summary>The number of kills that are spread over the whole run.</summary>
    protected abstract int SpreadKills { get; }

    /// <summary>The number of kills during the flush and the rename.</summary>
    protected abstract int AimedKills { get; }

    [Fact]
    public async Task Fault_40_a_killed_export_leaves_the_old_or_the_new_file()
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions
        {
            Commits = Commits,
            Changes = 0,
            Days = 20,
            Limit = 0,
            ThrottleMegabytes = 25,
        });
        using var folder = new TempFolder();
        string path = folder.File();
        (await HostRun.RunAsync(company.ExportUntil(path, 20, 20 - DaysOfOldFile))).Succeeded();
        byte[] before = await File.ReadAllBytesAsync(path);
        string[] run = company.Export(path, 20, Options).ToArray();
        (byte[] after, TimeSpan length) = await CompleteAsync(run, path, before);
        Assert.NotEqual(before.Length, after.Length);
        var random = new Random(40);
        var phases = new List<Phase>();
        for (int i = 0; i < SpreadKills + AimedKills; i++)
        {
            await File.WriteAllBytesAsync(path, before);
            string[] leftovers = LeftoverFiles.TemporaryOf(path);
            using HostRun host = HostRun.Start(run);
            if (i < SpreadKills)
            {
                // Each kill is in a different part of the run, or shortly after its end.
                await Task.Delay(length * (1.2 * (i + random.NextDouble()) / SpreadKills));
            }
            else
            {
                // Kills the process after all bytes are written, or after the old file changed. A rename has no visible intermediate state.
                bool flush = i % 2 == 0;
                await Task.Delay(length / 2);
                WaitUntil(host, () => flush ? IsComplete(path, after.Length, leftovers) : new FileInfo(path).Length != before.Length);
                Thread.SpinWait(flush ? random.Next(200_000) : 0);
            }

            bool ended = host.HasExited;
            await host.KillAsync();
            byte[] now = await File.ReadAllBytesAsync(path);
            bool isNew = now.AsSpan().SequenceEqual(after);
            Assert.True(isNew || now.AsSpan().SequenceEqual(before), $"Kill {i} left {now.Length} bytes, neither the {before.Length} of the old file nor the {after.Length} of the new one.");
            Assert.True(isNew || !ended, "A completed run wrote nothing.");
            LeftoverFiles.AssertDeletable(folder, path);
            phases.Add(isNew ? Phase.AfterTheRename : LeftoverFiles.TemporaryOf(path).Except(leftovers).Any() ? Phase.DuringTheWrite : Phase.BeforeTheWrite);
        }

        output.WriteLine($"A run takes {length.TotalMilliseconds:0} ms. Kills: {string.Join(", ", phases.GroupBy(static phase => phase).Select(static group => $"{group.Key} {group.Count()}"))}");
        Assert.All(Enum.GetValues<Phase>(), phase => Assert.Contains(phase, phases));

        await File.WriteAllBytesAsync(path, before);
        (await HostRun.RunAsync(run)).Succeeded();
        Assert.Equal(after, await File.ReadAllBytesAsync(path));
        LeftoverFiles.AssertDeleted(folder, path);
    }

    private static async Task<(byte[] File, TimeSpan Length)> CompleteAsync(string[] run, string path, byte[] before)
    {
        byte[] after = [];
        var lengths = new List<TimeSpan>();
        for (int i = 0; i < 3; i++)
        {
            await File.WriteAllBytesAsync(path, before);
            var watch = Stopwatch.StartNew();
            (await HostRun.RunAsync(run)).Succeeded();
            lengths.Add(watch.Elapsed);
            byte[] file = await File.ReadAllBytesAsync(path);
            Assert.True(i == 0 || file.AsSpan().SequenceEqual(after), "The files of two runs differ.");
            after = file;
        }

        return (after, lengths.Order().ElementAt(1));
    }

    // Spins instead of waiting, because this state lasts only some milliseconds.
    private static void WaitUntil(HostRun host, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!host.HasExited && watch.Elapsed < MaxDuration && !condition())
        {
            Thread.Yield();
        }
    }

    private static bool IsComplete(string path, long length, string[] leftovers) =>
        LeftoverFiles.TemporaryOf(path).Except(leftovers).Select(static temporary => new FileInfo(temporary)).Any(file => file.Exists && file.Length >= length);
}

public sealed class KillReplaceTests(ITestOutputHelper output) : KillTests(output)
{
    protected override double DaysOfOldFile => 3;

    protected override string[] Options => [];

    protected override int SpreadKills => 40;

    protected override int AimedKills => 12;
}

public sealed class KillAppendTests(ITestOutputHelper output) : KillTests(output)
{
    protected override double DaysOfOldFile => 8;

    protected override string[] Options => ["--append", "1"];

    protected override int SpreadKills => 26;

    protected override int AimedKills => 10;
}
