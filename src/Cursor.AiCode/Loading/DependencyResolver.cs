using System;
using System.IO;
using System.Reflection;

namespace Cursor.AiCode.Loading;

/// <summary>
/// Resolves the assemblies in <c>deps/</c>, the client and its libraries, for the assemblies of this module only. Other
/// modules can load other versions of the same libraries.
/// </summary>
internal static class DependencyResolver
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location)!, "deps");
    private static readonly object Gate = new();
    private static int _imports;

#if NET
    private static readonly ModuleLoadContext Context = new(Folder);
#endif

    /// <summary>Starts to resolve assemblies, once for all runspaces that import the module.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (_imports++ == 0)
            {
                AppDomain.CurrentDomain.AssemblyResolve += Resolve;
            }
        }
    }

    /// <summary>Stops to resolve assemblies when the last runspace removes the module.</summary>
    public static void Unregister()
    {
        lock (Gate)
        {
            if (_imports > 0 && --_imports == 0)
            {
                AppDomain.CurrentDomain.AssemblyResolve -= Resolve;
            }
        }
    }

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        if (!IsOurs(args.RequestingAssembly))
        {
            return null;
        }

        // By simple name, because .NET Framework requests the version that each library was built with, without redirects.
        string? name = new AssemblyName(args.Name).Name;
#if !NET
        // The client requests the assembly of the records, which is next to this one and not in deps/, and loaded once.
        Assembly records = typeof(AiCommit).Assembly;
        if (name == records.GetName().Name)
        {
            return records;
        }
#endif
#if NET
        return Context.Find(name) is { } path ? Context.LoadFromAssemblyPath(path) : null;
#else
        string path = Path.Combine(Folder, name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
#endif
    }

#if NET
    // The cmdlets reference the client only. Its load context resolves its own references.
    private static bool IsOurs(Assembly? requester) => requester == typeof(DependencyResolver).Assembly;
#else
    private static bool IsOurs(Assembly? requester) =>
        requester == typeof(DependencyResolver).Assembly ||
        requester == typeof(AiCommit).Assembly ||
        (requester is { IsDynamic: false } && requester.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase));
#endif
}
