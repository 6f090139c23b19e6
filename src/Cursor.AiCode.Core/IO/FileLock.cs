using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.IO;

/// <summary>
/// Lets one process at a time append to a file. Each puts a file of its own beside it, and then looks for those of
/// others: who finds none has the lock. That takes neither locks of the file system nor rights on the files of other
/// accounts, and what a killed process leaves blocks no one.
/// </summary>
/// <remarks>
/// No two can have it: each looks once its own file is there, so the later of two sees the earlier one's. Of several that
/// see each other all but one withdraw. The lock of a process that can't be seen from here (another computer, another
/// container, before a restart) counts until it was not renewed for five minutes.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    /// <summary>How long <see cref="AcquireAsync"/> waits for another process.</summary>
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

        // Of the system, whatever clock the caller waits by: other processes compare the time with the system's.
        _renewal = new Timer(static state => ((FileLock)state!).Renew(), this, RenewalInterval, RenewalInterval);
    }

    private string Name => Path.GetFileName(_path);

    /// <summary>Acquires the lock of <paramref name="file"/>, and waits for the process that has it.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="clock">The clock that it waits by.</param>
    /// <param name="notify">Receives a <see cref="WaitEvent"/> after a second.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AiCodeException">The folder can't be written, or another process had the lock for longer than <see cref="MaxWait"/>.</exception>
    public static async Task<FileLock> AcquireAsync(
        string file, TimeProvider clock, Action<AiCodeEvent> notify, CancellationToken cancellationToken)
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
                    // Now that others can see it, look again.
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
                    throw HeldTooLong(file, others[0]);
                }

                if (!reported && waited >= ReportAfter)
                {
                    reported = true;
                    notify(new WaitEvent($"another process appends to '{file}'", Pause));
                }

                await clock.WaitAsync(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <summary>Shows other computers that the process still runs.</summary>
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
            // Released meanwhile; or a file system without such times, which other computers must do without.
        }
    }

    /// <summary>Releases the lock, and leaves no file.</summary>
    public void Dispose()
    {
        _renewal.Dispose();
        _stream.Dispose();
        ExitCleanup.Remove(_path);
    }

    private static FileLock Create(string file)
    {
        string path = RunFile.GetNewPath(file, RunFile.LockEnding);
        ExitCleanup.Add(path);
        try
        {
            // Windows deletes it for a killed process, too.
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

    private static AiCodeException HeldTooLong(string file, RunFile holder) => new(
        AiCodeErrorKind.FileNotWritable,
        $"'{file}' was left as it was: {holder.Owner?.Describe() ?? "another process"} has been appending to it for more than {MaxWait.TotalMinutes:0} minutes. " +
        $"If that process hangs, end it. If there is no such process, delete '{holder.FullName}'. Then run the command again.");
}
