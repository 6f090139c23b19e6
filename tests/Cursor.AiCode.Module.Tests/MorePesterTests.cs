using Xunit;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>The other half of <see cref="PesterTests"/>.</summary>
public sealed class MorePesterTests
{
    /// <summary>The names of the Pester files.</summary>
    public static TheoryData<string> Files() => PesterRun.Files(hand: 1);

    [PesterTheory]
    [MemberData(nameof(Files))]
    public void Pester_file_passes(string file) => PesterRun.Passes(file);
}
