using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using Xunit;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>Runs a Pester file in a PowerShell of its own.</summary>
internal static class PesterRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The names of the Pester files, dealt to two hands.</summary>
    public static TheoryData<string> Files(int hand) => new(
        Directory.EnumerateFiles(Metadata("PesterFolder"), "*.Tests.ps1")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .Where((_, index) => index % 2 == hand));

    /// <summary>Runs a file, and fails with what failed in it.</summary>
    public static void Passes(string file)
    {
        // A home of its own: nobody's vaults, profile and request budget are read or touched.
        DirectoryInfo home = Directory.CreateTempSubdirectory("aicode-pester-");
        try
        {
            string results = Path.Combine(home.FullName, "results.xml");
            (int exitCode, string output) = PowerShell.Run(Command(file, results), Environment(home.FullName), Longest);
            Assert.True(File.Exists(results), $"Pester gave no results (exit code {exitCode}).\n{output}");
            List<XElement> tests = XDocument.Load(results).Descendants("test-case").ToList();
            string[] failures = tests.Where(HasFailed).Select(Describe).ToArray();
            Assert.True(failures.Length == 0 && exitCode == 0, $"{failures.Length} of {tests.Count} failed in {file}:\n{string.Join("\n", failures)}{(failures.Length == 0 ? output : "")}");
            Assert.NotEmpty(tests);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static string Metadata(string key) => typeof(PesterRun).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static string Command(string file, string results) => $$"""
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = '{{Quote(Path.Combine(Metadata("PesterFolder"), file))}}'
        $configuration.Run.Exit = $true
        $configuration.Run.Throw = $false
        $configuration.Output.Verbosity = 'Normal'
        $configuration.Output.RenderMode = 'Plaintext'
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'NUnit2.5'
        $configuration.TestResult.OutputPath = '{{Quote(results)}}'
        Import-Module -Name Pester -MinimumVersion 5.0
        Invoke-Pester -Configuration $configuration
        """;

    private static Dictionary<string, string> Environment(string home) => new()
    {
        ["HOME"] = home,
        ["USERPROFILE"] = home,
        ["XDG_DATA_HOME"] = Path.Combine(home, ".local", "share"),
        ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"),
        ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache"),
        ["PSModulePath"] = PowerShell.ModulePath,
        ["AICODE_EMULATOR"] = Metadata("Emulator"),
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
    };

    private static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private static bool HasFailed(XElement test) => test.Attribute("result")?.Value is "Failure" or "Error";

    private static string Describe(XElement test) =>
        $"- {test.Attribute("name")?.Value}\n    {test.Descendants("message").FirstOrDefault()?.Value.Trim().ReplaceLineEndings("\n    ")}";
}
