#Requires -Version 5.1

<#
.SYNOPSIS
Writes a report of the last weeks to a folder or a share, and optionally mails it. For use with a scheduler.

.DESCRIPTION
Runs Export-AiCodeReport. The folder contains ai-code.html, which each run replaces, and a copy with the date, such as
ai-code-2025-07-28.html. If a run fails, the files of the run before stay.

With -To, the report is mailed, too, as an attachment. The mail server must accept mail from this computer. Send-MailMessage
doesn't support modern authentication: for servers that require it, replace that command.

A successful run writes no output, so that cron sends an email only after an error. Exit codes: 0 for success, 1 if action
is required, 2 for a transient failure that the next run will probably resolve.

.PARAMETER Folder
The folder for the reports, such as \\server\reports\ai-code. It must exist.

.PARAMETER Days
The number of days in the report. The default is 91, which are 13 weeks.

.PARAMETER InputPath
Exported files, such as the folder of Export-AiCodeDaily.ps1. Without it, the report gets its records from the API.

.PARAMETER TeamPath
A CSV file with the columns Email and Team. The report shows teams instead of users.

.PARAMETER Anonymize
Replaces users by pseudonyms.

.PARAMETER To
The recipients of the mail.

.PARAMETER From
The sender of the mail.

.PARAMETER SmtpServer
The mail server.

.EXAMPLE
./Export-AiCodeWeekly.ps1 -Folder \\server\reports\ai-code -Anonymize

.EXAMPLE
./Export-AiCodeWeekly.ps1 -Folder /srv/reports -InputPath /srv/ai-code -To cto@company.com -From ai-code@company.com -SmtpServer mail.company.com
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string] $Folder,

    [ValidateRange(1, 3650)]
    [int] $Days = 91,

    [string[]] $InputPath,

    [string] $TeamPath,

    [switch] $Anonymize,

    [string[]] $To,

    [string] $From,

    [string] $SmtpServer
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# The IDs of errors that usually resolve themselves.
$transientErrors = 'RateLimited', 'ServerError', 'Unreachable', 'Timeout', 'ConnectionLost', 'IncompleteAnswer', 'DataChanged', 'CountMismatch'

try {
    Import-Module -Name Cursor.AiCode
    $path = Join-Path -Path $Folder -ChildPath 'ai-code.html'
    $options = @{}
    if ($InputPath) { $options['InputPath'] = $InputPath }
    if ($TeamPath) { $options['Team'] = Import-Csv -LiteralPath $TeamPath }
    $report = Export-AiCodeReport -LiteralPath $path -StartDate "${Days}d" -Anonymize:$Anonymize -PassThru @options
    Copy-Item -LiteralPath $path -Destination (Join-Path -Path $Folder -ChildPath "ai-code-$([datetime]::Today.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).html")
    Write-Verbose -Message "Wrote a report of $($report.CommitCount) commits to '$path'."
    if ($To) {
        $mail = @{ To = $To; From = $From; SmtpServer = $SmtpServer; Subject = 'AI code, week by week'; Body = 'The report is attached.'; Attachments = $path }
        Send-MailMessage @mail -WarningAction SilentlyContinue
    }
} catch {
    $id = $_.FullyQualifiedErrorId.Split(',')[0]
    [Console]::Error.WriteLine("${id}: $($_.Exception.Message)")
    if ($transientErrors -contains $id) { exit 2 }
    exit 1
}
