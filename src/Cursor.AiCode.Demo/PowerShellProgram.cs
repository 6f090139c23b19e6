using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace Cursor.AiCode.Demo;

/// <summary>A PowerShell that is installed on this machine.</summary>
/// <param name="Path">Its program.</param>
/// <param name="Version">Its version, such as 7.6.5.</param>
internal sealed record PowerShellProgram(string Path, string Version)
{
    private static readonly Version Oldest = new(7, 4);

    /// <summary>The first one on PATH that the module can be imported in; null where there is none.</summary>
    public static async Task<PowerShellProgram?> FindAsync()
    {
        string name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        foreach (string path in folders.Select(folder => System.IO.Path.Combine(folder, name)).Where(File.Exists))
        {
            var said = new List<string>();
            try
            {
                int code = await new PowerShellProgram(path, "").RunAsync("[string]$PSVersionTable.PSVersion", new Dictionary<string, string>(), said.Add).ConfigureAwait(false);
                string version = said.LastOrDefault() ?? "";
                if (code == 0 && System.Version.TryParse(version.Split('-')[0], out Version? number) && number >= Oldest)
                {
                    return new PowerShellProgram(path, version);
                }
            }
            catch (Win32Exception)
            {
                // A file of that name that is no program: the next one, then.
            }
        }

        return null;
    }

    /// <summary>Runs a script, and hands on each line that it writes.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> RunAsync(string script, IReadOnlyDictionary<string, string> environment, Action<string> write)
    {
        string encoded = Convert.ToBase64String(Encoding.Unicode.GetBytes(script));
        var start = new ProcessStartInfo(Path, ["-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded])
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
}
