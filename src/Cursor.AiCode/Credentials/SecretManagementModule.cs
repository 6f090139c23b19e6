using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Cursor.AiCode.Credentials;

/// <summary>
/// Microsoft.PowerShell.SecretManagement, as the session has it. The session can have imported it from a folder that isn't
/// on <c>PSModulePath</c>, where another runspace doesn't find it by name.
/// </summary>
internal static class SecretManagementModule
{
    /// <summary>The name of the module.</summary>
    public const string Name = "Microsoft.PowerShell.SecretManagement";

    /// <summary>The command that reads a secret.</summary>
    public const string GetSecret = Name + @"\Get-Secret";

    /// <summary>Creates a PowerShell in a runspace of its own, where nothing can prompt, with the module that has <paramref name="command"/>.</summary>
    /// <param name="command">A command of the module, or null to find the module by name.</param>
    public static PowerShell CreateSeparate(CommandInfo? command)
    {
        if (GetPath(command) is not { } path)
        {
            return PowerShell.Create();
        }

        InitialSessionState state = InitialSessionState.CreateDefault();
        state.ImportPSModule(new[] { path });
        return PowerShell.Create(state);
    }

    private static string? GetPath(CommandInfo? command)
    {
        if (command?.Module is not { } module || string.IsNullOrEmpty(module.ModuleBase))
        {
            return null;
        }

        string manifest = Path.Combine(module.ModuleBase, Name + ".psd1");
        return File.Exists(manifest) ? manifest : module.Path;
    }
}
