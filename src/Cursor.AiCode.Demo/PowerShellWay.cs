using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Demo;

/// <summary>The demo by the module's cmdlets, in a PowerShell of its own.</summary>
internal static class PowerShellWay
{
    /// <summary>Runs all steps.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(PowerShellProgram shell, EmulatorServer server, TextWriter to)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("aicode-demo-");
        try
        {
            // The key is the emulator's; the folder keeps the log of requests apart from the user's own.
            var environment = new Dictionary<string, string>
            {
                ["CURSOR_API_BASEURI"] = server.BaseUri.GetLeftPart(UriPartial.Authority),
                ["CURSOR_API_KEY"] = server.ApiKey,
                ["XDG_DATA_HOME"] = data.FullName,
            };
            return await shell.RunAsync(Script(), environment, to.WriteLine).ConfigureAwait(false);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static string Script() =>
        $$"""
        $ErrorActionPreference = 'Stop'
        $ProgressPreference = 'SilentlyContinue'
        $PSStyle.OutputRendering = 'PlainText'
        [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
        [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
        Import-Module -Name {{Quoted(DemoFiles.Module)}}
        foreach ($step in {{string.Join(", ", DemoStep.All.Select(step => $"@({Quoted(step.Prompted)}, {Quoted(step.Command)})"))}}) {
            $step[0]
            $text = . ([scriptblock]::Create($step[1])) | Out-String -Width {{TextTable.Width}}
            if ($text) { ''; $text.Trim("`r`n") -split '\r?\n' | ForEach-Object TrimEnd; '' }
        }
        """;

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
