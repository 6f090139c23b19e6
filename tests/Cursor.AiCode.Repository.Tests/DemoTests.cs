using System;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>The demo, which is the README's first command.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Without_PowerShell_it_ends_by_itself_says_its_way_and_writes_both_files()
    {
        DemoRun run = await DemoRun.StartAsync(withPowerShell: false);
        Assert.Equal("", run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("The library under the cmdlets asks it:", run.Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.EndsWith("\nThe files: out/demo/commits.csv and out/demo/changes.csv\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(792, Records(run.Commits, "commit_hash,user_id,user_email,"));
        Assert.Equal(1200, Records(run.Changes, "change_id,user_id,user_email,"));
    }

    [PowerShellFact]
    public async Task With_PowerShell_it_prints_and_writes_the_same_by_the_cmdlets()
    {
        DemoRun without = await DemoRun.StartAsync(withPowerShell: false);
        DemoRun with = await DemoRun.StartAsync(withPowerShell: true);
        Assert.Equal("", with.Errors);
        Assert.Equal(0, with.ExitCode);
        Assert.Matches(@"^The cmdlets ask it, in PowerShell \d+\.\d+\.\d+\S*\.$", with.Output.Split('\n')[1]);
        Assert.Equal(DemoRun.WithoutWay(without.Output), DemoRun.WithoutWay(with.Output));
        Assert.Equal(without.Commits, with.Commits);
        Assert.Equal(without.Changes, with.Changes);
    }

    [Fact]
    public async Task The_README_shows_what_it_prints()
    {
        string readme = RepositoryFiles.Read("README.md");
        string picture = readme.Split("-->\n```text\n")[1].Split("\n```")[0];
        DemoRun run = await DemoRun.StartAsync(withPowerShell: false);
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
