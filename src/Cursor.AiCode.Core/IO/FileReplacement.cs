using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>Replaces a file atomically: at any moment the path leads to the old or to the new file.</summary>
internal static class FileReplacement
{
    /// <summary>Throws if another program has opened a file in a way that prevents its replacement. Only Windows knows such a way.</summary>
    /// <exception cref="IOException">Another program has opened the file.</exception>
    public static void EnsureReplaceable(string path)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            WindowsMetadata.EnsureReplaceable(path);
        }
    }

    /// <summary>Replaces a file.</summary>
    /// <param name="file">The new file, in the same folder and closed.</param>
    /// <param name="replaced">The old file, which need not exist.</param>
    /// <exception cref="IOException">The file can't be replaced. It is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The account has no permission to replace the file. It is unchanged.</exception>
    public static void Replace(string file, string replaced)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            WindowsMetadata.Replace(file, replaced);
            return;
        }

#if NET
        File.Move(file, replaced, overwrite: true);
        FlushFolder(Path.GetDirectoryName(replaced)!);
#else
        if (File.Exists(replaced))
        {
            File.Replace(file, replaced, null);
        }
        else
        {
            File.Move(file, replaced);
        }
#endif
    }

    /// <summary>
    /// Flushes a folder to the disk. On Linux and macOS, a file that was renamed or a folder that was created in it can be lost
    /// in a power failure until then.
    /// </summary>
    public static void FlushFolder(string folder)
    {
#if NET
        if (Path.DirectorySeparatorChar == '\\')
        {
            return;
        }

        if (LibC.Open(folder, 0) is int handle and >= 0)
        {
            _ = LibC.Sync(handle);
            _ = LibC.Close(handle);
        }
#endif
    }
}
