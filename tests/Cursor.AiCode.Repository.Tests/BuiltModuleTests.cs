using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>Tests the built module in out/Cursor.AiCode, without PowerShell.</summary>
public sealed class BuiltModuleTests
{
    [Fact]
    public void The_manifest_is_the_one_at_the_root_and_its_files_exist()
    {
        Assert.Equal(RepositoryFiles.Read("Cursor.AiCode.psd1"), RepositoryFiles.Read("out/Cursor.AiCode/Cursor.AiCode.psd1"));
        string manifest = RepositoryFiles.Read("Cursor.AiCode.psd1");
        string[] named = Regex.Matches(manifest, @"'([\w.\-]+\.(psm1|ps1xml|dll))'").Select(match => match.Groups[1].Value).ToArray();
        Assert.Contains("Cursor.AiCode.psm1", named);
        Assert.All(named, name => Assert.True(File.Exists(Path.Combine(RepositoryFiles.Module, name)), name));
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void Each_edition_has_its_assemblies_in_the_version_of_the_manifest(string edition)
    {
        string path = Path.Combine(RepositoryFiles.Module, edition, "Cursor.AiCode.dll");
        Version version = AssemblyName.GetAssemblyName(path).Version!;
        Assert.Equal(RepositoryFiles.ManifestValue("ModuleVersion"), version.ToString(3));
        string[] all = Assemblies(edition);
        Assert.Contains("Cursor.AiCode.Core.dll", all);
        Assert.Contains("CsvHelper.dll", all);
        Assert.Contains("Polly.Core.dll", all);
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void No_edition_contains_assemblies_of_PowerShell(string edition) =>
        Assert.DoesNotContain(Assemblies(edition), name => name.StartsWith("System.Management.Automation", StringComparison.Ordinal));

    [Fact]
    public void PowerShell_7_gets_no_library_that_NET_contains()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.DoesNotContain(Assemblies("net8.0"), name => File.Exists(Path.Combine(framework, name)));
    }

    [Fact]
    public void Every_third_party_library_has_its_license_in_the_notices()
    {
        string notices = File.ReadAllText(Path.Combine(RepositoryFiles.Module, "THIRD-PARTY-NOTICES.txt"));
        string[] others = Directory.GetFiles(RepositoryFiles.Module, "*.dll", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => !name.StartsWith("Cursor.AiCode", StringComparison.Ordinal)).Distinct().ToArray();
        Assert.Contains("Polly.Core", others);
        Assert.All(others, name => Assert.Matches($"(?m)^{Regex.Escape(name)}\r?$", notices));
    }

    [Fact]
    public void The_tags_of_the_manifest_name_each_cmdlet()
    {
        string manifest = RepositoryFiles.Read("Cursor.AiCode.psd1");
        string exported = Regex.Match(manifest, @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        string[] cmdlets = Regex.Matches(exported, "'([^']+)'").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(cmdlets);
        foreach (string prefix in (string[])["PSCmdlet_", "PSCommand_"])
        {
            Assert.Equal(cmdlets, Regex.Matches(manifest, $"'{prefix}([^']+)'").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_icon_of_the_package_is_in_the_repository()
    {
        string path = Regex.Match(RepositoryFiles.Read("build.ps1"), @"raw\.githubusercontent\.com/.+/v\$version/([\w/.]+)'?").Groups[1].Value;
        byte[] icon = File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, path));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)));
    }

    [Fact]
    public void The_changelog_has_the_version_of_the_manifest_or_unreleased_changes()
    {
        string changelog = RepositoryFiles.Read("CHANGELOG.md");
        Assert.Matches($@"(?m)^## \[(Unreleased|{Regex.Escape(RepositoryFiles.ManifestValue("ModuleVersion"))})\]", changelog);
    }

    private static string[] Assemblies(string edition) =>
        Directory.GetFiles(Path.Combine(RepositoryFiles.Module, edition), "*.dll", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!).ToArray();
}
