using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Demo;

/// <summary>Shows what the module does on a machine that has only the .NET SDK: no key, no PowerShell needed.</summary>
internal static class Program
{
    /// <summary>Starts an emulated API, asks it, prints the answers and writes both CSV files.</summary>
    /// <returns>0 where all of it worked.</returns>
    public static async Task<int> Main()
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        // A proxy that the environment names can't reach this machine's loopback.
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
        if (await PowerShellProgram.FindAsync().ConfigureAwait(false) is { } shell)
        {
            to.WriteLine($"The cmdlets ask it, in PowerShell {shell.Version}.");
            to.WriteLine();
            int code = await PowerShellWay.RunAsync(shell, server, to).ConfigureAwait(false);
            if (code != 0)
            {
                return code;
            }
        }
        else
        {
            to.WriteLine("The library under the cmdlets asks it: there is no PowerShell 7.4 or later on PATH.");
            to.WriteLine();
            await CoreWay.RunAsync(server, to).ConfigureAwait(false);
        }

        to.WriteLine($"The files: {DemoFiles.Commits} and {DemoFiles.Changes}");
        return 0;
    }
}
