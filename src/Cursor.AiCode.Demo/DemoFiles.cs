using System;
using System.IO;

namespace Cursor.AiCode.Demo;

/// <summary>The paths of the files that the demo writes, and of the module that it imports.</summary>
internal static class DemoFiles
{
    /// <summary>The commits, relative to the current folder.</summary>
    public const string Commits = "out/demo/commits.csv";

    /// <summary>The changes, relative to the current folder.</summary>
    public const string Changes = "out/demo/changes.csv";

    /// <summary>The manifest of the built module.</summary>
    /// <exception cref="FileNotFoundException">The module isn't built, or the demo was moved out of its repository.</exception>
    public static string Module
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string manifest = Path.Combine(folder.FullName, "out", "Cursor.AiCode", "Cursor.AiCode.psd1");
                if (File.Exists(manifest))
                {
                    return manifest;
                }
            }

            throw new FileNotFoundException("There is no out/Cursor.AiCode above " + AppContext.BaseDirectory + ". Build it: dotnet build AiCodePs.sln -c Release");
        }
    }
}
