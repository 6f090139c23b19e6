using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>The temporary and lock files in the folder of an export.</summary>
internal static class LeftoverFiles
{
    /// <summary>Returns the temporary files of a file.</summary>
    public static string[] TemporaryOf(string path) =>
        Directory.GetFiles(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.*.aicode-tmp");

    /// <summary>Returns the lock files of a file.</summary>
    public static string[] LocksOf(string path) =>
        Directory.GetFiles(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.*.aicode-lock");

    /// <summary>Waits until a run has created such a file.</summary>
    public static async Task AppearAsync(HostRun run, Func<string[]> files)
    {
        while (files().Length == 0)
        {
            Assert.False(run.HasExited);
            await Task.Delay(10);
        }
    }

    /// <summary>Asserts that the folder contains only the file.</summary>
    public static void AssertDeleted(TempFolder folder, string path) => Assert.Equal([Path.GetFileName(path)], folder.Names);

    /// <summary>Asserts that the folder contains only the file and leftover files that the next run deletes.</summary>
    public static void AssertDeletable(TempFolder folder, string path)
    {
        string name = Path.GetFileName(path);
        Assert.All(folder.Names.Where(other => other != name), other => Assert.True(
            other.StartsWith($".{name}.", StringComparison.Ordinal) && Path.GetExtension(other) is ".aicode-tmp" or ".aicode-lock",
            $"'{other}' is an unexpected leftover file."));
    }
}
