using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode.Files;

/// <summary>Lets one process at a time append to a file: a lock beside it that a killed process gives free.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TellAfter = TimeSpan.FromSeconds(1);

    private readonly FileStream _stream;
    private readonly string _path;

    private FileLock(FileStream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    /// <summary>Takes the lock of <paramref name="file"/>, waiting for whoever holds it.</summary>
    public static async Task<FileLock> TakeAsync(string file, Action<AiCodeNotice> notify, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetDirectoryName(file)!, "." + Path.GetFileName(file) + ".aicode-lock");
        for (TimeSpan waited = TimeSpan.Zero; ; waited += Pause)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

                // Whoever held it before may have removed it between our opening and our locking it.
                if (File.Exists(path))
                {
                    return new FileLock(stream, path);
                }

                stream.Dispose();
            }
            catch (IOException) when (File.Exists(path))
            {
                // Held by another process.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw WholeFile.NotWritable(file, e);
            }

            if (waited == TellAfter)
            {
                notify(new WaitNotice($"another process appends to '{file}'", Pause));
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the lock free, and leaves no file.</summary>
    public void Dispose()
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            // Removed while it is held, so that no two processes can hold two files of one name.
            File.Delete(_path);
        }
#endif
        _stream.Dispose();
        if (Path.DirectorySeparatorChar == '\\')
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
