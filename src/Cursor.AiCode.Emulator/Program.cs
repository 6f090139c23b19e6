using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator;

/// <summary>The emulator as a program: writes its address and examples of calls, and serves until Ctrl+C.</summary>
internal static class Program
{
    private const int Failed = 1;
    private const int InvalidArguments = 2;

    /// <summary>Runs the emulator.</summary>
    /// <returns>0 after Ctrl+C, 1 if it cannot listen, 2 if an argument is invalid.</returns>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            CommandLine line = CommandLine.Parse(args);
            if (line.IsHelp)
            {
                CommandLine.WriteHelp(Console.Out);
                return 0;
            }

            await ServeAsync(line).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message.Split(" (Parameter")[0]).ConfigureAwait(false);
            return InvalidArguments;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("The emulator cannot start: " + e.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private static async Task ServeAsync(CommandLine line)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        EmulatorServer server = await EmulatorServer.StartAsync(line.Options).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            WriteIntroduction(server, Console.Out);
            if (line.ReadyFile is not null)
            {
                WriteReadyFile(line.ReadyFile, server.BaseUri);
            }

            await stopped.Task.ConfigureAwait(false);
        }
    }

    private static void WriteIntroduction(EmulatorServer server, TextWriter writer)
    {
        string address = server.BaseUri.GetLeftPart(UriPartial.Authority);
        writer.WriteLine("Cursor's AI Code Tracking API, emulated");
        writer.WriteLine();
        writer.WriteLine("  Address  " + address);
        writer.WriteLine("  Key      " + server.ApiKey);
        writer.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            "  Data     {0:N0} commit records, {1:N0} change records, {2:yyyy-MM-dd HH:mm}Z to {3:yyyy-MM-dd HH:mm}Z",
            server.CommitCount,
            server.ChangeCount,
            server.DataStart,
            server.DataEnd));
        writer.WriteLine();
        writer.WriteLine("PowerShell, one call:");
        writer.WriteLine("  Get-AiCommit -BaseUri " + address + " -ApiKey (ConvertTo-SecureString " + server.ApiKey + " -AsPlainText -Force)");
        writer.WriteLine("PowerShell, the whole session:");
        writer.WriteLine("  $env:CURSOR_API_BASEURI = '" + address + "'; $env:CURSOR_API_KEY = '" + server.ApiKey + "'");
        writer.WriteLine("curl:");
        writer.WriteLine("  curl \"" + address + "/analytics/ai-code/commits?startDate=7d&endDate=now\" -u " + server.ApiKey + ":");
        writer.WriteLine();
        writer.WriteLine("Ctrl+C stops it.");
        writer.Flush();
    }

    // Moved into place, so that a script that waits for the file never reads part of the address.
    private static void WriteReadyFile(string path, Uri address)
    {
        string part = path + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + ".part";
        File.WriteAllText(part, address.GetLeftPart(UriPartial.Authority) + "\n");
        File.Move(part, path, overwrite: true);
    }
}
