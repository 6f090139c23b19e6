using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>Tests the help files that a build creates from docs/en-US. The output of Get-Help is tested by tests/Pester/Help.Tests.ps1.</summary>
public sealed class HelpTests : IDisposable
{
    private static readonly string Pages = Path.Combine(RepositoryFiles.Root, "docs", "en-US");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicode-help-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_built_module_contains_the_help_of_all_pages()
    {
        (int exitCode, string errors) = await ConvertAsync();
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        string[] names = Directory.GetFiles(OutputFolder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["Cursor.AiCode.dll-Help.xml", "about_Cursor.AiCode.help.txt"], names);
        string built = Path.Combine(RepositoryFiles.Module, "en-US");
        Assert.Equal(names, Directory.GetFiles(built).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(File.ReadAllText(Path.Combine(OutputFolder, name)), File.ReadAllText(Path.Combine(built, name))));
    }

    [Fact]
    public async Task The_help_file_has_a_complete_entry_for_each_cmdlet()
    {
        _ = await ConvertAsync();
        XNamespace command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
        XElement[] entries = XDocument.Load(Path.Combine(OutputFolder, "Cursor.AiCode.dll-Help.xml")).Descendants(command + "command").ToArray();
        Assert.Equal(
            ["Export-AiCodeCsv", "Export-AiCodeDataset", "Export-AiCodeReport", "Get-AiCodeChange", "Get-AiCommit", "Get-AiCommitDetail", "Import-AiCodeCsv", "Measure-AiCode", "Test-AiCodeConnection"],
            entries.Select(entry => entry.Element(command + "details")!.Element(command + "name")!.Value));
        Assert.All(entries, entry => Assert.True(entry.Descendants(command + "example").Count() >= 4));
        Assert.All(entries.Descendants(command + "parameter"), parameter => Assert.NotEmpty(parameter.Value));
    }

    [Theory]
    [InlineData("Get-AiCommit.md", "### -User\n", "### -Users\n", "Get-AiCommit has no '-Users'.")]
    [InlineData("Get-AiCommit.md", "### -PageSize\n", "", "'-PageSize' of Get-AiCommit is missing.")]
    [InlineData("Get-AiCommit.md", "[-PageSize <int>]", "[-PageSize <string>]", "The syntax of Get-AiCommit is: Get-AiCommit [[-StartDate]")]
    [InlineData("Get-AiCommit.md", "`Csv`", "`TSV`", "-Transport accepts 'Csv', which the page doesn't describe.")]
    [InlineData("Get-AiCommit.md", "### Cursor.AiCode.AiCommit\n", "### System.String\n", "Get-AiCommit has no 'System.String'.")]
    [InlineData("Get-AiCommit.md", "## NOTES\n", "", "The page has no section 'NOTES'.")]
    [InlineData("Get-AiCommit.md", "# Get-AiCommit\n", "# Get-AiCommits\n", "The title 'Get-AiCommits' isn't the name of the file.")]
    [InlineData("Get-AiCommit.md", "The newest commits come first.\n", "![A picture](picture.png)\n", "A LinkInline isn't supported in help.")]
    [InlineData("Get-AiCommit.md", "The newest commits come first.\n", "", "An example needs code and a description.")]
    [InlineData("about_Cursor.AiCode.md", "## Short description\n", "## In short\n", "A topic must begin with the section 'Short description'")]
    [InlineData("about_Cursor.AiCode.md", "Measure-AiCode -Kind Commit -StartDate 30d -By User\n", "Measure-AiCode -Kind Commit -StartDate 30d -By User # which is a line that a console of 80 columns can not show\n", "This line of code is too wide for a topic")]
    public async Task An_invalid_help_page_fails_the_build_with_the_reason(string page, string right, string wrong, string expected)
    {
        string pages = CopyPages();
        string path = Path.Combine(pages, page);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(right, wrong, StringComparison.Ordinal));
        (int exitCode, string errors) = await ConvertAsync(pages);
        Assert.Equal(1, exitCode);
        Assert.StartsWith(path + "(", errors, StringComparison.Ordinal);
        Assert.Contains($"): error HELP: {expected}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cmdlet_without_a_page_and_a_page_without_a_cmdlet_fail_the_build()
    {
        string pages = CopyPages();
        string path = Path.Combine(pages, "Get-AiCommit.md");
        string renamed = Path.Combine(pages, "Get-AiCommits.md");
        File.WriteAllText(renamed, File.ReadAllText(path).Replace("# Get-AiCommit\n", "# Get-AiCommits\n", StringComparison.Ordinal));
        Assert.Equal((1, $"{renamed}(1): error HELP: There is no cmdlet 'Get-AiCommits'."), await ConvertAsync(pages));
        File.Delete(renamed);
        File.Delete(path);
        Assert.Equal((1, $"{pages}(1): error HELP: Get-AiCommit has no page."), await ConvertAsync(pages));
    }

    private string OutputFolder => Path.Combine(_folder.FullName, "help");

    private string CopyPages()
    {
        string pages = _folder.CreateSubdirectory("pages").FullName;
        foreach (string page in Directory.GetFiles(Pages))
        {
            File.Copy(page, Path.Combine(pages, Path.GetFileName(page)));
        }

        return pages;
    }

    // Runs the tool like the build, with the cmdlets of the same configuration.
    private async Task<(int ExitCode, string Errors)> ConvertAsync(string? pages = null)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string cmdlets = Path.Combine(RepositoryFiles.Root, "src", "Cursor.AiCode", "bin", configuration, "net8.0", "Cursor.AiCode.dll");
        string tool = Path.Combine(RepositoryFiles.Root, "src", "Cursor.AiCode.Help", "bin", configuration, "net8.0", "Cursor.AiCode.Help.dll");
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", tool, cmdlets, pages ?? Pages, OutputFolder])
        {
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors.TrimEnd());
    }
}
