using System;
using System.IO;
using System.Reflection;

namespace Cursor.AiCode.Loading;

/// <summary>
/// Resolves the assemblies in <c>deps/</c>, the client and its libraries, and those in <c>shared/</c>, which serve all
/// editions, for the assemblies of this module only. Other modules can load other versions of the same libraries.
/// </summary>
internal static class DependencyResolver
{
    private static readonly string[] Folders = FindFolders(Path.GetDirectoryName(typeof(DependencyResolver).Assembly.Location)!);
    private static readonly object Gate = new();
    private static int _imports;

#if NET
    private static readonly ModuleLoadContext Context = new(Folders);
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

    // The assemblies of an edition are in net472/ or net8.0/, ReadyToRun images in net10.0/linux-x64/, for example.
    private static string[] FindFolders(string edition)
    {
        string? root = Path.GetDirectoryName(edition);
        root = root is not null && !Directory.Exists(Path.Combine(root, "shared")) ? Path.GetDirectoryName(root) : root;
        return [Path.Combine(edition, "deps"), Path.Combine(root ?? edition, "shared")];
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
        string? path = Array.Find(Array.ConvertAll(Folders, folder => Path.Combine(folder, name + ".dll")), File.Exists);
        if (path is null)
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
    // The cmdlets reference the client only. Its load context resolves its own references.
    private static bool IsOurs(Assembly? requester) => requester == typeof(DependencyResolver).Assembly;
#else
    private static bool IsOurs(Assembly? requester) =>
        requester == typeof(DependencyResolver).Assembly ||
        requester == typeof(AiCommit).Assembly ||
        (requester is { IsDynamic: false } && Array.Exists(Folders, folder => requester.Location.StartsWith(folder, StringComparison.OrdinalIgnoreCase)));
#endif
}
