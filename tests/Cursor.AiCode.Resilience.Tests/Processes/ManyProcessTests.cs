using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Oracles;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests several processes that write one file at the same time.</summary>
public sealed class ManyProcessTests
{
    // .NET then doesn't lock files, like on network drives of type NFS, SMB or CIFS.
    private static readonly Dictionary<string, string> WithoutLocks = new() { ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1" };
    private static readonly EmulatorOptions Data = new() { Commits = 6000, Changes = 0, Days = 20, Limit = 0 };

    [Fact]
    public Task Fault_41_one_of_three_exports_wins_and_its_file_is_complete() => ExportTogetherAsync();

    [Fact]
    public Task Trial_F01_one_of_three_exports_without_file_locks_wins_and_its_file_is_complete() => ExportTogetherAsync(WithoutLocks);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Fault_41_concurrent_appends_lose_and_duplicate_nothing(bool fileExists) => AppendTogetherAsync(fileExists);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Trial_F01_appends_without_file_locks_lose_and_duplicate_nothing(bool fileExists) => AppendTogetherAsync(fileExists, WithoutLocks);

    [Fact]
    public Task Fault_41_concurrent_appends_and_exports_leave_a_complete_file() => AppendAndExportTogetherAsync();

    [Fact]
    public Task Trial_F01_appends_and_exports_without_file_locks_leave_a_complete_file() => AppendAndExportTogetherAsync(WithoutLocks);

    private static async Task ExportTogetherAsync(Dictionary<string, string>? environment = null)
    {
        await using Company company = await Company.StartAsync(Data);
        using var complete = new TempFolder();
        double[] days = [20, 19.5, 19];
        var files = new List<byte[]>();
        foreach (double day in days)
        {
            (await HostRun.RunAsync(company.Export(complete.File(), day))).Succeeded();
            files.Add(await File.ReadAllBytesAsync(complete.File()));
        }

        for (int round = 0; round < 3; round++)
        {
            using var folder = new TempFolder();
            using var gate = new TempFolder();
            string path = folder.File();
            await TogetherAsync(gate, days.Select(day => company.Export(path, day)), environment);
            byte[] written = await File.ReadAllBytesAsync(path);
            Assert.Contains(files, file => file.AsSpan().SequenceEqual(written));
            LeftoverFiles.AssertDeleted(folder, path);
        }
    }

    private static async Task AppendTogetherAsync(bool fileExists, Dictionary<string, string>? environment = null)
    {
        await using Company company = await Company.StartAsync(Data);
        using var complete = new TempFolder();
        (await HostRun.RunAsync(company.Export(complete.File(), 20))).Succeeded();
        string[] expected = RowsOf(complete.File());
        Assert.Equal(Data.Commits!.Value, expected.Length);
        using var folder = new TempFolder();
        using var gate = new TempFolder();
        string path = folder.File();
        if (fileExists)
        {
            (await HostRun.RunAsync(company.ExportUntil(path, 20, 12))).Succeeded();
        }

        // Each process appends a range with a different end. The last one must find the records of all others.
        double[] until = [6, 3, 0, 0];
        await TogetherAsync(gate, until.Select(to => company.ExportUntil(path, 20, to, "--append", "1")), environment);
        Assert.Equal(expected, RowsOf(path));
        LeftoverFiles.AssertDeleted(folder, path);
        Assert.Equal(0, (await HostRun.RunAsync(company.Export(path, 20, "--append", "1"))).Succeeded().Added);
    }

    private static async Task AppendAndExportTogetherAsync(Dictionary<string, string>? environment = null)
    {
        await using Company company = await Company.StartAsync(Data);
        using var complete = new TempFolder();
        (await HostRun.RunAsync(company.Export(complete.File(), 20))).Succeeded();
        string[] expected = RowsOf(complete.File());
        for (int round = 0; round < 3; round++)
        {
            using var folder = new TempFolder();
            using var gate = new TempFolder();
            string path = folder.File();
            (await HostRun.RunAsync(company.ExportUntil(path, 20, 6))).Succeeded();
            await TogetherAsync(gate, [company.Export(path, 20, "--append", "1"), company.Export(path, 20), company.Export(path, 20, "--append", "1")], environment);
            Assert.Equal(expected, RowsOf(path));
            LeftoverFiles.AssertDeleted(folder, path);
        }
    }

    // Starts the processes at the same time and waits until they exit without an error.
    private static async Task TogetherAsync(TempFolder gate, IEnumerable<IEnumerable<string>> calls, Dictionary<string, string>? environment)
    {
        string go = gate.File("go");
        List<HostRun> runs = calls.Select(call => HostRun.Start([.. call, "--after", go], environment)).ToList();
        try
        {
            await Task.Delay(500);
            await File.WriteAllTextAsync(go, "");
            HostResult[] results = await Task.WhenAll(runs.Select(static run => run.EndAsync()));
            Assert.All(results, static result => result.Succeeded());
        }
        finally
        {
            runs.ForEach(static run => run.Dispose());
        }
    }

    // Returns the records in an order that doesn't depend on the process that wrote them.
    private static string[] RowsOf(string path) =>
        OracleCsv.Parse(File.ReadAllBytes(path))!.Skip(1).Select(static row => string.Join('\u001F', row.Select(Encoding.UTF8.GetString))).Order(StringComparer.Ordinal).ToArray();
}
