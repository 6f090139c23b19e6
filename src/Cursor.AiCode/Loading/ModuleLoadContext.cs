#if NET
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace Cursor.AiCode.Loading;

/// <summary>The load context of the client and its libraries. It searches <c>deps/</c> first.</summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string ReadyToRunFolder = "net10.0";

    private readonly string[] _folders;

    public ModuleLoadContext(string folder)
        : base("Cursor.AiCode")
    {
        // A folder of ReadyToRun images, net10.0/<platform>/deps, lacks the assemblies that few calls need.
        DirectoryInfo? platforms = Directory.GetParent(folder)?.Parent;
        _folders = platforms?.Name == ReadyToRunFolder
            ? [folder, Path.Combine(platforms.Parent!.FullName, "net8.0", "deps")]
            : [folder];
    }

    /// <summary>Returns the path of an assembly; null if the module doesn't contain it.</summary>
    public string? Find(string? name) =>
        _folders.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Find(assemblyName.Name) is { } path ? LoadFromAssemblyPath(path) : null;
}
#endif
