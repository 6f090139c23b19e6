using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>What runs leave beside the file that they write.</summary>
internal static class LeftoverFiles
{
    /// <summary>The temporary files that lie beside a file.</summary>
    public static string[] TemporaryOf(string path) =>
        Directory.GetFiles(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.*.aicode-tmp");

    /// <summary>The files beside a file that stand for locks.</summary>
    public static string[] LocksOf(string path) =>
        Directory.GetFiles(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.*.aicode-lock");

    /// <summary>Waits until a run has a file that it needs for its work.</summary>
    public static async Task AppearAsync(HostRun run, Func<string[]> files)
    {
        while (files().Length == 0)
        {
            Assert.False(run.HasExited);
            await Task.Delay(10);
        }
    }

    /// <summary>Nothing lies in the folder but the file.</summary>
    public static void AssertDeleted(TempFolder folder, string path) => Assert.Equal([Path.GetFileName(path)], folder.Names);

    /// <summary>Beside the file lies nothing but what the next run sweeps or takes over.</summary>
    public static void AreHarmless(TempFolder folder, string path)
    {
        string name = Path.GetFileName(path);
        Assert.All(folder.Names.Where(other => other != name), other => Assert.True(
            other.StartsWith($".{name}.", StringComparison.Ordinal) && Path.GetExtension(other) is ".aicode-tmp" or ".aicode-lock",
            $"'{other}' was left behind."));
    }
}
