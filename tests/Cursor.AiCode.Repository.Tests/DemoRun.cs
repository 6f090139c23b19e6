using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>A run of the demo in an empty folder, without PowerShell on PATH and without the user's settings.</summary>
internal sealed record DemoRun(int ExitCode, string Output, string Errors, byte[] Commits, byte[] Changes)
{
    private static readonly Lazy<Task<DemoRun>> Run = new(StartAsync);

    /// <summary>The run that all tests share.</summary>
    public static Task<DemoRun> Shared => Run.Value;

    /// <summary>Returns the lines without their local times, which depend on the time zone.</summary>
    public static string[] WithoutTimes(string output) =>
        output.TrimEnd('\n').Split('\n').Select(line => Regex.Replace(line, @"^\d{4}-\d\d-\d\d \d\d:\d\d", "(time)")).ToArray();

    private static async Task<DemoRun> StartAsync()
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
            start.Environment["PATH"] = folder;
            start.Environment["HOME"] = start.Environment["USERPROFILE"] = folder;
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
}
