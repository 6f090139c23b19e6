using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>A call of the client in another process.</summary>
internal sealed class HostRun : IDisposable
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly string _key;

    private HostRun(ProcessStartInfo start, IReadOnlyDictionary<string, string>? environment = null)
    {
        _key = start.ArgumentList.SkipWhile(static argument => argument != "--key").ElementAt(1);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // Killed processes leave no diagnostics pipes in the temporary folder, and JIT compilation is faster without W^X.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts a call, with environment variables.</summary>
    public static HostRun Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        new(new ProcessStartInfo("dotnet", [Program, .. arguments]), environment);

    /// <summary>Starts a call with a maximum file size in kilobytes, which has the effect of a full disk.</summary>
    public static HostRun StartLimited(int kilobytes, IEnumerable<string> arguments) =>

        // If the signal is ignored, the write fails with an error. The runtime's double-mapped memory would also count as a file.
        StartAfter($"trap '' XFSZ; ulimit -f {kilobytes}; export DOTNET_EnableWriteXorExecute=0", arguments);

    /// <summary>Starts a call in a shell after some commands.</summary>
    public static HostRun StartAfter(string commands, IEnumerable<string> arguments) =>
        new(new ProcessStartInfo("bash", ["-c", commands + "; exec dotnet \"$@\"", "bash", Program, .. arguments]));

    /// <summary>Starts a call that SIGHUP ends, even if the tests were started by nohup, because processes inherit ignored signals.</summary>
    public static HostRun StartWithHangUp(IEnumerable<string> arguments) => OperatingSystem.IsLinux()
        ? new(new ProcessStartInfo("env", ["--default-signal=HUP", "dotnet", Program, .. arguments]))
        : Start(arguments);

    /// <summary>Starts a call as another account, whose new files its group can write. Requires root.</summary>
    public static HostRun StartAs(Account account, IEnumerable<string> arguments) =>
        new(new ProcessStartInfo("bash", ["-c", "umask 002; exec setpriv " + account.Options + " dotnet \"$@\"", "bash", Account.ProgramOf("Cursor.AiCode.ExportHost"), .. arguments]));

    /// <summary>Starts a call, and waits for its result.</summary>
    public static async Task<HostResult> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using HostRun run = Start(arguments, environment);
        return await run.EndAsync();
    }

    /// <summary>Kills the process immediately, with SIGKILL or its equivalent in Windows.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends a signal, by its name in kill, and doesn't wait for its effect.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for a process that a signal ends, and returns its exit code: 128 plus the number of the signal.</summary>
    public async Task<int> EndBySignalAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(MaxDuration);
        return _process.ExitCode;
    }

    /// <summary>Waits for the result of the call. A crash fails the test, as does the key in its output.</summary>
    public async Task<HostResult> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(MaxDuration);
        string errors = await _errors;
        Secret.AssertNotIn(_key, await _output + errors);
        Assert.True(_process.ExitCode is 0 or 1 && errors.Length == 0, $"The process ended with {_process.ExitCode}: {errors}");
        return new HostResult(JsonDocument.Parse((await _output).Split('\n').Last(static line => line.Length > 0)).RootElement.Clone());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Cursor.AiCode.ExportHost.dll");
}

/// <summary>The result of a call.</summary>
internal sealed class HostResult(JsonElement json)
{
    /// <summary>The kind of the error, or null.</summary>
    public string? Kind => json.TryGetProperty("kind", out JsonElement kind) ? kind.GetString() : null;

    public string Message => json.TryGetProperty("message", out JsonElement message) ? message.GetString()! : "";

    /// <summary>The exception as text.</summary>
    public string Details => json.TryGetProperty("details", out JsonElement details) ? details.GetString()! : "";

    public long Records => json.GetProperty("records").GetInt64();

    public long Added => json.GetProperty("added").GetInt64();

    public int Requests => json.GetProperty("requests").GetInt32();

    public double MaxWait => json.GetProperty("maxWait").GetDouble();

    public double PeakMegabytes => json.GetProperty("peakBytes").GetInt64() / 1e6;

    public long Milliseconds => json.GetProperty("milliseconds").GetInt64();

    /// <summary>Asserts that the call succeeded, and returns this result.</summary>
    public HostResult Succeeded()
    {
        Assert.True(Kind is null, $"{Kind}: {Message}");
        return this;
    }

    public HostResult Failed(AiCodeErrorKind kind)
    {
        Assert.Equal(kind.ToString(), Kind);
        return this;
    }

    public override string ToString() => json.ToString();
}
