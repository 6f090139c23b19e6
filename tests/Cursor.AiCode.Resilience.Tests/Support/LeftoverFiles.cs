using System;
using System.IO;
using System.Linq;
using Cursor.AiCode.Tests.Support;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>What runs leave beside the file that they write.</summary>
internal static class LeftoverFiles
{
    /// <summary>The temporary files that lie beside a file.</summary>
    public static string[] TemporaryOf(string path) =>
        Directory.GetFiles(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.*.aicode-tmp");

    /// <summary>Nothing lies in the folder but the file.</summary>
    public static void AreGone(TempFolder folder, string path) => Assert.Equal([Path.GetFileName(path)], folder.Names);

    /// <summary>Beside the file lies nothing but what the next run sweeps or takes over.</summary>
    public static void AreHarmless(TempFolder folder, string path)
    {
        string name = Path.GetFileName(path);
        Assert.All(folder.Names.Where(other => other != name), other => Assert.True(
            other == $".{name}.aicode-lock" ||
            (other.StartsWith($".{name}.", StringComparison.Ordinal) && other.EndsWith(".aicode-tmp", StringComparison.Ordinal)),
            $"'{other}' was left behind."));
    }
}
