using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>The result of a Pester file, as RunPester.ps1 writes it.</summary>
/// <param name="Tests">Its tests.</param>
/// <param name="Errors">The errors of its blocks, and of the file itself, that are not those of a test.</param>
internal sealed record PesterResult(IReadOnlyList<PesterTest> Tests, IReadOnlyList<string> Errors)
{
    /// <summary>The number of tests that passed.</summary>
    public int PassedCount => Tests.Count(static test => test.Result == "Passed");

    /// <summary>The tests that were skipped.</summary>
    public IEnumerable<PesterTest> Skipped => Tests.Where(static test => test.Result == "Skipped");

    /// <summary>
    /// All that is wrong, as lines to print: a test that failed or did not run, a test that was skipped without a reason, an
    /// error outside of tests. A test without an error of its own failed by one of those.
    /// </summary>
    public IEnumerable<string> Problems =>
        Tests.Where(test => test.Result is not ("Passed" or "Skipped") && (test.Error.Length > 0 || Errors.Count == 0)).Select(static test => $"- {test.Name}: {test.Result}\n    {test.Error.ReplaceLineEndings("\n    ")}")
            .Concat(Skipped.Where(static test => test.Reason.Length == 0).Select(static test => $"- {test.Name}: skipped without a reason"))
            .Concat(Errors.Select(static error => "- " + error.ReplaceLineEndings("\n    ")));

    /// <summary>Reads a file of results.</summary>
    public static PesterResult Read(string path) => JsonSerializer.Deserialize<PesterResult>(File.ReadAllText(path))!;
}
