using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// A file that appears atomically. What is written goes to a temporary file beside it, which takes its place, once it
/// is on the disk, in one step; until then, and if that never comes, the old file stays as it was.
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

    /// <summary>The path of the file until <see cref="Commit"/>.</summary>
    public string TemporaryPath { get; }

    /// <summary>What has been written so far, for more to be written to its end.</summary>
    public Stream Stream => _stream;

    /// <summary>The file that <paramref name="path"/> stands for: the target of a symbolic link, otherwise itself.</summary>
    public static string Resolve(string path)
    {
#if NET
        if (FileStatus.Of(path) is { IsRegularFile: false })
        {
            // Not a file: reported by the name that it was given by. /dev/stdout leads to what has no other.
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

    /// <summary>Throws if the file can't be written, before any work is done for it.</summary>
    /// <param name="path">The file, as <see cref="Resolve"/> returns it.</param>
    /// <param name="overwriteReadOnly">Whether a read-only file can be replaced.</param>
    /// <param name="mustBeNew">Whether an existing file is an error.</param>
    /// <exception cref="AiCodeException">It can't be written.</exception>
    public static void EnsureWritable(string path, bool overwriteReadOnly, bool mustBeNew)
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
#if NET
        // Whatever reads from a pipe or a device does not expect it to become a file, and opening one can wait forever.
        if (FileStatus.Of(path) is { IsRegularFile: false } status)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotWritable, $"'{path}' is {status.Kind}. Give the path of a file.");
        }

        if (file.LinkTarget is not null)
        {
            throw new AiCodeException(AiCodeErrorKind.FileNotWritable, $"'{path}' is a symbolic link that leads to no file. Give the path of a file.");
        }
#endif
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

    /// <summary>Starts the file, and deletes what killed runs have left of it.</summary>
    /// <exception cref="AiCodeException">The folder can't be written.</exception>
    public static AtomicFile Create(string path)
    {
        DeleteStaleTempFiles(path);
        string temporary = RunFile.GetNewPath(path, RunFile.TemporaryEnding);
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

    /// <summary>The error for a file that can't be written.</summary>
    public static AiCodeException NotWritable(string path, Exception e) => new(
        AiCodeErrorKind.FileNotWritable,
        $"'{path}' can't be written, and was left as it was: {e.Message} Check the permissions on the folder, the room on the disk, and whether another program has the file open.",
        e);

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="AiCodeException">It can't be put there; the old file is as it was.</exception>
    public void Commit()
    {
        try
        {
            FileMetadata.Copy(_path, _stream);
            _stream.Flush(flushToDisk: true);

            // Closed first: some network drives report only then what could not be written.
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

    /// <summary>Deletes the temporary file if it did not take its place.</summary>
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
            RunFile.TryDelete(TemporaryPath);
            ExitCleanup.Remove(TemporaryPath);
        }
    }

    private static void DeleteStaleTempFiles(string path)
    {
        try
        {
            _ = RunFile.DeleteAbandoned(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that can be written can be one that can't be listed: what was left in it stays.
        }
    }
}
