#Requires -Version 5.1

<#
.SYNOPSIS
Registers a Windows scheduled task that runs Export-AiCodeDaily.ps1 every day.

.DESCRIPTION
Run this script as an administrator, in the edition of PowerShell that the task should use. The module must be installed
for all users or for the account of the task. Export-AiCodeDaily.ps1 must be in the same folder as this script.

The task runs whether or not the account is signed in. If a scheduled start is missed, the task starts as soon as
possible. The script replaces an existing task with the same name.

.PARAMETER Folder
The folder for the CSV files and the logs.

.PARAMETER Credential
The account of the task. It needs the right to log on as a batch job, and its vault must contain the API key.

.PARAMETER At
The time of day at which the task starts.

.PARAMETER TaskName
The name of the task.

.PARAMETER SecretName
The name of the secret that contains the API key. The default is CursorApiKey.

.PARAMETER Vault
The vault that contains the secret. Use it if several vaults contain a secret with that name.

.EXAMPLE
./Register-AiCodeTask.ps1 -Folder C:\Data\AiCode -Credential (Get-Credential 'COMPANY\svc-aicode')
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)]
    [string] $Folder,

    [Parameter(Mandatory = $true)]
    [pscredential] $Credential,

    [datetime] $At = '06:00',

    [string] $TaskName = 'AI code',

    [string] $SecretName,

    [string] $Vault
)

$ErrorActionPreference = 'Stop'

# A backslash before the closing quote would escape the quote.
$job = Join-Path -Path $PSScriptRoot -ChildPath 'Export-AiCodeDaily.ps1'
$arguments = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "{0}" -Folder "{1}"' -f $job, $Folder.TrimEnd('\')
if ($SecretName) { $arguments += ' -SecretName "{0}"' -f $SecretName }
if ($Vault) { $arguments += ' -Vault "{0}"' -f $Vault }

$action = New-ScheduledTaskAction -Execute (Get-Process -Id $PID).Path -Argument $arguments -WorkingDirectory $PSScriptRoot
$trigger = New-ScheduledTaskTrigger -Daily -At $At
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 4)
if ($PSCmdlet.ShouldProcess($TaskName, 'Register scheduled task')) {
    Register-ScheduledTask -TaskName $TaskName -Description 'Appends new AI code records to CSV files.' -Action $action -Trigger $trigger -Settings $settings `
        -User $Credential.UserName -Password $Credential.GetNetworkCredential().Password -Force
}
