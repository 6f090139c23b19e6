#Requires -Version 5.1
<#
.SYNOPSIS
    The module's main job in this PowerShell, 5.1 or later: reads commits and changes by each way, and writes them to files.
.DESCRIPTION
    It starts an emulator whose first answer is a failure, so that every library of the module has its turn. A record
    too few or too many is an error; else one object says what ran, and where the module came from.
.PARAMETER Emulator
    The emulator's Cursor.AiCode.Emulator.dll.
.PARAMETER Module
    The module to import: its manifest, or its name where it is on PSModulePath.
.EXAMPLE
    ./tests/MainJob.ps1 -Emulator src/Cursor.AiCode.Emulator/bin/Release/net8.0/Cursor.AiCode.Emulator.dll -Module out/Cursor.AiCode/Cursor.AiCode.psd1
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Emulator,

    [string] $Module = 'Cursor.AiCode'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$count = 2500
$work = Join-Path ([IO.Path]::GetTempPath()) "aicode-job-$([guid]::NewGuid())"
$null = New-Item -ItemType Directory -Path $work
$ready = Join-Path $work 'ready.txt'

function Assert-Equal($Actual, $Expected, [string] $What) {
    if ($Actual -ne $Expected) {
        throw "$What`: $Actual, where $Expected is expected."
    }
}

$start = New-Object Diagnostics.ProcessStartInfo dotnet, "`"$Emulator`" --key key_of_the_job --commits $count --changes $count --days 20 --limit 0 --fault status:503:1 --ready-file `"$ready`""
$start.UseShellExecute = $false
$start.RedirectStandardOutput = $true
$server = [Diagnostics.Process]::Start($start)
$server.BeginOutputReadLine()
try {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (Test-Path -LiteralPath $ready)) {
        if ($server.HasExited -or $clock.Elapsed.TotalSeconds -gt 60) {
            throw 'The emulator did not start.'
        }

        Start-Sleep -Milliseconds 50
    }

    $env:CURSOR_API_BASEURI = (Get-Content -LiteralPath $ready -Raw).Trim()
    $env:CURSOR_API_KEY = 'key_of_the_job'
    Import-Module -Name $Module
    $asking = @{ StartDate = '25d'; RequestsPerMinute = 10000 }

    Assert-Equal @(Get-AiCommit @asking -First 5).Count 5 'The newest commits'
    $commits = @(Get-AiCommit @asking -Transport Json)
    Assert-Equal $commits.Count $count 'Commits, as JSON'
    Assert-Equal @(Get-AiCommit @asking -Transport Csv).Count $count 'Commits, as CSV'
    Assert-Equal @(Get-AiCodeChange @asking).Count $count 'Changes'
    Assert-Equal ($commits[0].CreatedAt.Kind) 'Local' 'Times'

    $file = Join-Path $work 'commits.csv'
    Assert-Equal (Export-AiCodeCsv -Path $file -Kind Commit @asking -PassThru).RecordCount $count 'Exported'
    Assert-Equal (Export-AiCodeCsv -Path $file -Kind Commit @asking -Append -PassThru).RecordCount 0 'Appended'
    $inFile = @(Import-Csv -LiteralPath $file -Encoding UTF8)
    Assert-Equal (@($inFile.commit_hash | Sort-Object) -join ' ') (@($commits.CommitHash | Sort-Object) -join ' ') 'The commits in the file'

    $piped = Join-Path $work 'piped.csv'
    $commits | Export-AiCodeCsv -Path $piped
    Assert-Equal @(Import-Csv -LiteralPath $piped -Encoding UTF8).Count $count 'Exported from the pipeline'

    $test = Test-AiCodeConnection
    Assert-Equal "$($test.Commits) $($test.Changes)" 'Ok Ok' 'The connection'
    if (-not ($commits | Select-Object -First 3 | Out-String -Width 120).Contains($commits[0].CommitHash.Substring(0, 7))) {
        throw 'The table does not show the commits.'
    }

    if (@((Get-Help -Name Get-AiCommit).examples.example).Count -lt 4 -or -not (Get-Help -Name about_Cursor.AiCode)) {
        throw 'There is no help.'
    }

    $loaded = Get-Module -Name Cursor.AiCode
    [pscustomobject]@{
        PowerShell = "$($PSVersionTable.PSVersion)"
        Edition    = $PSVersionTable.PSEdition
        Module     = $loaded.ModuleBase
        Version    = "$($loaded.Version)"
        Commits    = $commits.Count
    }
} finally {
    if (-not $server.HasExited) {
        $server.Kill()
        $server.WaitForExit()
    }

    Remove-Item -LiteralPath $work -Recurse -Force
}
