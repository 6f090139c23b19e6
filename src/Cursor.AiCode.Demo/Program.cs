using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Demo;

/// <summary>Runs the module's cmdlets against an emulated API, on a machine that has only the .NET SDK.</summary>
internal static class Program
{
    /// <summary>Starts the emulated API, runs the cmdlets in PowerShell, prints their output, and writes both CSV files.</summary>
    /// <returns>0 if all steps succeeded.</returns>
    public static async Task<int> Main()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        // A proxy in the environment can't reach the loopback address of this computer.
        Environment.SetEnvironmentVariable("NO_PROXY", "127.0.0.1");
        Directory.CreateDirectory(Path.GetDirectoryName(DemoFiles.Commits)!);
        EmulatorServer server = await EmulatorServer.StartAsync(DemoCompany.Options).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            return await RunAsync(server, Console.Out).ConfigureAwait(false);
        }
    }

    private static async Task<int> RunAsync(EmulatorServer server, TextWriter to)
    {
        to.WriteLine($"Cursor's AI Code Tracking API, emulated on this machine: {DemoCompany.Developers} made-up developers in July 2025.");
        to.WriteLine($"The cmdlets query it, in PowerShell {PowerShellProcess.Version}.");
        to.WriteLine();
        int code = await RunStepsAsync(server, to).ConfigureAwait(false);
        if (code == 0)
        {
            to.WriteLine($"The files: {DemoFiles.Commits} and {DemoFiles.Changes}");
        }

        return code;
    }

    private static async Task<int> RunStepsAsync(EmulatorServer server, TextWriter to)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("aicode-demo-");
        try
        {
            // The key is that of the emulator. The directory separates the rate limiter state from the user's.
            var environment = new Dictionary<string, string>
            {
                ["CURSOR_API_BASEURI"] = server.BaseUri.GetLeftPart(UriPartial.Authority),
                ["CURSOR_API_KEY"] = server.ApiKey,
                ["XDG_DATA_HOME"] = data.FullName,
            };
            return await PowerShellProcess.RunAsync(DemoScript.Text, environment, to.WriteLine).ConfigureAwait(false);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
