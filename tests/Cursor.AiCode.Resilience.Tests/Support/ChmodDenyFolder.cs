using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>A folder whose file system rejects chmod, like many network drives. Requires bindfs and the permission to mount.</summary>
internal sealed class ChmodDenyFolder : IDisposable
{
    private static readonly Lazy<bool> CanMount = new(TryMount);

    private readonly string _source = Directory.CreateTempSubdirectory("aicode-source-").FullName;

    public ChmodDenyFolder()
    {
        FullName = Directory.CreateTempSubdirectory("aicode-mount-").FullName;
        if (Run("bindfs", "--chmod-deny", "--chown-deny", "--chgrp-deny", _source, FullName) != 0)
        {
            Directory.Delete(FullName);
            Directory.Delete(_source);
            throw new InvalidOperationException("bindfs couldn't mount the folder.");
        }
    }

    /// <summary>The reason why such a folder can't be created here, or null.</summary>
    public static string? SkipReason => !OperatingSystem.IsLinux() ? "Requires bindfs, a Linux program."
        : !CanMount.Value ? "Requires bindfs and the permission to mount."
        : null;

    public string FullName { get; }

    public void Dispose()
    {
        for (int i = 0; i < 50 && Run("umount", FullName) != 0; i++)
        {
            Thread.Sleep(100);
        }

        Directory.Delete(FullName);
        Directory.Delete(_source, recursive: true);
    }

    private static bool TryMount()
    {
        try
        {
            using var folder = new ChmodDenyFolder();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        _ = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that needs a <see cref="ChmodDenyFolder"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChmodDenyTheoryAttribute : TheoryAttribute
{
    public ChmodDenyTheoryAttribute([CallerMemberName] string name = "")
    {
        Skip = ChmodDenyFolder.SkipReason;
        if (Skip is not null)
        {
            DisplayName = $"{name}, skipped: {Skip}";
        }
    }
}
