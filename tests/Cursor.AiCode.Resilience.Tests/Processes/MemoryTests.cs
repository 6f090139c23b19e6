using System;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Cursor.AiCode.Resilience.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.Resilience.Tests.Processes;

/// <summary>Tests that the peak memory of a process doesn't depend on the number of records or the size of invalid responses.</summary>
[Collection("Memory")]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Few = 10_000;
    private const int Many = 300_000;
    // 290,000 records are 73 MB as CSV, and several times as much as objects. Only the table that detects duplicates may grow,
    // by about 40 bytes for each record, and the memory that the runtime keeps for the next garbage collection.
    private const double MaxGrowth = 60;
    private const string Transport = "--transport";

    [Theory]
    [InlineData("read", "Csv")]
    [InlineData("export", "Auto")]
    public async Task Thirty_times_the_records_use_the_same_memory(string action, string transport)
    {
        double few = await PeakAsync(action, transport, Few);
        double many = await PeakAsync(action, transport, Many);
        output.WriteLine($"{action}: {few:0} MB for {Few} records, {many:0} MB for {Many}");
        Assert.InRange(many - few, -1000, MaxGrowth);
    }

    [Theory]
    [InlineData("gzip-bomb", "Json")]
    [InlineData("gzip-bomb", "Csv")]
    [InlineData("huge-field:100m", "Json")]
    [InlineData("huge-field:100m", "Csv")]
    public async Task Fault_15_38_a_body_that_is_far_too_large_is_not_buffered(string fault, string transport)
    {
        string endpoint = transport == "Csv" ? "commits.csv" : "commits";
        await using Company company = await Company.StartAsync(Data(Few));
        double usual = (await HostRun.RunAsync(company.Read(20, Transport, transport))).Succeeded().PeakMegabytes;
        company.Server.AddFault(fault + "@" + endpoint);
        HostResult result = await HostRun.RunAsync(company.Read(20, Transport, transport, "--speed", "50"));
        output.WriteLine($"{fault} at {endpoint}: {result.PeakMegabytes:0} MB instead of {usual:0}: {result.Kind} {result.Message}");
        Assert.NotNull(result.Kind);

        // The client buffers up to 16 MB of a record (a little more for CSV), and the buffer grows by doubling.
        Assert.InRange(result.PeakMegabytes - usual, -1000, MaxGrowth);
    }

    private static EmulatorOptions Data(int commits) => new() { Commits = commits, Changes = 0, Days = 20, Limit = 0, Developers = 500 };

    private static async Task<double> PeakAsync(string action, string transport, int records)
    {
        await using Company company = await Company.StartAsync(Data(records));
        using var folder = new TempFolder();
        HostResult result = (await HostRun.RunAsync(action == "read"
            ? company.Read(20, Transport, transport)
            : company.Export(folder.File(), 20, Transport, transport))).Succeeded();
        Assert.Equal(records, result.Records);
        return result.PeakMegabytes;
    }
}
