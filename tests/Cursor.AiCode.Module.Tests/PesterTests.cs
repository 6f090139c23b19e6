using Xunit;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>
/// The tests of the module in real PowerShell: one test for each Pester file. Half of the files are here, and half in
/// <see cref="MorePesterTests"/>, since xunit runs two classes side by side and the tests of one after another.
/// </summary>
public sealed class PesterTests
{
    /// <summary>The names of the Pester files.</summary>
    public static TheoryData<string> Files() => PesterRun.Files(hand: 0);

    [PesterTheory]
    [MemberData(nameof(Files))]
    public void Pester_file_passes(string file) => PesterRun.Passes(file);
}
