using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using Cursor.AiCode.Errors;

namespace Cursor.AiCode.Credentials;

/// <summary>
/// Reads secrets with Microsoft.PowerShell.SecretManagement if it is installed. It is invoked by name, so that the module
/// works without it.
/// </summary>
internal sealed class SecretVault
{
    // SecretManagement fails if several runspaces of a process use it at the same time.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private readonly PSCmdlet _cmdlet;
    private readonly CancellationToken _cancellationToken;

    public SecretVault(PSCmdlet cmdlet, CancellationToken cancellationToken)
    {
        _cmdlet = cmdlet;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether SecretManagement is installed.</summary>
    public bool IsInstalled => FindCommand() is not null;

    /// <summary>Returns the secret; null if there is no secret of this name.</summary>
    /// <exception cref="ErrorRecordException">SecretManagement isn't installed, or the vault is locked or fails.</exception>
    /// <exception cref="PipelineStoppedException">The user stopped the command, such as with Ctrl+C at a prompt of the vault.</exception>
    public object? Get(string name, string? vault)
    {
        CommandInfo command = FindCommand() ?? throw new ErrorRecordException(ErrorRecords.SecretManagementMissing(name));
        bool canPrompt = HostPrompt.IsPossible(_cmdlet.Host);

        // In a separate runspace no prompt is possible, so a locked vault fails immediately. In the current one it would
        // wait for a user who isn't there.
        using PowerShell shell = canPrompt ? PowerShell.Create(RunspaceMode.CurrentRunspace) : SecretManagementModule.CreateSeparate(command);
        using CancellationTokenRegistration stop = _cancellationToken.Register(() => shell.BeginStop(null, null));
        _ = shell.AddCommand(SecretManagementModule.GetSecret).AddParameter("Name", name).AddParameter("ErrorAction", ActionPreference.Stop);
        if (vault is not null)
        {
            _ = shell.AddParameter("Vault", vault);
        }

        OneAtATime.Wait(_cancellationToken);
        try
        {
            object? secret = shell.Invoke().FirstOrDefault()?.BaseObject;

            // Ctrl+C at a prompt stops the nested command only, without an exception.
            return shell.InvocationStateInfo.State != PSInvocationState.Stopped ? secret : throw new PipelineStoppedException();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            string id = e.ErrorRecord?.FullyQualifiedErrorId ?? "";
            return id.StartsWith("GetSecretNotFound", StringComparison.Ordinal) ? null : throw Explain(name, vault, id, e, canPrompt);
        }
        finally
        {
            _ = OneAtATime.Release();
        }
    }

    private CommandInfo? FindCommand() =>
        _cmdlet.InvokeCommand.GetCommand(SecretManagementModule.GetSecret, CommandTypes.Cmdlet | CommandTypes.Function);

    private static ErrorRecordException Explain(string name, string? vault, string id, RuntimeException e, bool canPrompt)
    {
        if (id.StartsWith("GetSecretVaultNotFound", StringComparison.Ordinal))
        {
            return new ErrorRecordException(ErrorRecords.VaultNotFound(vault));
        }

        string text = id + " " + e.Message;
        bool locked = Mentions(text, "password") || Mentions(text, "locked") || Mentions(text, "prompt") || Mentions(text, "interactive");
        return new ErrorRecordException(
            !locked ? ErrorRecords.VaultFailed(name, vault, e.ErrorRecord?.Exception ?? e)
            : canPrompt ? ErrorRecords.WrongVaultPassword(name, vault, e)
            : ErrorRecords.VaultLocked(name, vault, e));
    }

    private static bool Mentions(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
