#Requires -Version 5.1

<#
.SYNOPSIS
Registers a task of Windows that runs Export-AiCodeDaily.ps1 every day.

.DESCRIPTION
Run it as an administrator, in the PowerShell that is to run the task: PowerShell 7 or Windows PowerShell, with the module
installed for all users or for the account of the task. Export-AiCodeDaily.ps1 lies beside this script.

The task runs whether or not the account is logged on, makes up for a start that was missed, and is replaced where it is
there already.

.PARAMETER Folder
Where the CSV files and the logs are to be.

.PARAMETER Credential
The account of the task. It needs the right to log on as a batch job, and its vault holds the API key.

.PARAMETER At
The time of day.

.PARAMETER TaskName
The name of the task.

.PARAMETER SecretName
The secret with the API key, where it is not CursorApiKey.

.PARAMETER Vault
The vault of the secret, where several have it.

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

# A backslash before the closing quote would take the quote into the path.
$job = Join-Path -Path $PSScriptRoot -ChildPath 'Export-AiCodeDaily.ps1'
$arguments = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File "{0}" -Folder "{1}"' -f $job, $Folder.TrimEnd('\')
if ($SecretName) { $arguments += ' -SecretName "{0}"' -f $SecretName }
if ($Vault) { $arguments += ' -Vault "{0}"' -f $Vault }

$action = New-ScheduledTaskAction -Execute (Get-Process -Id $PID).Path -Argument $arguments -WorkingDirectory $PSScriptRoot
$trigger = New-ScheduledTaskTrigger -Daily -At $At
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 4)
if ($PSCmdlet.ShouldProcess($TaskName, 'Register the task')) {
    Register-ScheduledTask -TaskName $TaskName -Description 'Adds the newest AI code records to CSV files.' -Action $action -Trigger $trigger -Settings $settings `
        -User $Credential.UserName -Password $Credential.GetNetworkCredential().Password -Force
}
