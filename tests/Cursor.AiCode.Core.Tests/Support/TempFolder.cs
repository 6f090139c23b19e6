using System;
using System.IO;
using System.Linq;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A temporary folder, which <see cref="Dispose"/> deletes.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => FullName = Directory.CreateTempSubdirectory("aicode-").FullName;

    public string FullName { get; }

    /// <summary>The names of all files and folders in it, including hidden files.</summary>
    public string[] Names => Directory.EnumerateFileSystemEntries(FullName).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The path of a file in it.</summary>
    public string File(string name = "records.csv") => Path.Combine(FullName, name);

    public void Dispose() => Directory.Delete(FullName, recursive: true);
}
