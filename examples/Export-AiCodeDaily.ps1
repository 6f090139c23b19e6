#Requires -Version 5.1

<#
.SYNOPSIS
Appends new commits and AI changes to two CSV files. For use with a scheduler.

.DESCRIPTION
Updates commits.csv and changes.csv in a folder with Export-AiCodeCsv -Append. The command continues where the files end,
so if a run fails or doesn't start, the next run adds the missing records.

Each run appends lines to a monthly log in the folder "log". Errors are also written to stderr. A successful run writes no
output, so that cron sends an email only after an error.

Exit codes: 0 for success, 1 if action is required, 2 for a transient failure that the next run will probably resolve.

.PARAMETER Folder
The folder of the CSV files and of the folder "log". The script creates it if it doesn't exist.

.PARAMETER StartDate
The start of the date range for a file that doesn't exist yet. The default is 30 days ago.

.PARAMETER SecretName
The name of the SecretManagement secret that contains the API key. By default, the key comes from the environment
variable CURSOR_API_KEY or from the secret CursorApiKey.

.PARAMETER Vault
The vault that contains the secret.

.PARAMETER KeepLogs
The number of monthly logs to keep.

.EXAMPLE
./Export-AiCodeDaily.ps1 -Folder /srv/ai-code

.EXAMPLE
./Export-AiCodeDaily.ps1 -Folder C:\Data\AiCode -SecretName CursorApiKey -Vault AiCodeTask -Verbose
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string] $Folder,

    [string] $StartDate = '30d',

    [string] $SecretName,

    [string] $Vault,

    [ValidateRange(1, 1200)]
    [int] $KeepLogs = 12
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$culture = [cultureinfo]::InvariantCulture
$success, $actionRequired, $transientFailure = 0, 1, 2

# The IDs of errors that usually resolve themselves.
$transientErrors = 'RateLimited', 'ServerError', 'Unreachable', 'Timeout', 'ConnectionLost', 'IncompleteAnswer', 'DataChanged', 'CountMismatch'

function Add-LogLine {
    param([string] $Level, [string] $Message)

    $now = [DateTimeOffset]::Now
    $line = '{0} {1,-5} {2}' -f $now.ToString('yyyy-MM-ddTHH:mm:sszzz', $culture), $Level, ($Message -replace '\s*[\r\n]+\s*', ' ')
    if ($Level -eq 'ERROR') {
        [Console]::Error.WriteLine($line)
    }

    Add-Content -LiteralPath (Join-Path -Path $logs -ChildPath ('ai-code-' + $now.ToString('yyyy-MM', $culture) + '.log')) -Value $line -Encoding UTF8
}

function Resolve-ExitCode {
    <# Logs an error and returns its exit code. #>
    param([System.Management.Automation.ErrorRecord] $ErrorRecord, [string] $Activity)

    $id = $ErrorRecord.FullyQualifiedErrorId.Split(',')[0]
    Add-LogLine -Level 'ERROR' -Message "${Activity}: $id - $($ErrorRecord.Exception.Message)"
    if ($transientErrors -contains $id) { $transientFailure } else { $actionRequired }
}

try {
    $null = New-Item -ItemType Directory -Path $Folder -Force
    $Folder = (Resolve-Path -LiteralPath $Folder).ProviderPath
    $logs = Join-Path -Path $Folder -ChildPath 'log'
    $null = New-Item -ItemType Directory -Path $logs -Force
    if (-not (Test-Path -LiteralPath $logs -PathType Container)) { throw "'$Folder' is a file." }
} catch {
    [Console]::Error.WriteLine("The folder '$Folder' can't be used: $($_.Exception.Message)")
    exit $actionRequired
}

try {
    Import-Module -Name Cursor.AiCode
} catch {
    exit (Resolve-ExitCode -ErrorRecord $_ -Activity 'Import-Module Cursor.AiCode')
}

$key = @{}
if ($SecretName) { $key['SecretName'] = $SecretName }
if ($Vault) { $key['Vault'] = $Vault }

$codes = foreach ($kind in 'Commit', 'Change') {
    $file = $kind.ToLowerInvariant() + 's.csv'
    try {
        $path = Join-Path -Path $Folder -ChildPath $file
        $result = Export-AiCodeCsv -LiteralPath $path -Kind $kind -StartDate $StartDate -Append -PassThru @key
        Add-LogLine -Level 'INFO' -Message ([string]::Format(
                $culture, '{0}: {1:N0} records added, {2:N0} in all, {3:0.0} s', $file, $result.RecordCount, $result.TotalRecordCount, $result.Duration.TotalSeconds))
        $success
    } catch {
        Resolve-ExitCode -ErrorRecord $_ -Activity $file
    }
}

Get-ChildItem -LiteralPath $logs -Filter 'ai-code-????-??.log' | Sort-Object -Property Name -Descending |
    Select-Object -Skip $KeepLogs | Remove-Item

# An error that requires action takes precedence over a transient failure.
exit $(if ($codes -contains $actionRequired) { $actionRequired } elseif ($codes -contains $transientFailure) { $transientFailure } else { $success })
