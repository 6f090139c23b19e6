using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>
/// Tests killed exports to a data set. Each file is complete, either the old or the new one. The next run gets the rest, so
/// that no day is lost or duplicated. AICODE_NIGHTLY=1 kills 50 processes of each kind.
/// </summary>
public sealed class DatasetKillTests(ITestOutputHelper output)
{
    private const int Days = 20;
    private const int Commits = 12_000;
    private static readonly int Kills = Environment.GetEnvironmentVariable("AICODE_NIGHTLY") == "1" ? 50 : 10;

    [Theory]
    [InlineData("Csv")]
    [InlineData("CompressedCsv")]
    [InlineData("Parquet")]
    public async Task Fault_40_a_killed_export_leaves_complete_days_without_gaps(string format)
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions { Commits = Commits, Changes = 0, Days = Days, Limit = 0, ThrottleMegabytes = 10 });
        using var folder = new TempFolder();
        string whole = folder.File("whole"), path = folder.File("set");
        string[] run = company.Dataset(path, format, Days).ToArray();
        var watch = Stopwatch.StartNew();
        Assert.Equal(Commits, (await HostRun.RunAsync(company.Dataset(whole, format, Days))).Succeeded().Records);
        TimeSpan length = watch.Elapsed;
        Dictionary<string, byte[]> expected = FilesOf(whole);
        Assert.Equal(Days, expected.Count);
        var random = new Random(18);
        int nothing = 0, some = 0, all = 0;
        for (int i = 0; i < Kills; i++)
        {
            using HostRun host = HostRun.Start(run);
            if (i % 2 == 0)
            {
                await Task.Delay(length * (1.1 * (i + random.NextDouble()) / Kills));
            }
            else
            {
                // Kills the process while it replaces files, which takes some milliseconds.
                int days = 1 + random.Next(Days);
                await Task.Delay(length / 2);
                while (!host.HasExited && (!Directory.Exists(path) || Directory.GetFiles(path, "commits*", SearchOption.AllDirectories).Length < days))
                {
                    await Task.Yield();
                }
            }

            await host.KillAsync();
            Dictionary<string, byte[]> now = FilesOf(path);
            Assert.All(now, file => Assert.True(file.Value.AsSpan().SequenceEqual(expected[file.Key]), $"Kill {i} left {file.Key} with {file.Value.Length} bytes."));

            // The next run continues at the newest day, so all days before it must exist.
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal).Take(now.Count), now.Keys.Order(StringComparer.Ordinal));
            (nothing, some, all) = (nothing + (now.Count == 0 ? 1 : 0), some + (now.Count is > 0 and < Days ? 1 : 0), all + (now.Count == Days ? 1 : 0));
            if (now.Count > 0)
            {
                // Like a scheduled task, without a start date.
                (await HostRun.RunAsync([.. run, "--continue", "1"])).Succeeded();
                Assert.Equal(expected, FilesOf(path));
                Assert.Empty(Directory.GetFiles(path, ".*"));
                Directory.Delete(path, recursive: true);
            }
        }

        output.WriteLine($"A run takes {length.TotalMilliseconds:0} ms. {Kills} kills: {nothing} before the first file was replaced, {some} between two of them, {all} after the last one.");
        Assert.True(nothing > 0 && some > 0);
        if (Directory.Exists(path))
        {
            (await HostRun.RunAsync(run)).Succeeded();
            Assert.Equal(expected, FilesOf(path));
            Assert.Empty(Directory.GetFiles(path, ".*"));
        }
    }

    // Files of the days exist, and each is replaced by another one.
    [Theory]
    [InlineData("Csv")]
    [InlineData("Parquet")]
    public async Task Fault_40_a_killed_replacement_leaves_each_day_complete(string format)
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions { Commits = Commits, Changes = 0, Days = Days, Limit = 0, ThrottleMegabytes = 10 });
        await using Company other = await Company.StartAsync(new EmulatorOptions { Commits = Commits / 2, Changes = 0, Days = Days, Limit = 0, ThrottleMegabytes = 10, Seed = 2 });
        using var folder = new TempFolder();
        string path = folder.File("set");
        string[] first = company.Dataset(path, format, Days).ToArray(), second = other.Dataset(path, format, Days).ToArray();
        (await HostRun.RunAsync(first)).Succeeded();
        Dictionary<string, byte[]> before = FilesOf(path);
        (await HostRun.RunAsync(second)).Succeeded();
        Dictionary<string, byte[]> after = FilesOf(path);
        (await HostRun.RunAsync(first)).Succeeded();
        Assert.Equal(before, FilesOf(path));
        var random = new Random(19);
        for (int i = 0; i < Kills; i++)
        {
            using HostRun host = HostRun.Start(second);
            int days = random.Next(Days);
            while (!host.HasExited && Directory.GetFiles(path, "commits*", SearchOption.AllDirectories).Count(file => new FileInfo(file).Length == after[Name(path, file)].Length) < days)
            {
                await Task.Delay(1);
            }

            await host.KillAsync();
            Assert.All(FilesOf(path), file => Assert.True(file.Value.AsSpan().SequenceEqual(before[file.Key]) || file.Value.AsSpan().SequenceEqual(after[file.Key]), file.Key));
            (await HostRun.RunAsync(first)).Succeeded();
            Assert.Equal(before, FilesOf(path));
            Assert.Empty(Directory.GetFiles(path, ".*"));
        }
    }

    [SmallDiskTheory]
    [InlineData("Csv", 0.5)]
    [InlineData("Csv", 0.95)]
    [InlineData("Parquet", 0.5)]
    [InlineData("Parquet", 0.95)]
    public async Task Fault_39_a_full_disk_leaves_the_data_set(string format, double share)
    {
        await using Company company = await Company.StartAsync(new EmulatorOptions { Commits = Commits, Changes = 0, Days = Days, Limit = 0 });
        using var folder = new TempFolder();
        (await HostRun.RunAsync(company.Dataset(folder.File("set"), format, Days))).Succeeded();
        long needed = FilesOf(folder.File("set")).Values.Sum(static file => (long)file.Length);
        (await HostRun.RunAsync(company.Dataset(folder.File("three"), format, 3))).Succeeded();
        long three = FilesOf(folder.File("three")).Values.Sum(static file => (long)file.Length);
        using SmallDisk disk = SmallDisk.Create((int)((three + (share * needed)) / 1024));
        string path = disk.File("set");
        (await HostRun.RunAsync(company.Dataset(path, format, 3))).Succeeded();
        Dictionary<string, byte[]> before = FilesOf(path);
        HostResult result = (await HostRun.RunAsync(company.Dataset(path, format, Days))).Failed(AiCodeErrorKind.FileNotWritable);
        Assert.Contains(path, result.Message, StringComparison.Ordinal);
        Assert.Equal(before, FilesOf(path));
        Assert.Empty(Directory.GetFiles(path, ".*"));
    }

    private static string Name(string folder, string file) => Path.GetRelativePath(folder, file);

    // Returns the files that the glob pattern of an engine finds.
    private static Dictionary<string, byte[]> FilesOf(string folder)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            if (file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(".csv.gz", StringComparison.Ordinal) || file.EndsWith(".parquet", StringComparison.Ordinal))
            {
                files.Add(Name(folder, file), File.ReadAllBytes(file));
            }
        }

        return files;
    }
}
