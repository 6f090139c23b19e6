using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Tasks;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>PowerShell on this machine, as a program.</summary>
internal static class PowerShell
{
    private const string LeastVersion = "7.4";
    private static readonly Lazy<(string? WhyNot, string ModulePath)> Found = new(LookForPester);

    /// <summary>Why Pester files can't be run here; null where they can.</summary>
    public static string? WhyNot => Found.Value.WhyNot;

    /// <summary>Where modules lie, those of the person who runs the tests included.</summary>
    public static string ModulePath => Found.Value.ModulePath;

    /// <summary>Runs a command, and returns its exit code and all that it wrote.</summary>
    /// <exception cref="TimeoutException">It did not end in time; it was ended, with what it had started.</exception>
    public static (int ExitCode, string Output) Run(string command, IReadOnlyDictionary<string, string> environment, TimeSpan longest)
    {
        var start = new ProcessStartInfo("pwsh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["-NoProfile", "-NonInteractive", "-Command", command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pwsh did not end within {longest}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    private static (string? WhyNot, string ModulePath) LookForPester()
    {
        const string look = $$"""
            if ($PSVersionTable.PSVersion -lt [version]'{{LeastVersion}}') { "no pwsh is older than {{LeastVersion}}: $($PSVersionTable.PSVersion)" }
            elseif (-not (Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 })) { 'no Pester 5 is not installed: Install-PSResource Pester' }
            else { "yes $env:PSModulePath" }
            """;
        try
        {
            (int exitCode, string output) = Run(look, new Dictionary<string, string>(), TimeSpan.FromMinutes(2));
            string said = output.Trim().Split('\n')[0].TrimEnd();
            return said.StartsWith("yes ", StringComparison.Ordinal) ? (null, said[4..])
                : said.StartsWith("no ", StringComparison.Ordinal) ? (said[3..], "")
                : ($"pwsh can't be asked for Pester (exit code {exitCode}): {said}", "");
        }
        catch (Win32Exception)
        {
            return ("pwsh is not installed: the cmdlets are not tested here.", "");
        }
    }
}
