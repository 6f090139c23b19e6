using System;
using System.IO;
using System.Threading;

namespace Cursor.AiCode.IO;

/// <summary>
/// A file that appears whole or not at all. What is written goes to a temporary file beside it, which takes its place,
/// once it is on the disk, in one step; until then, and where that never comes, the old file stays as it was.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const string TemporaryEnding = ".aicode-tmp";
    private const int MaxMisses = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _finished;

    private AtomicFile(string path, string temporary, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <summary>Where the file lies until it is put in its place.</summary>
    public string TemporaryPath => _temporary;

    /// <summary>What has been written so far, for more to be written to its end.</summary>
    public Stream Stream => _stream;

    /// <summary>The file that <paramref name="path"/> stands for: the target of a symbolic link, else itself.</summary>
    public static string Resolve(string path)
    {
#if NET
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
#else
        return path;
#endif
    }

    /// <summary>Throws where the file could not be written, before any work is done for it.</summary>
    public static void Check(string path, bool overwriteReadOnly, bool mustBeNew)
    {
        string? folder = Path.GetDirectoryName(path);
        if (Directory.Exists(path))
        {
            throw new AiCodeException(AiCodeErrorKind.PathIsFolder, $"'{path}' is a folder. Give the path of a file.");
        }

        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            throw new AiCodeException(AiCodeErrorKind.FolderNotFound, $"The folder '{folder}' does not exist. Create it first: New-Item -ItemType Directory -Path '{folder}'.");
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return;
        }

        if (mustBeNew)
        {
            throw new AiCodeException(AiCodeErrorKind.FileExists, $"'{path}' exists, and -NoClobber keeps it. Give another path, or leave -NoClobber out to replace it.");
        }

        if (file.IsReadOnly && !overwriteReadOnly)
        {
            throw new AiCodeException(AiCodeErrorKind.FileReadOnly, $"'{path}' is read-only. Use -Force to overwrite it.");
        }
    }

    /// <summary>Starts the file, and sweeps what killed runs have left of it.</summary>
    public static AtomicFile Create(string path)
    {
        Sweep(path);
        string folder = Path.GetDirectoryName(path)!;
        string name = Path.GetFileName(path);
        for (int misses = 0; ; misses++)
        {
            string temporary = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}{TemporaryEnding}");
            try
            {
                // Not shared for writing: a temporary file that is alive can't be opened by the sweep of another run.
                var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 1);
                if (File.Exists(temporary))
                {
                    return new AtomicFile(path, temporary, stream);
                }

                stream.Dispose();
            }
            catch (IOException) when (misses < MaxMisses)
            {
                // Outside Windows a file is made first and locked then: another run can sweep it in between.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw NotWritable(path, e);
            }
        }
    }

    /// <summary>The error for a file that can't be written.</summary>
    public static AiCodeException NotWritable(string path, Exception e) => new(
        AiCodeErrorKind.FileNotWritable,
        $"'{path}' can't be written, and was left as it was: {e.Message} Check the permissions on the folder, the room on the disk, and whether another program has the file open.",
        e);

    /// <summary>Puts the file in its place.</summary>
    public void Commit()
    {
        bool readOnly = false;
        try
        {
            _stream.Flush(flushToDisk: true);
            readOnly = ClearReadOnly();
#if NET
            PreserveFileMode();
            Retry(() => File.Move(_temporary, _path, overwrite: true));
            _finished = true;
            _stream.Dispose();
#else
            _stream.Dispose();
            Retry(Replace);
            _finished = true;
#endif
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(_path, e);
        }
        finally
        {
            if (readOnly)
            {
                TrySetReadOnly(_path);
            }
        }
    }

    /// <summary>Removes the temporary file where it did not take its place.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // A full disk: what could not be written is thrown away anyhow.
        }

        if (!_finished)
        {
            _finished = true;
            TryDelete(_temporary);
        }
    }

    private static void Sweep(string path)
    {
        try
        {
            string pattern = $".{Path.GetFileName(path)}.*{TemporaryEnding}";
            foreach (string remains in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, pattern))
            {
                RemoveAbandoned(remains);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whether the folder can be used shows when the file is created.
        }
    }

    // Removed while it is held for this alone: between a pass and a later removal another run could have begun it.
    private static void RemoveAbandoned(string temporary)
    {
#if !NET
        // .NET Framework must close a file before it can take another's place: for a moment nobody holds it.
        if (DateTime.UtcNow - File.GetLastWriteTimeUtc(temporary) < TimeSpan.FromMinutes(1))
        {
            return;
        }
#endif
        try
        {
            new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A living run holds it, or another has swept it.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run sweeps it.
        }
    }

    // Windows does not replace a file that another process has open, such as a virus scanner, or a run that has just put its
    // own file there.
    private static void Retry(Action replace)
    {
        for (int misses = 0; ; misses++)
        {
            try
            {
                replace();
                return;
            }
            catch (Exception e) when (Path.DirectorySeparatorChar == '\\' && misses < MaxMisses && e is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    // Windows does not replace a read-only file, which is here by -Force only. Afterwards the file is read-only again, as
    // its mode is preserved elsewhere: the new file, or the old one if another process has it open.
    private bool ClearReadOnly()
    {
        if (Path.DirectorySeparatorChar != '\\' || !File.Exists(_path))
        {
            return false;
        }

        FileAttributes attributes = File.GetAttributes(_path);
        if ((attributes & FileAttributes.ReadOnly) == 0)
        {
            return false;
        }

        File.SetAttributes(_path, attributes & ~FileAttributes.ReadOnly);
        return true;
    }

    private static void TrySetReadOnly(string path)
    {
        try
        {
            File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process has removed or locked it.
        }
    }

#if NET
    private void PreserveFileMode()
    {
        if (!OperatingSystem.IsWindows() && File.Exists(_path))
        {
            File.SetUnixFileMode(_temporary, File.GetUnixFileMode(_path));
        }
    }
#else
    private void Replace()
    {
        try
        {
            File.Move(_temporary, _path);
        }
        catch (IOException) when (File.Exists(_path))
        {
            File.Replace(_temporary, _path, null);
        }
    }
#endif
}
