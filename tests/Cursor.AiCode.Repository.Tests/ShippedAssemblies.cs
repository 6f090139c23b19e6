using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>
/// Finds assemblies as Windows PowerShell does: those of .NET Framework and PowerShell first, where they are new enough
/// for what is asked for, and then those of the module, which its own resolver finds by name.
/// </summary>
internal sealed class ShippedAssemblies : IAssemblyResolver
{
    private readonly string[] _given;
    private readonly string[] _shipped;
    private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks in folders of the system, and in the module's.</summary>
    public ShippedAssemblies(string[] given, string[] shipped)
    {
        _given = given;
        _shipped = shipped;
    }

    /// <summary>All that is wrong with what an assembly refers to: an assembly, type or member that is not there.</summary>
    public IEnumerable<string> Missing(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = this });
        string[] absent = module.AssemblyReferences.Where(reference => Find(reference) is null).Select(reference => reference.FullName).ToArray();
        if (absent.Length > 0)
        {
            // What is in an assembly that is not there is not worth a line each.
            return absent.Select(name => $"{module.Name}: {name}").ToArray();
        }

        return module.GetTypeReferences().Where(type => type.Resolve() is null).Cast<MemberReference>()
            .Concat(module.GetMemberReferences().Where(member => member.Resolve() is null))
            .Select(member => $"{module.Name}: {member.FullName}").ToArray();
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name) => Find(name) ?? throw new AssemblyResolutionException(name);

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    public void Dispose()
    {
        foreach (AssemblyDefinition assembly in _read.Values)
        {
            assembly.Dispose();
        }
    }

    private AssemblyDefinition? Find(AssemblyNameReference name) =>
        _given.Concat(_shipped).Select(folder => Path.Combine(folder, name.Name + ".dll")).Where(File.Exists)
            .Select(Read).FirstOrDefault(assembly => assembly.Name.Version >= name.Version);

    private AssemblyDefinition Read(string path)
    {
        if (!_read.TryGetValue(path, out AssemblyDefinition? assembly))
        {
            assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this });
            _read.Add(path, assembly);
        }

        return assembly;
    }
}
