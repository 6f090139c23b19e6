using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>Runs Pester files, each in a PowerShell process of its own.</summary>
/// <param name="diagnostics">Where the console shows what is written while tests pass.</param>
public sealed class PesterRun(IMessageSink diagnostics)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(20);

    /// <summary>The names of the Pester files of one of the four classes of <see cref="PesterTests"/>.</summary>
    public static TheoryData<string> Files(int remainder) => new(
        Directory.EnumerateFiles(Metadata.Get("PesterFolder"), "*.Tests.ps1")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .Where((_, index) => index % 4 == remainder));

    /// <summary>Runs a file, reports the tests that it skips with their reasons, and fails if a test of it fails.</summary>
    public void Passes(string file, ITestOutputHelper output)
    {
        // A home of its own: the user's vaults, profile and rate limit state are neither read nor changed.
        DirectoryInfo home = Directory.CreateTempSubdirectory("aicode-pester-");
        try
        {
            string path = Path.Combine(home.FullName, "results.json");
            string[] arguments =
            [
                "-File", Metadata.Get("RunPester"), "-Path", Path.Combine(Metadata.Get("PesterFolder"), file),
                "-Results", path, "-PesterVersion", Metadata.Get("PesterVersion"),
            ];
            (int exitCode, string text) = PowerShell.Current.Run(arguments, Variables(home.FullName), Timeout);
            Assert.True(exitCode == 0 && File.Exists(path), $"Pester wrote no results (exit code {exitCode}).\n{text}");
            var result = PesterResult.Read(path);
            string summary = $"{file}: {result.PassedCount} passed, {result.Skipped.Count()} skipped";
            output.WriteLine(summary);
            foreach (var cases in result.Skipped.GroupBy(static test => (test.Name, test.Reason)))
            {
                string count = cases.Count() > 1 ? $" ({cases.Count()} cases)" : "";
                string skipped = $"{file}: skipped '{cases.Key.Name}'{count}: {cases.Key.Reason}";
                output.WriteLine(skipped);
                _ = diagnostics.OnMessage(new DiagnosticMessage(skipped));
            }

            Assert.True(!result.Problems.Any(), $"{summary}\n{string.Join("\n", result.Problems)}");
            Assert.True(result.PassedCount > 0, $"{summary}\n{text}");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Variables(string home) => new()
    {
        ["HOME"] = home,
        ["USERPROFILE"] = home,
        ["XDG_DATA_HOME"] = Path.Combine(home, ".local", "share"),
        ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"),
        ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache"),
        ["PSModulePath"] = PowerShell.Current.ModulePath,
        ["AICODE_EMULATOR"] = Metadata.Get("Emulator"),
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
    };
}
