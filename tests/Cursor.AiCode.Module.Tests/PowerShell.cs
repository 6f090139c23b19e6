using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>The PowerShell that runs the tests: the one of the NuGet package, or the one that AICODE_PWSH names.</summary>
/// <param name="Program">Its program.</param>
/// <param name="ModulePath">The folders of modules, those of the user who runs the tests included.</param>
internal sealed record PowerShell(string Program, string ModulePath)
{
    /// <summary>The environment variable that names another pwsh.</summary>
    public const string Variable = "AICODE_PWSH";

    private static readonly Version MinVersion = new(7, 4);
    private static readonly Lazy<PowerShell> Found = new(Find);

    /// <summary>The PowerShell of this run.</summary>
    public static PowerShell Current => Found.Value;

    /// <summary>Runs it, and returns its exit code and all that it wrote.</summary>
    /// <exception cref="TimeoutException">It did not end in time. It was ended, together with what it had started.</exception>
    public (int ExitCode, string Output) Run(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan timeout)
    {
        var start = new ProcessStartInfo(Program, ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The launcher looks for .NET where installers put it; this one may be elsewhere.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

        // Profiles and optimized code don't pay off in processes that live for seconds. Without profiles they take a seventh
        // less processor time, and if they begin to optimize after a second instead of 0.1 s, up to a quarter less.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "1000";

        // Without diagnostics, .NET creates no pipes in the temporary folder. Processes that tests end would leave them there,
        // and PowerShell enumerates each parent folder of a path to get its casing. Without W^X, JIT compilation is faster.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pwsh did not end within {timeout}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }

    private static PowerShell Find()
    {
        string? other = Environment.GetEnvironmentVariable(Variable);
        string program = string.IsNullOrEmpty(other) ? Metadata.Get("PowerShell") : other;
        Assert.True(
            File.Exists(program) || !string.IsNullOrEmpty(other),
            $"There is no {program}. 'dotnet test' makes it. For tests that another program starts: dotnet build tests/Cursor.AiCode.Module.Tests -t:PreparePowerShell -t:PreparePester");
        (int exitCode, string output) = new PowerShell(program, "").Run(
            ["-Command", "\"$($PSVersionTable.PSVersion)|$env:PSModulePath\""], new Dictionary<string, string>(), TimeSpan.FromMinutes(2));
        string[] parts = output.Trim().Split('|');
        Assert.True(
            exitCode == 0 && parts.Length == 2 && Version.TryParse(parts[0].Split('-')[0], out Version? version) && version >= MinVersion,
            $"{program} is not a PowerShell of version {MinVersion} or later. Exit code {exitCode}: {output}");
        return new PowerShell(program, Metadata.Get("PesterModules") + Path.PathSeparator + parts[1]);
    }
}
