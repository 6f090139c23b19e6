using System;
using System.IO;

namespace Cursor.AiCode.IO;

/// <summary>Identifies a version of a file.</summary>
internal sealed record FileFingerprint(long Length, DateTime LastWriteTimeUtc)
{
    /// <summary>Returns the fingerprint of the file as it is now.</summary>
    public static FileFingerprint Of(string path)
    {
        var file = new FileInfo(path);
        return new FileFingerprint(file.Length, file.LastWriteTimeUtc);
    }
}
