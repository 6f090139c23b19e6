using System;
using System.Linq;
using System.Management.Automation.Host;

namespace Cursor.AiCode.Credentials;

/// <summary>Determines whether a user can respond to a prompt.</summary>
internal static class HostPrompt
{
    private static readonly string[] InteractiveHosts = ["ConsoleHost", "Windows PowerShell ISE Host", "Visual Studio Code Host"];

    /// <summary>Returns whether a user can respond to a prompt of <paramref name="host"/>. False in a job, a scheduled task, or with redirected input.</summary>
    public static bool IsPossible(PSHost host)
    {
        if (Array.IndexOf(InteractiveHosts, host.Name) < 0 || !Environment.UserInteractive)
        {
            return false;
        }

        return host.Name != "ConsoleHost" || (!Console.IsInputRedirected && !IsNonInteractive());
    }

    // PowerShell doesn't expose its own parameters. It accepts every abbreviation from -noni on.
    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Any(static argument =>
        argument.Length >= 5 && argument[0] is '-' or '/' &&
        "noninteractive".StartsWith(argument.TrimStart('-', '/'), StringComparison.OrdinalIgnoreCase) &&
        argument.TrimStart('-', '/').Length >= 4);
}
