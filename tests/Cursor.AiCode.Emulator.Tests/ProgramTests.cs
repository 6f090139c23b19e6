using System;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Emulator.Tests;

/// <summary>Tests the emulator as a program.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task The_program_writes_its_address_and_serves_until_terminated()
    {
        string ready = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using Process process = Start("--limit", "0", "--commits", "10", "--changes", "10", "--ready-file", ready);
        try
        {
            for (int i = 0; !File.Exists(ready) && !process.HasExited && i < 300; i++)
            {
                await Task.Delay(100);
            }

            string address = (await File.ReadAllTextAsync(ready)).Trim();
            string output = "";
            while (await process.StandardOutput.ReadLineAsync() is string line && !line.StartsWith("Ctrl+C", StringComparison.Ordinal))
            {
                output += line + "\n";
            }

            string key = output.Split("Key      ")[1].Split('\n')[0];
            Assert.Contains($"Get-AiCommit -BaseUri {address} -ApiKey (ConvertTo-SecureString {key} -AsPlainText -Force)", output, StringComparison.Ordinal);
            Assert.Contains($"$env:CURSOR_API_BASEURI = '{address}'; $env:CURSOR_API_KEY = '{key}'", output, StringComparison.Ordinal);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            client.DefaultRequestHeaders.Authorization = TestEmulator.Basic(key);
            Assert.Contains("\"totalCount\":10,", await client.GetStringAsync(new Uri(address + TestEmulator.Commits + "?startDate=60d")), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
            {
                using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                Assert.True(process.WaitForExit(60_000));
                Assert.Equal(0, process.ExitCode);
                Assert.Equal("", await process.StandardError.ReadToEndAsync());
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            File.Delete(ready);
        }
    }

    [Theory]
    [InlineData(2, "--limits", "--limits", "5")]
    [InlineData(2, "PageSizeCap must be 1 to 1000.", "--page-size-cap", "5000")]
    public async Task Invalid_arguments_exit_with_code_2(int code, string message, params string[] args)
    {
        using Process process = Start(args);
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(code, process.ExitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_exits_with_code_1()
    {
        await using TestEmulator emulator = await TestEmulator.StartAsync();
        using Process process = Start("--port", emulator.Server.BaseUri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("cannot start", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        using Process process = Start("--help");
        string help = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("--page-size-cap-mode", help, StringComparison.Ordinal);
    }

    private static Process Start(params string[] args)
    {
        string program = typeof(EmulatorServer).Assembly.Location;
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
