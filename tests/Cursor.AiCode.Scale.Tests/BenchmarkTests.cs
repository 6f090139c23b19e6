using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Cursor.AiCode.Scale.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Scale.Tests;

/// <summary>Tests that the benchmarks run, but not their results.</summary>
public sealed class BenchmarkTests
{
    [Fact]
    public async Task The_library_benchmarks_run()
    {
        string output = await ProgramRun.OfOursAsync("Cursor.AiCode.Benchmarks", "--small");
        string[] rows = output.Split('\n').Where(static line => Regex.IsMatch(line, @"^\| \w+ +\|")).ToArray();
        Assert.Contains(rows, static row => row.Contains("ExportChanges", StringComparison.Ordinal));
        Assert.All(rows, static row => Assert.DoesNotMatch(@"\| +NA \|( +\? \|)+ *$", row));
        Assert.Equal(17, rows.Count(static row => !row.StartsWith("| Method", StringComparison.Ordinal)));
    }

    [NeedsFact("pwsh")]
    public async Task The_process_benchmarks_run()
    {
        string script = Path.Combine(ProgramRun.Root, "tests", "benchmarks", "Measure-Performance.ps1");
        string emulator = Path.Combine(AppContext.BaseDirectory, "Cursor.AiCode.Emulator.dll");
        string output = await ProgramRun.OfAsync(
            "pwsh",
            "-NoProfile",
            "-NonInteractive",
            "-Command",
            $"& '{Quote(script)}' -Small -Part Start, Get, Measure, Export, Scale -Emulator '{Quote(emulator)}' | ForEach-Object {{ $_.Comparison + '|' + $_.Contender + '|' + $_.Records }}");
        Assert.Contains("Get, commits|Get-AiCommit|3000", output, StringComparison.Ordinal);
        Assert.Contains("Get, commits|Import-Csv of the same records|3000", output, StringComparison.Ordinal);
        string[] summaries = output.Split('\n').Where(static line => line.StartsWith("Measure, commits by repository", StringComparison.Ordinal)).Select(static line => line.Split('|')[2].Trim()).ToArray();
        Assert.InRange(summaries.Length, 3, 4);
        Assert.Single(summaries.Distinct());
        string[] exports = output.Split('\n').Where(static line => line.StartsWith("Export, changes", StringComparison.Ordinal)).Select(static line => line.Split('|')[2].Trim()).ToArray();
        Assert.Equal(4, exports.Length);
        Assert.Single(exports.Distinct());
    }

    private static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
