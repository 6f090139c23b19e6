using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>Puts a file in the place of another in one step: at any moment the path leads to the old file or to the new one.</summary>
internal static class FileReplacement
{
    /// <summary>Replaces a file.</summary>
    /// <param name="file">The new file, closed, in the same folder.</param>
    /// <param name="replaced">The old one, which need not exist.</param>
    /// <exception cref="IOException">The file can't be replaced; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be replaced; it is as it was.</exception>
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

#if NET
    // Linux and macOS can lose the new name, and with it the file, if the power fails before its folder is on the disk.
    private static void FlushFolder(string folder)
    {
        if (LibC.Open(folder, 0) is int handle and >= 0)
        {
            _ = LibC.Sync(handle);
            _ = LibC.Close(handle);
        }
    }
#endif
}
