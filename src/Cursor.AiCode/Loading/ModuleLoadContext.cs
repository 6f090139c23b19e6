#if NET
using System;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace Cursor.AiCode.Loading;

/// <summary>The load context of the client and its libraries. It searches <c>deps/</c> and <c>shared/</c> first.</summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string[] _folders;

    public ModuleLoadContext(string[] folders)
        : base("Cursor.AiCode") => _folders = folders;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string? path = Array.Find(Array.ConvertAll(_folders, folder => Path.Combine(folder, assemblyName.Name + ".dll")), File.Exists);
        return path is null ? null : LoadFromAssemblyPath(path);
    }
}
#endif
