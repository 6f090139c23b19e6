using System.Management.Automation;
using Cursor.AiCode.Errors;
using Microsoft.PowerShell.Commands;

namespace Cursor.AiCode.Parameters;

/// <summary>Resolves the path of the file to write.</summary>
internal static class TargetPath
{
    /// <summary>Returns the full path of <paramref name="path"/>, or of <paramref name="literalPath"/> if that is empty, in the file system.</summary>
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
