using System;
using System.IO;
using System.Text.RegularExpressions;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>The files of the repository that these tests read.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder of the solution.</summary>
    public static readonly string Root = Find();

    /// <summary>The folder of the built module.</summary>
    public static readonly string Module = Path.Combine(Root, "out", "Cursor.AiCode");

    /// <summary>Returns the text of a file, whose path is relative to the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>Returns the quoted value of a key in the text of a manifest.</summary>
    public static string ManifestValue(string key) => Regex.Match(Read("Cursor.AiCode.psd1"), $@"{key}\s*=\s*'([^']+)'").Groups[1].Value;

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiCodePs.sln")))
            {
                return folder.FullName;
            }
        }

        throw new FileNotFoundException("The tests run outside of their repository.");
    }
}
