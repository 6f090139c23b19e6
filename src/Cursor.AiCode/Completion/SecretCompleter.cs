using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Cursor.AiCode.Completion;

/// <summary>
/// Completes the names of secrets and vaults by SecretManagement, where that is installed. It asks in a runspace of its
/// own, where a locked vault can't prompt in the middle of a command line.
/// </summary>
public sealed class SecretCompleter : IArgumentCompleter
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        using PowerShell shell = PowerShell.Create();
        if (parameterName.Equals("Vault", StringComparison.OrdinalIgnoreCase))
        {
            _ = shell.AddCommand(Module + @"\Get-SecretVault");
        }
        else
        {
            _ = shell.AddCommand(Module + @"\Get-SecretInfo");
            if (fakeBoundParameters["Vault"] is { } vault)
            {
                _ = shell.AddParameter("Vault", vault);
            }
        }

        try
        {
            return shell.Invoke()
                .Select(static found => found.Properties["Name"]?.Value as string)
                .OfType<string>()
                .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(CompletionText.Result)
                .ToList();
        }
        catch (RuntimeException)
        {
            // Not installed, or locked: there is nothing to offer.
            return [];
        }
    }
}
