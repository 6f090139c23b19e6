using System.Management.Automation;
using Cursor.AiCode.Errors;
using Microsoft.PowerShell.Commands;

namespace Cursor.AiCode.Parameters;

/// <summary>Finds the file that a path of a user stands for.</summary>
internal static class TargetPath
{
    /// <summary>The full path in the file system, of <paramref name="path"/> or else of <paramref name="literalPath"/>.</summary>
    public static string Resolve(PSCmdlet cmdlet, string path, string literalPath)
    {
        string given = path.Length > 0 ? path : literalPath;
        if (path.Length > 0 && WildcardPattern.ContainsWildcardCharacters(path))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.WildcardPath(path));
        }

        string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.NotFileSystem(given, provider.Name));
        }

        return full;
    }
}
