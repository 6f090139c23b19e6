#Requires -Version 5.1

<#
.SYNOPSIS
Adds the commits and AI changes that came since its last run to two CSV files. For a scheduler.

.DESCRIPTION
Keeps commits.csv and changes.csv in a folder up to date by Export-AiCodeCsv -Append: the files themselves are the
state, so that a run that failed, or never was, is made good by the next one.

Each run adds lines to a log of the month in the folder "log". What fails is also written to stderr; what succeeds writes
nothing else, so that cron sends mail only when something is wrong.

Exit codes: 0 when all is done; 1 when someone has to act; 2 when it failed, but may succeed by itself the next time.

.PARAMETER Folder
Where the CSV files are, and the folder "log". It is made where it is missing.

.PARAMETER StartDate
Where a file begins that is not there yet: 30 days ago.

.PARAMETER SecretName
The secret of SecretManagement with the API key. Without it, the key is found as everywhere: in the environment variable
CURSOR_API_KEY, or in the secret CursorApiKey.

.PARAMETER Vault
The vault of the secret.

.PARAMETER KeepLogs
How many months of logs to keep.

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
$done, $act, $later = 0, 1, 2

# The ids of errors that pass by themselves as a rule.
$passing = 'RateLimited', 'ServerError', 'Unreachable', 'Timeout', 'ConnectionLost', 'IncompleteAnswer', 'DataChanged', 'CountMismatch'

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
    <# Logs an error, and says which exit code it makes. #>
    param([System.Management.Automation.ErrorRecord] $ErrorRecord, [string] $While)

    $id = $ErrorRecord.FullyQualifiedErrorId.Split(',')[0]
    Add-LogLine -Level 'ERROR' -Message "${While}: $id - $($ErrorRecord.Exception.Message)"
    if ($passing -contains $id) { $later } else { $act }
}

try {
    $null = New-Item -ItemType Directory -Path $Folder -Force
    $Folder = (Resolve-Path -LiteralPath $Folder).ProviderPath
    $logs = Join-Path -Path $Folder -ChildPath 'log'
    $null = New-Item -ItemType Directory -Path $logs -Force
    if (-not (Test-Path -LiteralPath $logs -PathType Container)) { throw "'$Folder' is a file." }
} catch {
    [Console]::Error.WriteLine("The folder '$Folder' can't be used: $($_.Exception.Message)")
    exit $act
}

try {
    Import-Module -Name Cursor.AiCode
} catch {
    exit (Resolve-ExitCode -ErrorRecord $_ -While 'Import-Module Cursor.AiCode')
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
        $done
    } catch {
        Resolve-ExitCode -ErrorRecord $_ -While $file
    }
}

Get-ChildItem -LiteralPath $logs -Filter 'ai-code-????-??.log' | Sort-Object -Property Name -Descending |
    Select-Object -Skip $KeepLogs | Remove-Item

# One file that needs someone weighs more than one that waits for the next run.
exit $(if ($codes -contains $act) { $act } elseif ($codes -contains $later) { $later } else { $done })
