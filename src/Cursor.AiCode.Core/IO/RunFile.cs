using System;
using System.Collections.Generic;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// A file that a run keeps beside the one that it writes: <c>.NAME.PROCESS-RANDOM.ENDING</c>. Its name identifies the
/// process, so every other run recognizes it without opening it: locks don't exist on every file system, and another
/// account may not open the file. Each name is used once: what is found abandoned can be deleted without a race.
/// </summary>
internal sealed class RunFile
{
    /// <summary>The ending of a file that is being written.</summary>
    public const string TemporaryEnding = ".aicode-tmp";

    /// <summary>The ending of a file that stands for a lock.</summary>
    public const string LockEnding = ".aicode-lock";

    /// <summary>How long a temporary file of an unknown process can go without a write before it counts as abandoned.</summary>
    /// <value>One day.</value>
    public static readonly TimeSpan MaxTemporarySilence = TimeSpan.FromDays(1);

    /// <summary>How long a lock of an unknown process can go without a renewal before it counts as abandoned.</summary>
    /// <value>Five minutes; a lock is renewed every minute.</value>
    public static readonly TimeSpan MaxLockSilence = TimeSpan.FromMinutes(5);

    // Two names that differ in case only are one file there.
    private static readonly StringComparison NameComparison =
#if NET
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
#else
        Path.DirectorySeparatorChar == '\\'
#endif
            ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private RunFile(string path, ProcessIdentity? owner, bool isLock)
    {
        FullName = path;
        Owner = owner;
        IsLock = isLock;
    }

    /// <summary>The full path.</summary>
    public string FullName { get; }

    /// <summary>The process that it belongs to; <see langword="null"/> if the name doesn't identify one.</summary>
    public ProcessIdentity? Owner { get; }

    /// <summary>Whether it stands for a lock.</summary>
    public bool IsLock { get; }

    /// <summary>The name without the folder.</summary>
    public string Name => Path.GetFileName(FullName);

    // Its process has ended, or is unknown and was silent for too long.
    private bool IsAbandoned => (Owner?.GetState() ?? ProcessState.Unknown) switch
    {
        ProcessState.Running => false,
        ProcessState.Ended => true,
        _ => DateTime.UtcNow - File.GetLastWriteTimeUtc(FullName) > (IsLock ? MaxLockSilence : MaxTemporarySilence),
    };

    /// <summary>Returns a path for a file of this process.</summary>
    public static string GetNewPath(string file, string ending) => Path.Combine(
        Path.GetDirectoryName(file)!,
        Prefix(file) + ProcessIdentity.Current + "-" + Guid.NewGuid().ToString("N").Substring(0, 8) + ending);

    /// <summary>Deletes what killed runs have left beside a file, as far as the account may.</summary>
    /// <returns>What running ones have there.</returns>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static IReadOnlyList<RunFile> DeleteAbandoned(string file)
    {
        var live = new List<RunFile>();

        // Not by a search pattern: the name of the file can hold characters that mean something in one.
        string prefix = Prefix(file);
        foreach (string path in Directory.EnumerateFiles(Path.GetDirectoryName(file)!))
        {
            if (Parse(path, prefix) is not { } found)
            {
                continue;
            }

            if (found.IsAbandoned)
            {
                TryDelete(path);
            }
            else
            {
                live.Add(found);
            }
        }

        return live;
    }

    /// <summary>Deletes a file if the account may; the next run tries again.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its name does not block anyone.
        }
    }

    private static string Prefix(string file) => "." + Path.GetFileName(file) + ".";

    private static RunFile? Parse(string path, string prefix)
    {
        string name = Path.GetFileName(path);
        string ending = Path.GetExtension(name);
        int length = name.Length - prefix.Length - ending.Length;
        if (ending is not (TemporaryEnding or LockEnding) || length <= 0 || !name.StartsWith(prefix, NameComparison))
        {
            return null;
        }

        // A dot would make it that of another file, whose name is longer.
        string run = name.Substring(prefix.Length, length);
        return run.IndexOf('.') >= 0 ? null
            : new RunFile(path, ProcessIdentity.Parse(run.Substring(0, Math.Max(0, run.LastIndexOf('-')))), ending == LockEnding);
    }
}
