using System;
using System.Linq;

namespace Cursor.AiCode.Demo;

/// <summary>The script that runs the steps of the demo one after another.</summary>
internal static class DemoScript
{
    private const int Width = 120;

    /// <summary>The text of the script.</summary>
    public static string Text =>
        $$"""
        $ErrorActionPreference = 'Stop'
        $ProgressPreference = 'SilentlyContinue'
        $PSStyle.OutputRendering = 'PlainText'
        [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
        [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
        Import-Module -Name {{Quoted(DemoFiles.Module)}}
        foreach ($step in {{string.Join(", ", DemoStep.All.Select(step => $"@({Quoted(step.Prompted)}, {Quoted(step.Command)})"))}}) {
            $step[0]
            $text = . ([scriptblock]::Create($step[1])) | Out-String -Width {{Width}}
            if ($text) { ''; $text.Trim("`r`n") -split '\r?\n' | ForEach-Object TrimEnd; '' }
        }
        """;

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
