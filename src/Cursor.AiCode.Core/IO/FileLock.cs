using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.IO;

/// <summary>
/// A lock that lets one process at a time append to a file, or write to a data set. Each process creates a lock file of its own next to the file,
/// and acquires the lock if there is no lock file of another process. This needs neither file system locks nor
/// permissions on the files of other accounts, and the lock file of a killed process doesn't block others.
/// </summary>
/// <remarks>
/// Two processes can't acquire it at the same time: each checks after it created its own lock file, so the later one finds
/// the file of the earlier one. If several find each other, all but one delete their files and try again. Whether a process
/// of another computer or container runs can't be determined, so its lock file counts until it wasn't renewed for five minutes.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    /// <summary>The maximum time that <see cref="AcquireAsync"/> waits for another process.</summary>
    /// <value>Ten minutes.</value>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReportAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly Timer _renewal;

    private FileLock(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;

        // Not a timer of the caller's TimeProvider: other processes compare the file's time with the system clock.
        _renewal = new Timer(static state => ((FileLock)state!).Renew(), this, RenewalInterval, RenewalInterval);
    }

    private string Name => Path.GetFileName(_path);

    /// <summary>Acquires the lock of <paramref name="file"/>. If another process holds it, the method waits.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="clock">The time provider for the wait.</param>
    /// <param name="notify">Receives a <see cref="WaitEvent"/> if the wait takes longer than a second.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="target">What the messages name instead of <paramref name="file"/>; null for the file.</param>
    /// <exception cref="AiCodeException">The lock file can't be created, or another process held the lock for longer than <see cref="MaxWait"/>.</exception>
    public static async Task<FileLock> AcquireAsync(
        string file, TimeProvider clock, Action<AiCodeEvent> notify, CancellationToken cancellationToken, string? target = null)
    {
        long started = clock.GetTimestamp();
        bool reported = false;
        FileLock? own = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                List<RunFile> others = FindOthers(file, own);
                if (others.Count == 0 && own is not null)
                {
                    FileLock acquired = own;
                    own = null;
                    return acquired;
                }

                if (others.Count == 0)
                {
                    // Check again: another process may have created its lock file at the same time.
                    own = Create(file);
                    continue;
                }

                if (own is not null && others.Exists(other => string.CompareOrdinal(other.Name, own.Name) < 0))
                {
                    own.Dispose();
                    own = null;
                }

                TimeSpan waited = clock.GetElapsedTime(started);
                if (waited >= MaxWait)
                {
                    throw HeldTooLong(target ?? file, others[0]);
                }

                if (!reported && waited >= ReportAfter)
                {
                    reported = true;
                    notify(new WaitEvent($"another process writes to '{target ?? file}'", Pause));
                }

                await clock.WaitAsync(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <summary>Updates the time of the lock file, which shows other computers that the process still runs.</summary>
    internal void Renew()
    {
        try
        {
#if NET
            File.SetLastWriteTimeUtc(_stream.SafeFileHandle, DateTime.UtcNow);
#else
            File.SetLastWriteTimeUtc(_path, DateTime.UtcNow);
#endif
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The lock was released, or the file system doesn't support the update.
        }
    }

    /// <summary>Releases the lock and deletes its file.</summary>
    public void Dispose()
    {
        _renewal.Dispose();
        _stream.Dispose();
        ExitCleanup.Remove(_path);
    }

    private static FileLock Create(string file)
    {
        string path = RunFile.GetNewPath(file, RunFile.LockExtension);
        ExitCleanup.Add(path);
        try
        {
            // With DeleteOnClose, Windows also deletes the file of a killed process.
            return new FileLock(path, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ExitCleanup.Remove(path);
            throw AtomicFile.NotWritable(file, e);
        }
    }

    private static List<RunFile> FindOthers(string file, FileLock? own)
    {
        try
        {
            return RunFile.DeleteAbandoned(file).Where(found => found.IsLock && found.Name != own?.Name).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.NotWritable(file, e);
        }
    }

    private static AiCodeException HeldTooLong(string target, RunFile holder) => new(
        AiCodeErrorKind.FileNotWritable,
        $"'{target}' is unchanged: {holder.Owner?.Describe() ?? "another process"} has been writing to it for more than {MaxWait.TotalMinutes:0} minutes. " +
        $"If that process hangs, end it. If there is no such process, delete '{holder.FullName}'. Then run the command again.");
}
