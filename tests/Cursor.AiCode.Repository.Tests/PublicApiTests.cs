using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>
/// Tests that the public API of the client and its records equals the snapshots in this folder. To update the snapshots,
/// run these tests with AICODE_UPDATE_PUBLIC_API=1.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Cursor.AiCode.Core", typeof(AiCodeClient))]
    [InlineData("Cursor.AiCode.Abstractions", typeof(AiCommit))]
    [InlineData("Cursor.AiCode.Report", typeof(AiCodeReportBuilder))]
    public void The_public_API_matches_the_snapshot(string name, Type type)
    {
        Assembly assembly = type.Assembly;
        Assert.Equal(name, assembly.GetName().Name);
        string path = Path.Combine(RepositoryFiles.Root, "tests", "Cursor.AiCode.Repository.Tests", $"PublicApi.{name}.txt");
        string[] actual = PublicApi.Describe(assembly).ToArray();
        if (Environment.GetEnvironmentVariable("AICODE_UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
        }

        string[] written = File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.True(actual.SequenceEqual(written), "The public API differs from the snapshot. " +
            $"New: {string.Join("; ", actual.Except(written).Select(line => line.Trim()))}. Removed: {string.Join("; ", written.Except(actual).Select(line => line.Trim()))}. " +
            "If the change is intended, run this test with AICODE_UPDATE_PUBLIC_API=1.");
    }
}
