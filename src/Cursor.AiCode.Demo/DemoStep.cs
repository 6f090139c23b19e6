using System;

namespace Cursor.AiCode.Demo;

/// <summary>One step of the demo: a command of PowerShell, and what it prints.</summary>
/// <param name="Command">The command as it is typed; its further lines are indented.</param>
internal sealed record DemoStep(string Command)
{
    /// <summary>The newest commits, as a table.</summary>
    public static readonly DemoStep Newest = new("Get-AiCommit @july -First 8");

    /// <summary>Each commit once.</summary>
    public static readonly DemoStep Once = new(
        """
        $commits = Get-AiCommit @july | Group-Object CommitHash, RepoName, UserId |
            ForEach-Object { $_.Group | Sort-Object CreatedAt | Select-Object -Last 1 }
        """);

    /// <summary>The lines added in each repository, and how many of them AI wrote.</summary>
    public static readonly DemoStep ByRepository = new(
        """
        $commits | Group-Object RepoName | ForEach-Object {
            $added, $ai = ($_.Group | Measure-Object TotalLinesAdded, AiLinesAdded -Sum).Sum
            [pscustomobject]@{
                Repository = $_.Name; Commits = $_.Count; Added = [int]$added; AI = [int]$ai
                'AI %' = if ($added) { [int](100 * $ai / $added) }
            }
        } | Sort-Object Added -Descending | Select-Object -First 6 | Format-Table -AutoSize
        """);

    /// <summary>Both files.</summary>
    public static readonly DemoStep Files = new(
        $$"""
        $(
            Export-AiCodeCsv {{DemoFiles.Commits}} -Kind Commit @july -PassThru
            Export-AiCodeCsv {{DemoFiles.Changes}} -Kind Change @july -PassThru
        ) | Format-Table Kind, RecordCount, Length, RequestCount -AutoSize
        """);

    /// <summary>The time that all of them ask for.</summary>
    public static readonly DemoStep July = new(
        FormattableString.Invariant(
            $"$july = @{{ StartDate = '{DemoCompany.Start:yyyy-MM-ddTHH:mm}Z'; EndDate = '{DemoCompany.End:yyyy-MM-ddTHH:mm}Z' }}"));

    /// <summary>The steps, in their order.</summary>
    public static DemoStep[] All { get; } = [July, Newest, Once, ByRepository, Files];

    /// <summary>The command behind PowerShell's prompts.</summary>
    public string Prompted => "PS> " + Command.ReplaceLineEndings("\n>> ");
}
