using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>
/// The tests of the module in PowerShell: one test for each Pester file. Half of the files are here, and half in
/// <see cref="MorePesterTests"/>, since xunit runs two classes at the same time and the tests of one after another.
/// </summary>
public sealed class PesterTests(PesterRun run, ITestOutputHelper output) : IClassFixture<PesterRun>
{
    /// <summary>The names of the Pester files.</summary>
    public static TheoryData<string> Files() => PesterRun.Files(remainder: 0);

    [Theory]
    [MemberData(nameof(Files))]
    public void Pester_file_passes(string file) => run.Passes(file, output);
}
