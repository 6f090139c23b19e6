using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>Tests facts in README.md. Its PowerShell examples are tested by tests/Pester/Readme.Tests.ps1.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = RepositoryFiles.Read("README.md");

    [Fact]
    public void The_test_command_is_the_one_in_the_workflow()
    {
        string[] commands = Fenced("sh");
        Assert.Contains("dotnet run --project src/Cursor.AiCode.Demo", commands);
        Assert.Contains("dotnet test AiCodePs.sln", commands);
        Assert.Contains("\ndotnet test AiCodePs.sln < /dev/null 2>&1 |", RepositoryFiles.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_is_listed_with_its_version()
    {
        var versions = XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props"));
        (string Name, string Version)[] referenced = versions.Descendants("PackageVersion")
            .Select(package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value)).ToArray();

        // The version of a package that is downloaded but not referenced is in a property, such as PowerShellVersion.
        (string Name, string Version)[] downloaded = versions.Descendants("PropertyGroup").Elements()
            .Where(property => property.Name.LocalName.EndsWith("Version", StringComparison.Ordinal))
            .Select(property => (Regex.Replace(property.Name.LocalName, "Version$", "").Replace("ReadyToRun", "Microsoft.NETCore.App.Crossgen2", StringComparison.Ordinal), property.Value)).ToArray();
        Assert.NotEmpty(referenced);
        Assert.Equal(["Microsoft.NETCore.App.Crossgen2", "PowerShell", "Pester"], downloaded.Select(package => package.Name));
        foreach ((string name, string version) in referenced.Concat(downloaded))
        {
            string row = Readme.Split('\n').FirstOrDefault(line => Regex.IsMatch(line, $@"^\|[^|]*(?<![\w.]){Regex.Escape(name)}(?![\w.])[^|]*\|")) ?? "";
            Assert.True(row.Split('|') is [_, _, var listed, ..] && listed.Split(',', ' ').Contains(version), $"{name}: '{row}'");
        }
    }

    [Fact]
    public void Every_cmdlet_has_a_section_with_an_example()
    {
        string list = Regex.Match(RepositoryFiles.Read("Cursor.AiCode.psd1"), @"CmdletsToExport\s*=\s*@\(([^)]*)\)").Groups[1].Value;
        string[] cmdlets = Regex.Matches(list, "'([^']+)'").Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(cmdlets);
        foreach (string cmdlet in cmdlets)
        {
            string section = Readme.Split($"\n## {cmdlet}\n").ElementAtOrDefault(1)?.Split("\n## ")[0] ?? "";
            Assert.Matches($@"```powershell\n([^`]*\W)?{cmdlet}", section);
        }
    }

    [Fact]
    public void Links_within_the_repository_are_valid()
    {
        string prose = Regex.Replace(Readme, "^```.*?^```$", "", RegexOptions.Multiline | RegexOptions.Singleline);
        string[] headings = Regex.Matches(prose, "^#+ (.+)$", RegexOptions.Multiline)
            .Select(heading => "#" + Regex.Replace(heading.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-')).ToArray();
        string[] links = Regex.Matches(prose, @"\]\(((?!https?:)[^)]+)\)").Select(link => link.Groups[1].Value).ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(
            link.StartsWith('#') ? headings.Contains(link) : Path.Exists(Path.Combine(RepositoryFiles.Root, link.Split('#')[0])), link));
    }

    private static string[] Fenced(string language) =>
        Regex.Matches(Readme, $"^```{language}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(block => block.Groups[1].Value).ToArray();
}
