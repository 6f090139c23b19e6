using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Text;

namespace Cursor.AiCode.IO;

/// <summary>
/// A temporary file or lock file of a process, in the folder of the file that it writes, with the name
/// <c>.NAME.PROCESS-RANDOM.EXTENSION</c>. The name identifies the process, so that other processes don't need to open the
/// file: not every file system has locks, and other accounts may have no permission. Each name is used only once, so that
/// an abandoned file can be deleted without a race.
/// </summary>
internal sealed class RunFile
{
    /// <summary>The extension of a temporary file.</summary>
    public const string TemporaryExtension = ".aicode-tmp";

    /// <summary>The extension of a lock file.</summary>
    public const string LockExtension = ".aicode-lock";

    /// <summary>The time after the last write until a temporary file of an unknown process counts as abandoned.</summary>
    /// <value>One day.</value>
    public static readonly TimeSpan MaxTemporaryAge = TimeSpan.FromDays(1);

    /// <summary>The time after the last renewal until a lock file of an unknown process counts as abandoned.</summary>
    /// <value>Five minutes; a lock is renewed every minute.</value>
    public static readonly TimeSpan MaxLockAge = TimeSpan.FromMinutes(5);

    // File names are case-insensitive on these systems.
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

    /// <summary>The full path of the file.</summary>
    public string FullName { get; }

    /// <summary>The process that created the file; <see langword="null"/> if the name doesn't identify one.</summary>
    public ProcessIdentity? Owner { get; }

    /// <summary>Whether the file is a lock file.</summary>
    public bool IsLock { get; }

    /// <summary>The file name without the folder.</summary>
    public string Name => Path.GetFileName(FullName);

    // Whether the process has ended, or is unknown and hasn't written for too long.
    private bool IsAbandoned => (Owner?.GetState() ?? ProcessState.Unknown) switch
    {
        ProcessState.Running => false,
        ProcessState.Ended => true,
        _ => DateTime.UtcNow - File.GetLastWriteTimeUtc(FullName) > (IsLock ? MaxLockAge : MaxTemporaryAge),
    };

    /// <summary>Returns a path for a new file of this process.</summary>
    public static string GetNewPath(string file, string extension) => Path.Combine(
        Path.GetDirectoryName(file)!,
        Prefix(file) + ProcessIdentity.Current + "-" + Guid.NewGuid().ToString("N").Substring(0, 8) + extension);

    /// <summary>Deletes the files of ended processes for a file, if the account has the permission.</summary>
    /// <returns>The files of running processes.</returns>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The account has no permission to read the folder.</exception>
    public static IReadOnlyList<RunFile> DeleteAbandoned(string file)
    {
        var live = new List<RunFile>();

        // A search pattern isn't used because the file name can contain wildcard characters.
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

    /// <summary>Deletes a file if possible. Otherwise the next process tries again.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file doesn't block other processes.
        }
    }

    // A name can have 255 bytes, of which the process and the extension need up to 80. The hash distinguishes longer names.
    private static string Prefix(string file)
    {
        const int MaxLength = 170, KeptLength = 40;
        string name = Path.GetFileName(file);
        if (Encoding.UTF8.GetByteCount(name) > MaxLength)
        {
            string key = NameComparison == StringComparison.Ordinal ? name : name.ToUpperInvariant();
            int kept = char.IsHighSurrogate(name[KeptLength - 1]) ? KeptLength - 1 : KeptLength;
            name = $"{name.Remove(kept)}~{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(key)).ToString("x16", CultureInfo.InvariantCulture)}";
        }

        return "." + name + ".";
    }

    private static RunFile? Parse(string path, string prefix)
    {
        string name = Path.GetFileName(path);
        string extension = Path.GetExtension(name);
        int length = name.Length - prefix.Length - extension.Length;
        if (extension is not (TemporaryExtension or LockExtension) || length <= 0 || !name.StartsWith(prefix, NameComparison))
        {
            return null;
        }

        // With a dot, the rest of the name belongs to another file, whose name is longer.
        string run = name.Substring(prefix.Length, length);
        return run.IndexOf('.') >= 0 ? null
            : new RunFile(path, ProcessIdentity.Parse(run.Substring(0, Math.Max(0, run.LastIndexOf('-')))), extension == LockExtension);
    }
}
