using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>One run of the demo, as a user runs it, in an empty folder.</summary>
internal sealed record DemoRun(int ExitCode, string Output, string Errors, byte[] Commits, byte[] Changes)
{
    /// <summary>Whether PATH leads to a PowerShell that the demo can use.</summary>
    public static bool HasPowerShell { get; } = FoldersOfPath().Any(HoldsPowerShell);

    /// <summary>Runs it with PATH as it is, or without the folders that hold a PowerShell.</summary>
    public static async Task<DemoRun> StartAsync(bool withPowerShell)
    {
        string folder = Directory.CreateTempSubdirectory("aicode-demo-test-").FullName;
        try
        {
            string program = Path.Combine(AppContext.BaseDirectory, "Cursor.AiCode.Demo.dll");
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", program])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            start.Environment["CURSOR_API_KEY"] = "key_of_the_user";
            start.Environment["CURSOR_API_BASEURI"] = "https://example.invalid";
            if (!withPowerShell)
            {
                start.Environment["PATH"] = string.Join(Path.PathSeparator, FoldersOfPath().Where(path => !HoldsPowerShell(path)));
            }

            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new DemoRun(process.ExitCode, output.ReplaceLineEndings("\n"), await errors, Bytes("commits.csv"), Bytes("changes.csv"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        byte[] Bytes(string name)
        {
            string path = Path.Combine(folder, "out", "demo", name);
            return File.Exists(path) ? File.ReadAllBytes(path) : [];
        }
    }

    /// <summary>The output's lines but for the second, which says which way the demo went.</summary>
    public static string[] WithoutWay(string output) => output.TrimEnd('\n').Split('\n').Where((_, i) => i != 1).ToArray();

    /// <summary>The lines with their local times, which another time zone shows otherwise, taken away.</summary>
    public static string[] WithoutTimes(string output) =>
        WithoutWay(output).Select(line => Regex.Replace(line, @"^\d{4}-\d\d-\d\d \d\d:\d\d", "(time)")).ToArray();

    private static string[] FoldersOfPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool HoldsPowerShell(string folder) =>
        File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh"));
}
