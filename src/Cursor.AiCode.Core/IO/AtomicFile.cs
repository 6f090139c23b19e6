using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// A file that is replaced atomically. Data is written to a temporary file in the same folder. <see cref="Commit"/>
/// flushes it to the disk and renames it. Until then, and if it isn't called, the old file is unchanged.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private bool _finished;

    private AtomicFile(string path, string temporary, FileStream stream)
    {
        _path = path;
        TemporaryPath = temporary;
        _stream = stream;
    }

    /// <summary>The path of the temporary file.</summary>
    public string TemporaryPath { get; }

    /// <summary>The temporary file, positioned at its end.</summary>
    public Stream Stream => _stream;

    /// <summary>Returns the target of a symbolic link; otherwise <paramref name="path"/>.</summary>
    public static string Resolve(string path)
    {
#if NET
        if (FileStatus.Of(path) is { IsRegularFile: false })
        {
            // Not a regular file. The error names it as it was specified: the target of /dev/stdout has no path.
            return path;
        }

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

    /// <summary>Throws an exception if the file can't be written. It is called before the first request.</summary>
    /// <param name="path">The file, as <see cref="Resolve"/> returns it.</param>
    /// <param name="overwriteReadOnly">Whether a read-only file can be replaced.</param>
    /// <param name="mustBeNew">Whether an existing file is an error.</param>
    /// <exception cref="AiCodeException">The file can't be written.</exception>
    public static void EnsureWritable(string path, bool overwriteReadOnly, bool mustBeNew)
    {
        string? folder = Path.GetDirectoryName(path);
        if (Directory.Exists(path))
        {
            throw new AiCodeException(AiCodeErrorKind.PathIsFolder, $"'{path}' is a folder. Specify the path of a file.");
        }

        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            throw new AiCodeException(AiCodeErrorKind.FolderNotFound, $"The folder '{folder}' doesn't exist. Create it first: New-Item -ItemType Directory -Path '{folder}'.");
        }

        var file = new FileInfo(path);
#if NET
        // A pipe or a device must not be replaced by a file, and opening one can block forever.
        if (FileStatus.Of(path) is { IsRegularFile: false } status)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotWritable, $"'{path}' is {status.Kind}. Specify the path of a file.");
        }

        if (file.LinkTarget is not null)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotWritable, $"'{path}' is a symbolic link whose target doesn't exist. Specify the path of a file.");
        }
#endif
        if (!file.Exists)
        {
            return;
        }

        if (mustBeNew)
        {
            throw new AiCodeException(AiCodeErrorKind.FileExists, $"'{path}' exists, and -NoClobber prevents its replacement. Specify another path, or omit -NoClobber to replace it.");
        }

        if (file.IsReadOnly && !overwriteReadOnly)
        {
            throw new AiCodeException(AiCodeErrorKind.FileReadOnly, $"'{path}' is read-only. Use -Force to overwrite it.");
        }

        try
        {
            FileReplacement.EnsureReplaceable(path);
        }
        catch (IOException e)
        {
            throw NotWritable(path, e);
        }
    }

    /// <summary>Creates the temporary file, and deletes the temporary files of processes that were killed.</summary>
    /// <exception cref="AiCodeException">The temporary file can't be created.</exception>
    public static AtomicFile Create(string path)
    {
        DeleteStaleTempFiles(path);
        return Create(path, path);
    }

    /// <summary>
    /// Creates the temporary file beside another file, whose folder is in the same file system. The folder of
    /// <paramref name="path"/> need not exist before <see cref="Commit"/>.
    /// </summary>
    /// <param name="path">The file to replace.</param>
    /// <param name="beside">The path that names the temporary file: its folder, and the start of its name.</param>
    /// <exception cref="AiCodeException">The temporary file can't be created.</exception>
    public static AtomicFile Create(string path, string beside)
    {
        string temporary = RunFile.GetNewPath(beside, RunFile.TemporaryExtension);
        ExitCleanup.Add(temporary);
        try
        {
            return new AtomicFile(path, temporary, FileMetadata.Create(temporary, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            RunFile.TryDelete(temporary);
            ExitCleanup.Remove(temporary);
            throw NotWritable(path, e);
        }
    }

    /// <summary>Deletes the temporary files of processes that were killed, if the account has the permission.</summary>
    /// <param name="path">The path that names the temporary files.</param>
    public static void DeleteStaleTempFiles(string path)
    {
        try
        {
            _ = RunFile.DeleteAbandoned(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The account can write to the folder but not list it. Leftover temporary files stay.
        }
    }

    /// <summary>Creates the exception for a file that can't be written.</summary>
    public static AiCodeException NotWritable(string path, Exception e) => new(
        AiCodeErrorKind.FileNotWritable,
        $"'{path}' can't be written and is unchanged: {e.Message} Check the permissions of the folder, the free disk space, and whether another program has the file open.",
        e);

    /// <summary>Replaces the file with what was written.</summary>
    /// <exception cref="AiCodeException">The file can't be replaced. It is unchanged.</exception>
    public void Commit()
    {
        try
        {
            FileMetadata.Copy(_path, _stream);
            _stream.Flush(flushToDisk: true);

            // Some network drives report write errors only when the file is closed.
            _stream.Dispose();
            FileReplacement.Replace(TemporaryPath, _path);
            _finished = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(_path, e);
        }

        ExitCleanup.Remove(TemporaryPath);
    }

    /// <summary>Deletes the temporary file unless it was committed.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // The disk is full. The temporary file is deleted anyway.
        }

        if (!_finished)
        {
            _finished = true;
            RunFile.TryDelete(TemporaryPath);
            ExitCleanup.Remove(TemporaryPath);
        }
    }
}
