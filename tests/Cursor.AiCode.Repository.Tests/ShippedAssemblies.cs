using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>
/// Finds assemblies like Windows PowerShell: first those of .NET Framework and PowerShell, if their version is high enough,
/// then those of the module, which its own resolver finds by name.
/// </summary>
internal sealed class ShippedAssemblies : IAssemblyResolver
{
    private readonly string[] _system;
    private readonly string[] _shipped;
    private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Searches the folders of the system, then those of the module.</summary>
    public ShippedAssemblies(string[] system, string[] shipped)
    {
        _system = system;
        _shipped = shipped;
    }

    /// <summary>Returns the missing assemblies, types and members that an assembly references.</summary>
    public IEnumerable<string> Missing(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = this });
        string[] absent = module.AssemblyReferences.Where(reference => Find(reference) is null).Select(reference => reference.FullName).ToArray();
        if (absent.Length > 0)
        {
            // The types and members of a missing assembly aren't reported separately.
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
        _system.Concat(_shipped).Select(folder => Path.Combine(folder, name.Name + ".dll")).Where(File.Exists)
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
