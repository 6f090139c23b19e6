using Xunit;
using Xunit.Abstractions;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>
/// The tests of the module in PowerShell: one test for each Pester file. The files are divided among four classes, which
/// xunit runs at the same time. That is more than the usual two processors, because many tests wait for other processes.
/// </summary>
public static class PesterTests
{
    public sealed class First(PesterRun run, ITestOutputHelper output) : IClassFixture<PesterRun>
    {
        [Theory]
        [MemberData(nameof(PesterRun.Files), 0, MemberType = typeof(PesterRun))]
        public void Pester_file_passes(string file) => run.Passes(file, output);
    }

    public sealed class Second(PesterRun run, ITestOutputHelper output) : IClassFixture<PesterRun>
    {
        [Theory]
        [MemberData(nameof(PesterRun.Files), 1, MemberType = typeof(PesterRun))]
        public void Pester_file_passes(string file) => run.Passes(file, output);
    }

    public sealed class Third(PesterRun run, ITestOutputHelper output) : IClassFixture<PesterRun>
    {
        [Theory]
        [MemberData(nameof(PesterRun.Files), 2, MemberType = typeof(PesterRun))]
        public void Pester_file_passes(string file) => run.Passes(file, output);
    }

    public sealed class Fourth(PesterRun run, ITestOutputHelper output) : IClassFixture<PesterRun>
    {
        [Theory]
        [MemberData(nameof(PesterRun.Files), 3, MemberType = typeof(PesterRun))]
        public void Pester_file_passes(string file) => run.Passes(file, output);
    }
}
