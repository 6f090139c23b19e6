#if NET
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace Cursor.AiCode.Loading;

/// <summary>The load context of the client and its libraries. It searches <c>deps/</c> first.</summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string _folder;

    public ModuleLoadContext(string folder)
        : base("Cursor.AiCode") => _folder = folder;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#endif
