using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>The README says what is so. Its PowerShell examples are run by tests/Pester/Readme.Tests.ps1.</summary>
public sealed class ReadmeTests
{
    private static readonly string Readme = RepositoryFiles.Read("README.md");

    [Fact]
    public void Its_test_command_is_the_one_that_continuous_integration_runs()
    {
        string[] commands = Fenced("sh");
        Assert.Contains("dotnet run --project src/Cursor.AiCode.Demo", commands);
        Assert.Contains("dotnet test AiCodePs.sln", commands);
        Assert.Contains("\ndotnet test AiCodePs.sln < /dev/null 2>&1 |", RepositoryFiles.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_every_package_with_the_version_that_is_pinned()
    {
        var pinned = XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PackageVersion").ToArray();
        Assert.NotEmpty(pinned);
        foreach (XElement package in pinned)
        {
            string name = package.Attribute("Include")!.Value;
            string row = Readme.Split('\n').FirstOrDefault(line => Regex.IsMatch(line, $@"^\|[^|]*\b{Regex.Escape(name)}(?![\w.])[^|]*\|")) ?? "";
            Assert.True(row.Split('|') is [_, _, var versions, ..] && versions.Split(',', ' ').Contains(package.Attribute("Version")!.Value), $"{name}: '{row}'");
        }
    }

    [Fact]
    public void It_has_a_section_with_an_example_for_every_cmdlet()
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
    public void Its_links_within_the_repository_lead_somewhere()
    {
        string prose = Regex.Replace(Readme, "^```.*?^```$", "", RegexOptions.Multiline | RegexOptions.Singleline);
        string[] headings = Regex.Matches(prose, "^#+ (.+)$", RegexOptions.Multiline)
            .Select(heading => "#" + Regex.Replace(heading.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-')).ToArray();
        string[] links = Regex.Matches(prose, @"\]\(((?!https?:)[^)]+)\)").Select(link => link.Groups[1].Value).ToArray();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(
            link.StartsWith('#') ? headings.Contains(link) : File.Exists(Path.Combine(RepositoryFiles.Root, link.Split('#')[0])), link));
    }

    private static string[] Fenced(string language) =>
        Regex.Matches(Readme, $"^```{language}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline).Select(block => block.Groups[1].Value).ToArray();
}
