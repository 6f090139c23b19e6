using System;
using System.Collections.Generic;
using System.Linq;
#if NET
using System.Runtime.InteropServices;
#endif

namespace Cursor.AiCode.IO;

/// <summary>
/// Deletes the files of runs when the process is asked to end: SIGTERM, SIGHUP, a closed console, or an exit while
/// they run. The process ends as it would have: a signal keeps its default action. An export that goes on, because
/// its host survives the signal, fails, and the old file is unchanged.
/// </summary>
internal static class ExitCleanup
{
    private static readonly HashSet<string> Files = new(StringComparer.Ordinal);
#if NET
    private static PosixSignalRegistration[] _signals = [];
#endif

    static ExitCleanup() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Delete();

    /// <summary>Deletes a file, which need not exist yet, if the process ends before <see cref="Remove"/>.</summary>
    public static void Add(string path)
    {
        lock (Files)
        {
            _ = Files.Add(path);
#if NET
            if (Files.Count == 1)
            {
                // .NET ignores what the process was started to ignore (nohup), and does without signals where there are none.
                _signals = new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(static signal => PosixSignalRegistration.Create(signal, static _ => Delete())).ToArray();
            }
#endif
        }
    }

    /// <summary>Leaves a file to itself.</summary>
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

        // Locks last: until a run's temporary file is gone, it can still replace the file that it has locked.
        foreach (string path in files.OrderBy(static path => path.EndsWith(RunFile.LockEnding, StringComparison.Ordinal)))
        {
            RunFile.TryDelete(path);
        }
    }
}
