using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>A small file system in memory. Requires Linux and the permission to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> CanMount = new(TryMount);

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>The reason why such a file system can't be created here, or null.</summary>
    public static string? SkipReason => !OperatingSystem.IsLinux() ? "Requires tmpfs, a Linux file system."
        : !CanMount.Value ? "Requires the permission to mount."
        : null;

    public string Folder { get; }

    public static SmallDisk Create(int kilobytes)
    {
        string folder = Directory.CreateTempSubdirectory("aicode-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            throw new InvalidOperationException("The file system couldn't be mounted.");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Remounts the file system as read-only.</summary>
    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", Folder));

    public string File(string name = "records.csv") => Path.Combine(Folder, name);

    public void Dispose()
    {
        if (Run("umount", Folder) != 0)
        {
            _ = Run("umount", "-l", Folder);
        }

        Directory.Delete(Folder);
    }

    private static bool TryMount()
    {
        try
        {
            using SmallDisk disk = Create(64);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that needs a <see cref="SmallDisk"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute([CallerMemberName] string name = "")
    {
        Skip = SmallDisk.SkipReason;
        if (Skip is not null)
        {
            DisplayName = $"{name}, skipped: {Skip}";
        }
    }
}

/// <summary>A test that needs a limit on the size of files, which bash sets.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FileLimitTheoryAttribute : TheoryAttribute
{
    public FileLimitTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no limit on the size of files." : null;
}
