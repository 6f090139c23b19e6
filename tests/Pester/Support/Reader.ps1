# Runs an example of a page, as its reader would. What the reader does by hand, and what only a Windows machine with an
# administrator has, is done here in their place.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '', Scope = 'Function', Target = '*', Justification = 'They answer in the place of a person.')]
param([string] $Example)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# The reader's answer to a question for the key.
function Read-Host([string] $Prompt, [switch] $AsSecureString, [switch] $MaskInput) {
    if ($AsSecureString) { [Net.NetworkCredential]::new('', $env:READER_KEY).SecurePassword } else { $env:READER_KEY }
}

# The reader's answer to a question for an account.
function Get-Credential([string] $UserName, [string] $Message) {
    [pscredential]::new($UserName, [Net.NetworkCredential]::new('', 'of the account').SecurePassword)
}

# The Task Scheduler, with the parameters of its module. A task that is registered is run at once, as who runs the tests
# whatever account it names, and must succeed.
function New-ScheduledTaskAction([string] $Execute, [string] $Argument, [string] $WorkingDirectory) {
    [pscustomobject]@{ Execute = $Execute; Argument = $Argument; WorkingDirectory = $WorkingDirectory }
}

function New-ScheduledTaskTrigger([switch] $Daily, [datetime] $At) {
    [pscustomobject]@{ Daily = $Daily; At = $At }
}

function Register-ScheduledTask([string] $TaskName, $Action, $Trigger) {
    if (-not $TaskName -or -not $Trigger.Daily -or $Action.Execute -ne 'pwsh.exe') {
        throw "This is no task for each day: $($Action.Execute)"
    }

    # The folder that a page names is here the one of this reader.
    $info = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    $info.Arguments = $Action.Argument.Replace('C:\Jobs\', "$env:READER_JOBS/")
    $info.WorkingDirectory = $Action.WorkingDirectory.Replace('C:\Jobs', $env:READER_JOBS)
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
