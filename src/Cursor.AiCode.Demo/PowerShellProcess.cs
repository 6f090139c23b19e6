using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;

namespace Cursor.AiCode.Demo;

/// <summary>Runs PowerShell from the NuGet package that is restored with the demo.</summary>
internal static class PowerShellProcess
{
    /// <summary>The version of PowerShell, such as 7.6.9.</summary>
    public static string Version { get; } = Metadata("PowerShellVersion");

    /// <summary>Runs a script in a separate process, and passes each line of output to <paramref name="write"/>.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string script, IReadOnlyDictionary<string, string> environment, Action<string> write)
    {
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes(script));
        var start = new ProcessStartInfo(Dotnet, [Metadata("PowerShell"), "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        foreach ((string variable, string value) in environment)
        {
            start.Environment[variable] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            write(line);
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    // The runtime that runs the demo is in <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string Dotnet =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static string Metadata(string key) => typeof(PowerShellProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
