using System;

namespace Cursor.AiCode.Demo;

/// <summary>One step of the demo: a PowerShell command.</summary>
/// <param name="Command">The command. Its continuation lines are indented.</param>
internal sealed record DemoStep(string Command)
{
    /// <summary>Gets the newest commits.</summary>
    public static readonly DemoStep Newest = new("Get-AiCommit @july -First 8");

    /// <summary>Shows how much of each repository's code AI wrote.</summary>
    public static readonly DemoStep ByRepository = new(
        "Measure-AiCode -Kind Commit @july -By Repository | Select-Object -First 6");

    /// <summary>Shows the same by week, from the exported file.</summary>
    public static readonly DemoStep ByWeek = new($"Measure-AiCode -Path {DemoFiles.Commits} -By Week -TimeZone UTC");

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
    public static DemoStep[] All { get; } = [July, ByRepository, Newest, Files, ByWeek];

    /// <summary>The command after the prompts of PowerShell.</summary>
    public string Prompted => "PS> " + Command.ReplaceLineEndings("\n>> ");
}
