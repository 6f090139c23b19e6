# Runs examples of pages one after another, each in a runspace of its own, in this process: under StrictMode, in the culture
# that the environment names, and as Reader.ps1 otherwise. Writes one line of JSON for each.
param([string] $Examples, [string] $Reader)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
foreach ($example in Get-Content -LiteralPath $Examples -Raw | ConvertFrom-Json) {
    $env:CURSOR_API_KEY = $example.Code -match 'Read-Host' ? $null : $env:READER_KEY
    $culture = [cultureinfo]::GetCultureInfo($env:READER_CULTURE)
    [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = $culture
    $file = Join-Path ([IO.Path]::GetDirectoryName($Examples)) 'example.ps1'

    # All run within a minute, where a reader has that for each: no limit but the emulator's.
    Set-Content -LiteralPath $file -Value ($example.Code -replace '-RequestsPerMinute \d+', '-RequestsPerMinute 10000')
    $shell = [powershell]::Create()
    $null = $shell.AddScript("[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '$($culture.Name)'; Set-Location -LiteralPath '$env:READER_JOBS'; `$PSDefaultParameterValues['*-AiCo*:RequestsPerMinute'] = 10000; Set-StrictMode -Version Latest; & '$Reader' '$file' | Out-String -Width 120")
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
