using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.Serialization;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>Tests the permissions and scripts of the workflows, and that a release is the tested package.</summary>
public sealed class WorkflowTests
{
    private const string Ci = ".github/workflows/ci.yml";

    /// <summary>The paths of the workflows.</summary>
    public static TheoryData<string> Workflows() =>
        new(Directory.GetFiles(Path.Combine(RepositoryFiles.Root, ".github", "workflows")).Select(path => Path.GetRelativePath(RepositoryFiles.Root, path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_action_is_pinned_to_a_commit_with_its_version(string path)
    {
        string[] uses = Regex.Matches(RepositoryFiles.Read(path), @"^[ -]*uses:(.*)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches(@"^ [\w-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action));
        Assert.Equal(uses.Distinct().Count(), uses.Select(action => action.Split('@')[0]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflows_have_read_permission_only(string path)
    {
        Node workflow = Read(path);
        Assert.Equal("contents: read", string.Join(", ", workflow["permissions"].Entries.Select(entry => $"{entry.Key}: {entry.Value.Text}")));
        Assert.All(workflow["jobs"].Entries, job => Assert.True(job.Value["permissions"].IsMissing, job.Key));
        Assert.All(Steps(workflow).Where(step => step["uses"].Text.StartsWith("actions/checkout@", StringComparison.Ordinal)), step => Assert.Equal("false", step["with"]["persist-credentials"].Text));
        Assert.DoesNotContain("pull_request_target", RepositoryFiles.Read(path), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_job_has_a_timeout_and_no_script_contains_external_text(string path)
    {
        Node workflow = Read(path);
        Assert.All(workflow["jobs"].Entries, job => Assert.InRange(int.Parse(job.Value["timeout-minutes"].Text, System.Globalization.CultureInfo.InvariantCulture), 1, 360));
        Assert.All(Steps(workflow), step => Assert.DoesNotContain("${{", step["run"].Text, StringComparison.Ordinal));
        Assert.False(workflow["concurrency"].IsMissing);
    }

    [Fact]
    public void The_package_is_built_once_and_tested_in_every_PowerShell_on_every_platform()
    {
        Node jobs = Read(Ci)["jobs"];
        Assert.Equal("package", Assert.Single(jobs.Entries, job => Runs(job.Value, "-Task Pack")).Key);
        Node matrix = jobs["powershell"]["strategy"]["matrix"];
        Assert.Equal(["7.4", "7.5", "7.6"], matrix["powershell"].Items.Select(item => item.Text));
        Assert.Equal(["macos-latest", "ubuntu-latest", "windows-latest"], matrix["os"].Items.Select(item => item.Text).Order(StringComparer.Ordinal));
        Assert.Equal(["macos-latest", "ubuntu-latest", "windows-latest"], matrix["include"].Items.Select(item => item["os"].Text).Order(StringComparer.Ordinal));
        Assert.True(Runs(jobs["powershell"], "-Task TestPackage"));
        Assert.Contains(jobs["windows-powershell"]["steps"].Items, step => step["shell"].Text == "powershell" && step["run"].Text.Contains("tests/MainJob.ps1", StringComparison.Ordinal));
        Assert.All((string[])["powershell", "windows-powershell"], job =>
        {
            Assert.Equal("package", jobs[job]["needs"].Text);
            Assert.Contains(jobs[job]["steps"].Items, step => step["uses"].Text.StartsWith("actions/download-artifact@", StringComparison.Ordinal) && step["with"]["name"].Text == "package");
        });
    }

    [Fact]
    public void Only_a_version_tag_publishes_after_all_tests_and_only_that_job_has_the_key()
    {
        Node workflow = Read(Ci);
        Node publish = workflow["jobs"]["publish"];
        Assert.Equal(["v*"], workflow["on"]["push"]["tags"].Items.Select(item => item.Text));
        Assert.Equal("startsWith(github.ref, 'refs/tags/v')", publish["if"].Text);
        Assert.Equal("gallery", publish["environment"].Text);
        Assert.Equal(
            workflow["jobs"].Entries.Select(job => job.Key).Where(name => name != "publish").Order(StringComparer.Ordinal),
            publish["needs"].Items.Select(item => item.Text).Order(StringComparer.Ordinal));
        Assert.Equal("publish", Assert.Single(workflow["jobs"].Entries, job => Runs(job.Value, "-Task Publish")).Key);
        Assert.Single(Regex.Matches(RepositoryFiles.Read(Ci), @"secrets\.PSGALLERY_API_KEY"));
        Assert.Equal("${{ secrets.PSGALLERY_API_KEY }}", publish["steps"].Items[^1]["env"]["PSGALLERY_API_KEY"].Text);
    }

    [Fact]
    public void Test_projects_outside_the_solution_run_nightly_with_the_documented_command()
    {
        string[] projects = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).ToArray();
        string solution = RepositoryFiles.Read("AiCodePs.sln");
        string[] outside = projects.Where(name => !solution.Contains($"\\{name}.csproj\"", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["Cursor.AiCode.Engine.Tests"], outside);
        Assert.All(outside, name =>
        {
            Assert.Contains($"dotnet test tests/{name}\n", RepositoryFiles.Read("CONTRIBUTING.md"), StringComparison.Ordinal);
            Assert.Contains(Read(".github/workflows/nightly.yml")["jobs"].Entries, job => Runs(job.Value, $"dotnet test tests/{name}"));
        });
    }

    private static bool Runs(Node job, string command) => job["steps"].Items.Any(step => step["run"].Text.Contains(command, StringComparison.Ordinal));

    private static IEnumerable<Node> Steps(Node workflow) => workflow["jobs"].Entries.SelectMany(job => job.Value["steps"].Items);

    private static Node Read(string path) => new(new DeserializerBuilder().Build().Deserialize<object>(RepositoryFiles.Read(path)));

    /// <summary>A node of a YAML document. A missing node is empty.</summary>
    private sealed record Node(object? Value)
    {
        public bool IsMissing => Value is null;

        public string Text => Value as string ?? "";

        public IReadOnlyList<Node> Items => Value is List<object> list ? list.Select(item => new Node(item)).ToArray() : [];

        public IEnumerable<KeyValuePair<string, Node>> Entries =>
            Value is Dictionary<object, object> map ? map.Select(entry => KeyValuePair.Create((string)entry.Key, new Node(entry.Value))) : [];

        public Node this[string key] => Value is Dictionary<object, object> map && map.TryGetValue(key, out object? value) ? new Node(value) : new Node((object?)null);
    }
}
