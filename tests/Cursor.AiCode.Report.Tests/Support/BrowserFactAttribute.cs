using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Cursor.AiCode.Report.Tests.Support;

/// <summary>A test that is skipped without Chromium or Chrome on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

    public BrowserFactAttribute([CallerMemberName] string name = "")
    {
        if (FindBrowser() is null)
        {
            Skip = $"{string.Join(" or ", Names)} isn't on PATH.";
            DisplayName = $"{name}, skipped: {Skip}";
        }
    }

    /// <summary>The path of the browser, or null.</summary>
    public static string? FindBrowser() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)))
        .FirstOrDefault(File.Exists);
}
