using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using Cursor.AiCode.Scale.Tests.Support;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Scale.Tests;

/// <summary>Tests that memory use doesn't depend on the number of records. Each call runs in a process that reports its peak.</summary>
public sealed class MemoryTests
{
    private const int Few = 10_000;
    private const int Many = 300_000;

    // 290,000 records are 73 MB as CSV, and several times as much as objects. Only the table that detects duplicates may grow,
    // by about 40 bytes for each record, and the memory that the runtime keeps for the next garbage collection.
    private const double MaxGrowth = 60;

    [Theory]
    [InlineData("read", AiCodeKind.Commit)]
    [InlineData("read", AiCodeKind.Change)]
    [InlineData("export", AiCodeKind.Commit)]
    [InlineData("export", AiCodeKind.Change)]
    public async Task Memory_use_is_constant(string action, AiCodeKind kind)
    {
        double few = await PeakMegabytesAsync(action, kind, Few);
        double many = await PeakMegabytesAsync(action, kind, Many);
        Assert.True(many < few + MaxGrowth, string.Create(CultureInfo.InvariantCulture, $"{few:0.0} MB for {Few} records, {many:0.0} MB for {Many}."));
    }

    private static async Task<double> PeakMegabytesAsync(string action, AiCodeKind kind, int records)
    {
        await using Month month = await Month.StartAsync(records);
        using var folder = new TempFolder();
        string output = await ProgramRun.OfOursAsync(
            "Cursor.AiCode.ExportHost",
            action,
            "--uri",
            month.Server.BaseUri.ToString(),
            "--key",
            month.Server.ApiKey,
            "--kind",
            kind.ToString(),
            "--start",
            month.Server.DataStart.ToString("O", CultureInfo.InvariantCulture),
            "--end",
            month.Server.DataEnd.ToString("O", CultureInfo.InvariantCulture),
            "--out",
            folder.File());
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(records, result.GetProperty("records").GetInt64());
        return result.GetProperty("peakBytes").GetInt64() / 1e6;
    }
}
