using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>
/// Tests the edition for Windows PowerShell 5.1 on any platform: .NET Framework 4.7.2, PowerShell and the libraries of the
/// module contain everything that it references. The workflow also runs the edition in Windows PowerShell.
/// </summary>
public sealed class WindowsPowerShellTests
{
    private static readonly string Edition = Path.Combine(RepositoryFiles.Module, "net472");
    private static readonly string[] SystemFolders = [Metadata("NetFramework"), Path.Combine(Metadata("NetFramework"), "Facades"), Metadata("PowerShell")];
    private static readonly string[] Shipped = [Edition, Path.Combine(Edition, "deps")];

    /// <summary>The paths of the assemblies, relative to the folder of the edition.</summary>
    public static TheoryData<string> Assemblies() =>
        new(Directory.GetFiles(Edition, "*.dll", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Edition, path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void All_references_of_the_assemblies_resolve(string assembly)
    {
        using var assemblies = new ShippedAssemblies(SystemFolders, Shipped);
        Assert.Empty(assemblies.Missing(Path.Combine(Edition, assembly)));
    }

    [Fact]
    public void Every_shipped_library_is_required()
    {
        string[] all = Directory.GetFiles(Edition, "*.dll", SearchOption.AllDirectories);
        string[] named = all.SelectMany(path =>
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            return module.AssemblyReferences.Select(reference => reference.Name).ToArray();
        }).Append("Cursor.AiCode").ToArray();
        Assert.All(all, path => Assert.Contains(Path.GetFileNameWithoutExtension(path), named));
    }

    // Tests the check: an assembly for .NET references more than .NET Framework contains.
    [Theory]
    [InlineData("Cursor.AiCode.dll")]
    [InlineData("deps/Cursor.AiCode.Core.dll")]
    public void An_assembly_for_NET_is_reported(string assembly)
    {
        using var assemblies = new ShippedAssemblies(SystemFolders, Shipped);
        Assert.Contains(assemblies.Missing(Path.Combine(RepositoryFiles.Module, "net8.0", assembly)), missing => missing.Contains("System.Runtime", StringComparison.Ordinal));
    }

    // Tests the check if all assemblies exist but one lacks a member: a .NET Framework assembly without the members added in 4.7.2.
    [Fact]
    public void A_missing_member_is_reported()
    {
        using var assemblies = new ShippedAssemblies(SystemFolders, [.. Shipped, AppContext.BaseDirectory]);
        string probe = Path.Combine(Path.GetTempPath(), $"aicode-probe-{Guid.NewGuid():n}.dll");
        try
        {
            using (AssemblyDefinition assembly = AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Probe", new Version(1, 0)), "Probe.dll", ModuleKind.Dll))
            {
                ModuleDefinition module = assembly.MainModule;
                var contains = new MethodReference("ContainsAnyExcept", module.TypeSystem.Boolean, module.TypeSystem.String);
                contains.Parameters.Add(new ParameterDefinition(module.TypeSystem.Char));
                var method = new MethodDefinition("Run", Mono.Cecil.MethodAttributes.Static, module.TypeSystem.Void);
                method.Body.GetILProcessor().Emit(Mono.Cecil.Cil.OpCodes.Call, contains);
                module.GetType("<Module>").Methods.Add(method);
                assembly.Write(probe);
            }

            Assert.Contains(assemblies.Missing(probe), missing => missing.Contains("ContainsAnyExcept", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(probe);
        }
    }

    // Windows PowerShell reads a file without a BOM in the code page of the computer.
    [Fact]
    public void Scripts_are_ASCII_or_have_a_UTF_8_BOM()
    {
        string[] folders = [RepositoryFiles.Module, Path.Combine(RepositoryFiles.Root, "examples")];
        string[] files = folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "*.ps*1*", SearchOption.AllDirectories))
            .Append(Path.Combine(RepositoryFiles.Root, "build.ps1")).Append(Path.Combine(RepositoryFiles.Root, "tests", "MainJob.ps1")).ToArray();
        Assert.True(files.Length >= 6, string.Join(", ", files));
        Assert.All(files, path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            bool hasBom = bytes is [0xEF, 0xBB, 0xBF, ..] || (path.EndsWith(".ps1xml", StringComparison.Ordinal) && Regex.IsMatch(File.ReadAllText(path), @"^<\?xml [^>]*encoding=""utf-8""", RegexOptions.IgnoreCase));
            Assert.True(hasBom || bytes.All(b => b < 0x80), path);
        });
    }

    private static string Metadata(string key) => typeof(WindowsPowerShellTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
