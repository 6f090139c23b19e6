using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>What a build leaves in out/Cursor.AiCode, as far as that shows without PowerShell.</summary>
public sealed class BuiltModuleTests
{
    [Fact]
    public void The_manifest_is_the_one_at_the_top_and_the_files_that_it_names_are_there()
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
    public void Each_edition_has_its_assemblies_of_the_manifest_s_version(string edition)
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
    public void No_edition_ships_a_part_of_PowerShell(string edition) =>
        Assert.DoesNotContain(Assemblies(edition), name => name.StartsWith("System.Management.Automation", StringComparison.Ordinal));

    [Fact]
    public void PowerShell_7_gets_no_library_that_its_NET_has_in_the_box() =>
        Assert.DoesNotContain(Assemblies("net8.0"), name => name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal));

    [Fact]
    public void The_changelog_has_the_manifest_s_version_or_what_is_not_released_yet()
    {
        string changelog = RepositoryFiles.Read("CHANGELOG.md");
        Assert.Matches($@"(?m)^## \[(Unreleased|{Regex.Escape(RepositoryFiles.ManifestValue("ModuleVersion"))})\]", changelog);
    }

    private static string[] Assemblies(string edition) =>
        Directory.GetFiles(Path.Combine(RepositoryFiles.Module, edition), "*.dll", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!).ToArray();
}
