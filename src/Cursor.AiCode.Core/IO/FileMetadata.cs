using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>
/// What a file that replaces another takes over from it: owner, group, mode, ACL and extended attributes on Linux and
/// macOS; owner, group, ACL and attributes on Windows. All of it as far as the file system and the account allow: a
/// network drive that refuses chmod still gets its records.
/// </summary>
internal static class FileMetadata
{
    private const FileShare Sharing = FileShare.Read | FileShare.Delete;

    /// <summary>Creates a file that never can be read by more than those who may read another.</summary>
    /// <param name="path">The file to create.</param>
    /// <param name="replaced">The file that it is to replace; if it doesn't exist, the file gets what new files get.</param>
    /// <exception cref="IOException">The file can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be created.</exception>
    public static FileStream Create(string path, string replaced)
    {
        if (!File.Exists(replaced))
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, Sharing, bufferSize: 1);
        }

        if (Path.DirectorySeparatorChar == '\\')
        {
            // Nobody can open it before it has its ACL.
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

    /// <summary>Copies the metadata of a file, if it exists, to one that is to replace it.</summary>
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
