using System;
using System.IO;
using System.Reflection;

namespace Cursor.AiCode.Loading;

/// <summary>
/// Finds what lies in <c>deps/</c>, the client and the libraries that it uses, for this module's assemblies, and for no
/// one else's: another module can bring another version of the same library, and neither sees the other's.
/// </summary>
internal static class DependencyResolver
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location)!, "deps");
    private static readonly object Gate = new();
    private static int _imports;

#if NET
    private static readonly ModuleLoadContext Context = new(Folder);
#endif

    /// <summary>Begins to resolve, once for all runspaces that import the module.</summary>
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

    /// <summary>Ends to resolve with the last runspace that removes the module.</summary>
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

        // By simple name: .NET Framework asks for the versions that each library was built with, and has no redirects here.
        string? name = new AssemblyName(args.Name).Name;
#if !NET
        // The records lie beside this assembly, not in deps/, where the client asks for them: there is one copy of them.
        Assembly records = typeof(AiCommit).Assembly;
        if (name == records.GetName().Name)
        {
            return records;
        }
#endif
        string path = Path.Combine(Folder, name + ".dll");
        if (!File.Exists(path))
        {
            return null;
        }

#if NET
        return Context.LoadFromAssemblyPath(path);
#else
        return Assembly.LoadFrom(path);
#endif
    }

#if NET
    // The cmdlets ask for the client only; what that asks for, its load context finds by itself.
    private static bool IsOurs(Assembly? requester) => requester == typeof(DependencyResolver).Assembly;
#else
    private static bool IsOurs(Assembly? requester) =>
        requester == typeof(DependencyResolver).Assembly ||
        requester == typeof(AiCommit).Assembly ||
        (requester is { IsDynamic: false } && requester.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase));
#endif
}
