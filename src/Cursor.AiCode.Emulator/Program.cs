using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Cursor.AiCode.Emulator;

/// <summary>The emulator as a program: says where it is and how to call it, and serves until Ctrl+C.</summary>
internal static class Program
{
    private const int Failed = 1;
    private const int WrongArguments = 2;

    /// <summary>Runs the emulator.</summary>
    /// <returns>0 after Ctrl+C, 1 where it cannot listen, 2 where its arguments are wrong.</returns>
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
            return WrongArguments;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("The emulator cannot start: " + e.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private static async Task ServeAsync(CommandLine line)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        EmulatorServer server = await EmulatorServer.StartAsync(line.Options).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            WriteIntroduction(server, Console.Out);
            if (line.ReadyFile is not null)
            {
                WriteReadyFile(line.ReadyFile, server.BaseUri);
            }

            await ended.Task.ConfigureAwait(false);
        }
    }

    private static void WriteIntroduction(EmulatorServer server, TextWriter to)
    {
        string address = server.BaseUri.GetLeftPart(UriPartial.Authority);
        to.WriteLine("Cursor's AI Code Tracking API, emulated");
        to.WriteLine();
        to.WriteLine("  Address  " + address);
        to.WriteLine("  Key      " + server.ApiKey);
        to.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            "  Data     {0:N0} commit records, {1:N0} change records, {2:yyyy-MM-dd HH:mm}Z to {3:yyyy-MM-dd HH:mm}Z",
            server.CommitCount,
            server.ChangeCount,
            server.DataStart,
            server.DataEnd));
        to.WriteLine();
        to.WriteLine("PowerShell, one call:");
        to.WriteLine("  Get-AiCommit -BaseUri " + address + " -ApiKey (ConvertTo-SecureString " + server.ApiKey + " -AsPlainText -Force)");
        to.WriteLine("PowerShell, the whole session:");
        to.WriteLine("  $env:CURSOR_API_BASEURI = '" + address + "'; $env:CURSOR_API_KEY = '" + server.ApiKey + "'");
        to.WriteLine("curl:");
        to.WriteLine("  curl \"" + address + "/analytics/ai-code/commits?startDate=7d&endDate=now\" -u " + server.ApiKey + ":");
        to.WriteLine();
        to.WriteLine("Ctrl+C ends it.");
        to.Flush();
    }

    // Moved into place whole, so that a script that waits for the file never reads half an address.
    private static void WriteReadyFile(string path, Uri address)
    {
        string part = path + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + ".part";
        File.WriteAllText(part, address.GetLeftPart(UriPartial.Authority) + "\n");
        File.Move(part, path, overwrite: true);
    }
}
