using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>Tests the demo, which is the first command in README.md.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_exits_reports_the_PowerShell_version_and_writes_both_files()
    {
        DemoRun run = await DemoRun.Shared;
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        string version = XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PowerShellVersion").Single().Value;
        Assert.Equal($"The cmdlets query it, in PowerShell {version}.", run.Output.Split('\n')[1]);
        Assert.EndsWith("\nThe files: out/demo/commits.csv and out/demo/changes.csv\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(792, Records(run.Commits, "commit_hash,user_id,user_email,"));
        Assert.Equal(1200, Records(run.Changes, "change_id,user_id,user_email,"));
    }

    [Fact]
    public async Task The_README_contains_the_output_of_the_demo()
    {
        string readme = RepositoryFiles.Read("README.md");
        string picture = readme.Split("-->\n```text\n")[1].Split("\n```")[0];
        DemoRun run = await DemoRun.Shared;
        Assert.Equal(DemoRun.WithoutTimes(run.Output), DemoRun.WithoutTimes(picture));
    }

    // A line break within quotes belongs to a message.
    private static int Records(byte[] file, string header)
    {
        string text = Encoding.UTF8.GetString(file);
        Assert.StartsWith(header, text, StringComparison.Ordinal);
        int lines = 0;
        bool quoted = false;
        foreach (char c in text)
        {
            quoted ^= c == '"';
            lines += c == '\n' && !quoted ? 1 : 0;
        }

        return lines - 1;
    }
}
