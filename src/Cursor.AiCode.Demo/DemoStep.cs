using System;

namespace Cursor.AiCode.Demo;

/// <summary>One step of the demo: a PowerShell command.</summary>
/// <param name="Command">The command. Its continuation lines are indented.</param>
internal sealed record DemoStep(string Command)
{
    /// <summary>Gets the newest commits.</summary>
    public static readonly DemoStep Newest = new("Get-AiCommit @july -First 8");

    /// <summary>Reduces the records to one for each commit.</summary>
    public static readonly DemoStep Once = new(
        """
        $commits = Get-AiCommit @july | Group-Object CommitHash, RepoName, UserId |
            ForEach-Object { $_.Group | Sort-Object CreatedAt | Select-Object -Last 1 }
        """);

    /// <summary>Sums the added lines of each repository, and those that AI wrote.</summary>
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

    /// <summary>Exports both CSV files.</summary>
    public static readonly DemoStep Files = new(
        $$"""
        $(
            Export-AiCodeCsv {{DemoFiles.Commits}} -Kind Commit @july -PassThru
            Export-AiCodeCsv {{DemoFiles.Changes}} -Kind Change @july -PassThru
        ) | Format-Table Kind, RecordCount, Length, RequestCount -AutoSize
        """);

    /// <summary>Defines the date range of all steps.</summary>
    public static readonly DemoStep July = new(
        FormattableString.Invariant(
            $"$july = @{{ StartDate = '{DemoCompany.Start:yyyy-MM-ddTHH:mm}Z'; EndDate = '{DemoCompany.End:yyyy-MM-ddTHH:mm}Z' }}"));

    /// <summary>The steps, in their order.</summary>
    public static DemoStep[] All { get; } = [July, Newest, Once, ByRepository, Files];

    /// <summary>The command after the prompts of PowerShell.</summary>
    public string Prompted => "PS> " + Command.ReplaceLineEndings("\n>> ");
}
