using System;
using System.Linq;
using System.Management.Automation.Host;

namespace Cursor.AiCode.Credentials;

/// <summary>Whether someone is there to answer a prompt.</summary>
internal static class HostPrompt
{
    private static readonly string[] InteractiveHosts = ["ConsoleHost", "Windows PowerShell ISE Host", "Visual Studio Code Host"];

    /// <summary>Whether a prompt on <paramref name="host"/> can be answered: not in a job, a scheduled task, or with input from a pipe.</summary>
    public static bool IsPossible(PSHost host)
    {
        if (Array.IndexOf(InteractiveHosts, host.Name) < 0 || !Environment.UserInteractive)
        {
            return false;
        }

        return host.Name != "ConsoleHost" || (!Console.IsInputRedirected && !IsNonInteractive());
    }

    // PowerShell keeps to itself how it was started; it takes every abbreviation from -noni on.
    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Any(static argument =>
        argument.Length >= 5 && argument[0] is '-' or '/' &&
        "noninteractive".StartsWith(argument.TrimStart('-', '/'), StringComparison.OrdinalIgnoreCase) &&
        argument.TrimStart('-', '/').Length >= 4);
}
