using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>Tests that each row of tests/faults.md has a test with its number, and that its emulator options exist.</summary>
public sealed partial class FaultTests
{
    private const int Rows = 50;
    private static readonly string Table = RepositoryFiles.Read("tests/faults.md");

    [Fact]
    public void Each_row_of_the_table_has_a_test_with_its_number()
    {
        int[] rows = Row().Matches(Table).Select(static row => Number(row.Groups[1].Value)).ToArray();
        Assert.Equal(Enumerable.Range(1, Rows), rows);
        ILookup<int, string> tests = Tests().ToLookup(static test => test.Number, static test => test.Name);
        Assert.Equal(rows, tests.Select(static test => test.Key).Order());
    }

    [Fact]
    public async Task The_emulator_accepts_each_fault_in_the_table()
    {
        await using EmulatorServer server = await EmulatorServer.StartAsync(new EmulatorOptions { Commits = 1, Changes = 1 });
        string[] listed = Option().Matches(Table).Select(static option => option.Groups[1].Value).ToArray();
        Assert.NotEmpty(listed);
        Assert.All(listed, server.AddFault);
    }

    [Fact]
    public void Each_fault_of_the_emulator_is_in_the_table()
    {
        string catalog = RepositoryFiles.Read("src/Cursor.AiCode.Emulator/Faults/FaultCatalog.cs");
        HashSet<string> supported = Entry().Matches(catalog).Select(static entry => entry.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        string[] listed = Option().Matches(Table).Select(static option => option.Groups[1].Value.Split(':')[0]).Distinct().ToArray();

        // Variants that the documentation doesn't exclude aren't faults: the client reads them.
        string[] variants =
        [
            "html-as-data", "times-without-z", "times-with-offset", "epoch-times", "data-envelope", "no-total", "negative-total",
            "json-for-csv", "json-as-csv", "lone-surrogate", "missing-email", "missing-user-id", "late-commit", "late-arrival", "future-time",
            "no-conversations", "other-operation", "overlapping-ranges", "other-order", "extra-commits", "repeated-commits",
        ];
        Assert.Equal(variants.Order(), supported.Except(listed).Order());
    }

    // A .NET test has the numbers in its name, after its attribute. A Pester test has them as tags.
    private static IEnumerable<(int Number, string Name)> Tests()
    {
        string folder = Path.Combine(RepositoryFiles.Root, "tests");
        IEnumerable<Match> methods = Sources(folder, "*.cs").SelectMany(static text => Method().Matches(text));
        IEnumerable<Match> blocks = Sources(Path.Combine(folder, "Pester"), "*.Tests.ps1").SelectMany(static text => Block().Matches(text));
        return methods.Concat(blocks).SelectMany(static test => Digits().Matches(test.Groups[1].Value)
            .Select(number => (Number(number.Value), test.Groups[1].Value)));
    }

    private static IEnumerable<string> Sources(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(static path => !path.Split(Path.DirectorySeparatorChar).Contains("obj"))
        .Select(static path => File.ReadAllText(path).ReplaceLineEndings("\n"));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"--fault ([^`]+)`")]
    private static partial Regex Option();

    [GeneratedRegex(@"^        new\(""([a-z0-9-]+)""", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^    \[(?:\w*Fact|\w*Theory)[\](][^\n]*\n(?:    \[[^\n]*\n)*    public (?:async )?(?:Task|void) Fault((?:_\d\d)+)_\w+\(", RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex(@"^\s*(?:It|Context|Describe) [^\n]*-Tag ((?:'Fault_\d\d'(?:, )?)+)", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\d\d")]
    private static partial Regex Digits();
}
