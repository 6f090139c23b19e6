using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using Cursor.AiCode.Errors;
using Microsoft.PowerShell.Commands;

namespace Cursor.AiCode.Parameters;

/// <summary>Resolves the paths of files and folders to read.</summary>
internal static class SourcePath
{
    /// <summary>Returns the paths of the data files that paths lead to, each once.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="paths">Paths of files and folders, which can contain wildcards.</param>
    /// <param name="literalPaths">Paths of files and folders without wildcards.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="AiCodeException">There is no such file or folder, or it can't be read.</exception>
    public static IReadOnlyList<string> FindFiles(PSCmdlet cmdlet, string[] paths, string[] literalPaths, CancellationToken cancellationToken) =>
        paths.SelectMany(path => Resolve(cmdlet, path))
            .Concat(literalPaths.Select(path => ResolveLiteral(cmdlet, path)))
            .SelectMany(path => AiCodeCsvFiles.Find(path, cancellationToken))
            .Distinct(StringComparer.Ordinal)
            .ToList();

    /// <summary>Returns the full paths in the file system that a path leads to, which can contain wildcards.</summary>
    /// <exception cref="AiCodeException">No file or folder matches the wildcards.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return [ResolveLiteral(cmdlet, WildcardPattern.Unescape(path))];
        }

        IReadOnlyList<string> found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
        EnsureFileSystem(cmdlet, path, provider);
        return found.Count > 0
            ? found.OrderBy(static name => name, StringComparer.Ordinal).ToList()
            : throw new AiCodeException(AiCodeErrorKind.FileNotFound, $"No file matches '{path}'. Use -LiteralPath if the wildcards are part of the name.");
    }

    /// <summary>Returns the full path in the file system of a path without wildcards.</summary>
    public static string ResolveLiteral(PSCmdlet cmdlet, string path)
    {
        string full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        EnsureFileSystem(cmdlet, path, provider);
        return full;
    }

    private static void EnsureFileSystem(PSCmdlet cmdlet, string path, ProviderInfo provider)
    {
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.NotFileSystem(path, provider.Name));
        }
    }
}
