# Runs an example of a page. Replaces prompts, and the Task Scheduler of Windows.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '', Scope = 'Function', Target = '*', Justification = 'They replace prompts.')]
param([string] $Example)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Returns the key.
function Read-Host([string] $Prompt, [switch] $AsSecureString, [switch] $MaskInput) {
    if ($AsSecureString) { [Net.NetworkCredential]::new('', $env:EXAMPLE_KEY).SecurePassword } else { $env:EXAMPLE_KEY }
}

# Returns an account.
function Get-Credential([string] $UserName, [string] $Message) {
    [pscredential]::new($UserName, [Net.NetworkCredential]::new('', 'the password').SecurePassword)
}

# Replaces the commands of the ScheduledTasks module. A registered task runs immediately with the current account, and must
# succeed.
function New-ScheduledTaskAction([string] $Execute, [string] $Argument, [string] $WorkingDirectory) {
    [pscustomobject]@{ Execute = $Execute; Argument = $Argument; WorkingDirectory = $WorkingDirectory }
}

function New-ScheduledTaskTrigger([switch] $Daily, [datetime] $At) {
    [pscustomobject]@{ Daily = $Daily; At = $At }
}

function Register-ScheduledTask([string] $TaskName, $Action, $Trigger) {
    if (-not $TaskName -or -not $Trigger.Daily -or $Action.Execute -ne 'pwsh.exe') {
        throw "The task isn't a daily task of pwsh.exe: $($Action.Execute)"
    }

    # Replaces the folder in the example with the folder of this session.
    $info = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    $info.Arguments = $Action.Argument.Replace('C:\Jobs\', "$env:EXAMPLE_JOBS/")
    $info.WorkingDirectory = $Action.WorkingDirectory.Replace('C:\Jobs', $env:EXAMPLE_JOBS)
    Remove-Item -Path (Join-Path $info.WorkingDirectory 'commits.csv'), (Join-Path $info.WorkingDirectory 'changes.csv') -ErrorAction Ignore
    $process = [Diagnostics.Process]::Start($info)
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) {
        throw "The task ended with exit code $($process.ExitCode)."
    }

    Get-Item -Path (Join-Path $info.WorkingDirectory 'commits.csv'), (Join-Path $info.WorkingDirectory 'changes.csv')
}

. $Example
'The example ended.'
