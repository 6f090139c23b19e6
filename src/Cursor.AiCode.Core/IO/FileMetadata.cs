using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// Preserves the metadata of a file that is replaced: owner, group, mode, ACL and extended attributes on Linux and macOS;
/// owner, group, ACL and attributes on Windows. Metadata that the file system or the account doesn't allow to set is
/// skipped, for example the mode on a network drive that rejects chmod.
/// </summary>
internal static class FileMetadata
{
    private const FileShare Sharing = FileShare.Read | FileShare.Delete;

    /// <summary>Creates a file with at most the read permissions of another file.</summary>
    /// <param name="path">The file to create.</param>
    /// <param name="replaced">The file that it will replace. If it doesn't exist, the file gets the default permissions.</param>
    /// <exception cref="IOException">The file can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The account has no permission to create the file.</exception>
    public static FileStream Create(string path, string replaced)
    {
        if (!File.Exists(replaced))
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, Sharing, bufferSize: 1);
        }

        if (Path.DirectorySeparatorChar == '\\')
        {
            // FileShare.None: no other process can open the file before its ACL is set.
            new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1).Dispose();
            WindowsMetadata.CopySecurity(replaced, path);
            return new FileStream(path, FileMode.Open, FileAccess.Write, Sharing, bufferSize: 1);
        }

#if NET
        if (!OperatingSystem.IsWindows())
        {
            return UnixMetadata.Create(path, replaced, Sharing);
        }
#endif
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, Sharing, bufferSize: 1);
    }

    /// <summary>Copies the metadata of a file, if it exists, to the file that will replace it.</summary>
    public static void Copy(string replaced, FileStream file)
    {
        if (!File.Exists(replaced))
        {
            return;
        }

        if (Path.DirectorySeparatorChar == '\\')
        {
            WindowsMetadata.CopySecurity(replaced, file.Name);
            WindowsMetadata.CopyAttributes(replaced, file.Name);
        }
#if NET
        else if (!OperatingSystem.IsWindows())
        {
            UnixMetadata.Copy(replaced, file.SafeFileHandle);
        }
#endif
    }
}
