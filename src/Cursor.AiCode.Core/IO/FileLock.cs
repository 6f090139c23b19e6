using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Cursor.AiCode.Polyfills;

namespace Cursor.AiCode.IO;

/// <summary>Lets one process at a time append to a file: a lock beside it that a killed process gives free.</summary>
internal sealed class FileLock : IDisposable
{
    private const int MaxMisses = 20;
    private const int MaxMarker = (1 << 20) - 1;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ReportAfter = TimeSpan.FromSeconds(1);

    private readonly FileStream _stream;
    private readonly string _path;

    private FileLock(FileStream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>Takes the lock of <paramref name="file"/>, waiting for whoever holds it.</summary>
    public static async Task<FileLock> AcquireAsync(
        string file, TimeProvider clock, Action<AiCodeEvent> notify, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetDirectoryName(file)!, "." + Path.GetFileName(file) + ".aicode-lock");
        int misses = 0;
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FileStream? stream = null;
            try
            {
                stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException e) when (e is not DirectoryNotFoundException && (File.Exists(path) || misses++ < MaxMisses))
            {
                // Held by another process, or given free by it just now.
            }
            catch (UnauthorizedAccessException) when (Path.DirectorySeparatorChar == '\\' && misses++ < MaxMisses)
            {
                // Windows denies access to a file that is being removed.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw AtomicFile.NotWritable(file, e);
            }

            if (stream is not null)
            {
                if (IsInPlace(stream, file, path))
                {
                    return new FileLock(stream, path);
                }

                stream.Dispose();
            }

            if (waited == ReportAfter)
            {
                notify(new WaitEvent($"another process appends to '{file}'", Pause));
            }

            await clock.WaitAsync(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whoever held it before may have removed it between our opening and our locking it, and another may have made a new
    // one: then ours lies in no folder any more, and locks nothing. A length of our own tells. Windows removes no file
    // that is open.
    private static bool IsInPlace(FileStream stream, string file, string path)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            return true;
        }

        try
        {
            int length = 1 + (Guid.NewGuid().GetHashCode() & MaxMarker);
            stream.SetLength(length);
            var inPlace = new FileInfo(path);
            return inPlace.Exists && inPlace.Length == length;
        }
        catch (IOException e)
        {
            stream.Dispose();
            throw AtomicFile.NotWritable(file, e);
        }
    }

    /// <summary>Gives the lock free, and leaves no file.</summary>
    public void Dispose()
    {
        bool windows = Path.DirectorySeparatorChar == '\\';
        if (!windows)
        {
            // Removed while it is held, so that no two processes can hold two files of one name.
            File.Delete(_path);
        }

        _stream.Dispose();
        if (windows)
        {
            try
            {
                File.Delete(_path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next process holds it already.
            }
        }
    }
}
