#Requires -Version 7.4
# Runs one Pester file, and writes what came of each of its tests into a file of JSON.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Results,
    [Parameter(Mandatory)] [string] $PesterVersion
)

function Get-SkipReason($Test) {
    <# Why a test was skipped: what it says itself, or the tag "Needs ..." that it or a block around it has. #>
    if ("$($Test.ErrorRecord)" -match 'because (.+)$') {
        return $Matches[1]
    }

    $tags = @($Test.Tag)
    for ($block = $Test.Block; $block; $block = $block.Parent) {
        $tags += $block.Tag
    }

    ($tags | Where-Object { $_ -like 'Needs *' } | Select-Object -Unique) -replace '^N', 'n' -join ', '
}

function Get-ErrorText($ErrorRecord) {
    ($ErrorRecord | ForEach-Object { "$($_.DisplayErrorMessage ?? $_)`n$($_.DisplayStackTrace ?? $_.ScriptStackTrace)" }) -join "`n"
}

Import-Module -Name Pester -RequiredVersion $PesterVersion
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration
[ordered]@{
    Tests  = @($run.Tests | ForEach-Object {
            [ordered]@{
                Name   = "$($_.ExpandedPath)"
                Result = "$($_.Result)"
                Error  = $_.Result -eq 'Failed' ? (Get-ErrorText $_.ErrorRecord) : ''
                Reason = $_.Result -eq 'Skipped' ? (Get-SkipReason $_) : ''
            }
        })
    Errors = @($run.FailedBlocks + $run.FailedContainers | ForEach-Object { "$($_.ExpandedPath ?? $_.Item): $(Get-ErrorText $_.ErrorRecord)" })
} | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $Results
