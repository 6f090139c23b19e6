using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>The other half of <see cref="PesterTests"/>.</summary>
public sealed class MorePesterTests(PesterRun run, ITestOutputHelper output) : IClassFixture<PesterRun>
{
    /// <summary>The names of the Pester files.</summary>
    public static TheoryData<string> Files() => PesterRun.Files(remainder: 1);

    [Theory]
    [MemberData(nameof(Files))]
    public void Pester_file_passes(string file) => run.Passes(file, output);
}
