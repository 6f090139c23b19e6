# Runs examples one after another with RunExample.ps1, each in a scope of its own, in strict mode and in the culture in
# EXAMPLE_CULTURE. Writes one line of JSON for each example.
param([string] $Examples, [string] $RunExample)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = $env:EXAMPLE_CULTURE
$file = Join-Path ([IO.Path]::GetDirectoryName($Examples)) 'example.ps1'
$runspace = [runspacefactory]::CreateRunspace()
$runspace.Open()
foreach ($example in Get-Content -LiteralPath $Examples -Raw | ConvertFrom-Json) {
    $env:CURSOR_API_KEY = $example.Code -match 'Read-Host' ? $null : $env:EXAMPLE_KEY

    # The examples run within a minute, so the client-side rate limit is disabled.
    Set-Content -LiteralPath $file -Value ($example.Code -replace '-RequestsPerMinute \d+', '-RequestsPerMinute 10000')
    $shell = [powershell]::Create($runspace)
    $null = $shell.AddScript(@"
[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '$env:EXAMPLE_CULTURE'
Set-Location -LiteralPath '$env:EXAMPLE_JOBS'
`$global:PSDefaultParameterValues = @{ '*-AiCo*:RequestsPerMinute' = 10000 }
Set-StrictMode -Version Latest
& '$RunExample' '$file' | Out-String -Width 120
"@, $true)
    $failure = $null
    try {
        $output = $shell.Invoke() -join "`n"
    } catch {
        $failure = "$($_.Exception.InnerException.ErrorRecord) $($_.Exception.InnerException.ErrorRecord.ScriptStackTrace)"
    }

    $errors = @($failure; $shell.Streams.Error | ForEach-Object { "$_ $($_.ScriptStackTrace)" }) | Where-Object { $_ }
    @{ Line = $example.Line; Page = $example.Page; Output = $output; Errors = @($errors); Warnings = @($shell.Streams.Warning | ForEach-Object Message) } | ConvertTo-Json -Compress
    $shell.Dispose()
}

$runspace.Dispose()
