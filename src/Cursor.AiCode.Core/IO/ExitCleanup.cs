using System;
using System.Collections.Generic;
using System.Linq;
#if NET
using System.Runtime.InteropServices;
#endif

namespace Cursor.AiCode.IO;

/// <summary>
/// Deletes temporary files and lock files when the process ends by SIGTERM, SIGHUP, a closed console or an exit. The
/// signals keep their default action. If the host survives the signal, a running export fails and the old file is unchanged.
/// </summary>
internal static class ExitCleanup
{
    private static readonly HashSet<string> Files = new(StringComparer.Ordinal);
#if NET
    private static PosixSignalRegistration[] _signals = [];
#endif

    static ExitCleanup() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Delete();

    /// <summary>Registers a file to be deleted if the process ends before <see cref="Remove"/> is called. The file need not exist yet.</summary>
    public static void Add(string path)
    {
        lock (Files)
        {
            _ = Files.Add(path);
#if NET
            if (Files.Count == 1)
            {
                // Signals that the process was started to ignore (nohup) stay ignored.
                _signals = new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(static signal => PosixSignalRegistration.Create(signal, static _ => Delete())).ToArray();
            }
#endif
        }
    }

    /// <summary>Removes the registration of a file.</summary>
    public static void Remove(string path)
    {
        lock (Files)
        {
            if (!Files.Remove(path))
            {
                return;
            }
#if NET
            if (Files.Count == 0)
            {
                Array.ForEach(_signals, static registration => registration.Dispose());
                _signals = [];
            }
#endif
        }
    }

    private static void Delete()
    {
        string[] files;
        lock (Files)
        {
            files = Files.ToArray();
        }

        // Locks last: while the temporary file exists, it can still replace the locked file.
        foreach (string path in files.OrderBy(static path => path.EndsWith(RunFile.LockExtension, StringComparison.Ordinal)))
        {
            RunFile.TryDelete(path);
        }
    }
}
