using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Cursor.AiCode.Credentials;

namespace Cursor.AiCode.Completion;

/// <summary>
/// Completes the names of secrets and vaults if SecretManagement is installed. It uses a separate runspace, where a
/// locked vault can't prompt while the user edits a command line.
/// </summary>
public sealed class SecretCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        bool vaults = parameterName.Equals("Vault", StringComparison.OrdinalIgnoreCase);
        using PowerShell shell = SecretManagementModule.CreateSeparate(FindCommand());
        _ = shell.AddCommand(SecretManagementModule.Name + (vaults ? @"\Get-SecretVault" : @"\Get-SecretInfo"));
        if (!vaults && fakeBoundParameters["Vault"] is { } vault)
        {
            _ = shell.AddParameter("Vault", vault);
        }

        try
        {
            return shell.Invoke()
                .Select(found => (Name: Text(found, "Name"), Tooltip: vaults ? "Vault of " + Text(found, "ModuleName") : $"{Text(found, "Type")} in the vault {Text(found, "VaultName")}"))
                .Where(found => found.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                .GroupBy(static found => found.Name, static found => found.Tooltip, StringComparer.OrdinalIgnoreCase)
                .Select(static found => CompletionText.Result(found.Key, string.Join("; ", found)))
                .ToList();
        }
        catch (RuntimeException)
        {
            // SecretManagement isn't installed, or the vault is locked.
            return [];
        }
    }

    // A completer runs in the session.
    private static CommandInfo? FindCommand()
    {
        using PowerShell session = PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = session.AddCommand("Get-Command").AddParameter("Name", SecretManagementModule.GetSecret).AddParameter("ErrorAction", ActionPreference.Ignore);
        return session.Invoke().FirstOrDefault()?.BaseObject as CommandInfo;
    }

    private static string Text(PSObject found, string property) => found.Properties[property]?.Value?.ToString() ?? "";
}
