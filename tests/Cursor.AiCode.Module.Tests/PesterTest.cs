namespace Cursor.AiCode.PowerShellTests;

/// <summary>One test of a Pester file, after its run.</summary>
/// <param name="Name">Its blocks and its name.</param>
/// <param name="Result">Passed, Failed or Skipped.</param>
/// <param name="Error">The message and the place of the failure; empty if there was none.</param>
/// <param name="Reason">Why it was skipped; empty if it was not.</param>
internal sealed record PesterTest(string Name, string Result, string Error, string Reason);
