#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# What runs with no one at the keyboard: the scripts of examples/, as written there, and pwsh -Command and -File.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $vaults = @(Get-VaultProvider)
    $hasAnalyzer = [bool](Get-Module -ListAvailable -Name PSScriptAnalyzer)
    $hasGit = [bool](Get-Command -Name git -CommandType Application -ErrorAction Ignore)
    $null = $vaults, $hasAnalyzer, $hasGit
    $scripts = 'Export-AiCodeDaily.ps1', 'Export-AiCodeWeekly.ps1', 'Register-AiCodeTask.ps1'
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Compatibility.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Enter-TestSession
    $examples = Join-Path (Get-RepositoryPath) 'examples'
    $job = Join-Path $examples 'Export-AiCodeDaily.ps1'
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '400', '--days', '20'

    # An account of its own, for which the module is installed.
    $modules = Join-Path (New-TestFolder) 'modules'
    Copy-Item -LiteralPath (Split-Path (Get-TestedModulePath)) -Destination (Join-Path $modules 'Cursor.AiCode') -Recurse
    $account = New-TestFolder
    $environment = @{
        PATH                        = "$(Split-Path (Get-PwshPath))$([IO.Path]::PathSeparator)$env:PATH"
        PSModulePath                = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
        HOME                        = $account
        USERPROFILE                 = $account
        CURSOR_API_BASEURI          = $api.Uri
        CURSOR_API_KEY              = $api.Key
        NO_COLOR                    = '1'
        POWERSHELL_TELEMETRY_OPTOUT = '1'
    }
    foreach ($name in 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'DOTNET_ROOT') {
        if (Test-Path -LiteralPath "Env:$name") {
            $environment[$name] = [Environment]::GetEnvironmentVariable($name)
        }
    }

    function Invoke-Program {
        <# Runs a program in an environment that holds nothing else, with its input at its end. #>
        param(
            [string] $Program,
            [string[]] $Argument,

            # Instead of the arguments: one text, as Windows passes it.
            [string] $ArgumentLine,
            [System.Collections.IDictionary] $With = @{},
            [string] $Folder = $account,
            [System.Collections.IDictionary] $Base = $environment
        )

        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($one in $Argument) {
            $start.ArgumentList.Add($one)
        }

        if ($ArgumentLine) {
            $start.Arguments = $ArgumentLine
        }

        $start.WorkingDirectory = $Folder
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.Environment.Clear()
        foreach ($set in $Base, $With) {
            foreach ($name in $set.Keys) {
                if ($null -eq $set[$name]) {
                    $null = $start.Environment.Remove($name)
                } else {
                    $start.Environment[$name] = $set[$name]
                }
            }
        }

        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit(120000)) {
            $process.Kill($true)
            throw "$Program did not end."
        }

        $process.WaitForExit()
        [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output.Result; Errors = $errors.Result }
    }

    function Invoke-Job {
        <# Runs the job as a scheduler does. #>
        param([string] $Folder, [string[]] $Option = @(), [System.Collections.IDictionary] $With = @{})

        Invoke-Program (Get-PwshPath) (@('-NoProfile', '-NonInteractive', '-File', $job, '-Folder', $Folder) + $Option) -With $With
    }

    function Get-LogLine([string] $Folder) {
        @(Get-ChildItem -LiteralPath (Join-Path $Folder 'log') -Filter *.log | Get-Content)
    }

    function Get-RecordCount([string] $Folder) {
        foreach ($file in 'commits.csv', 'changes.csv') {
            $path = Join-Path $Folder $file
            if (Test-Path -LiteralPath $path) { @(Import-Csv -LiteralPath $path).Count } else { 'none' }
        }
    }

    function Get-GuideBlock([string] $Holds) {
        <# The example of the guide that holds a text. #>
        $guide = (Get-Content -LiteralPath (Join-Path $examples 'README.md') -Raw) -replace "`r`n", "`n"
        [regex]::Matches($guide, '(?ms)^```powershell\n(.*?)\n```$') | ForEach-Object { $_.Groups[1].Value } | Where-Object { $_.Contains($Holds) }
    }

    function Initialize-Vault([string] $UserHome, [string] $Key, [string] $StandIn) {
        <# Sets up the account's vault as the guide says; the key is what a person would type. #>
        $script = Join-Path (New-TestFolder) 'vault.ps1'
        Set-Content -LiteralPath $script -Value "`$ErrorActionPreference = 'Stop'`nfunction Read-Host([string] `$Prompt, [switch] `$AsSecureString) { ConvertTo-SecureString '$Key' -AsPlainText -Force }`n$(Get-GuideBlock 'Reset-SecretStore')"
        Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script -With @{ HOME = $UserHome; USERPROFILE = $UserHome; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
    }

    $stamp = '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d'
    $null = $job, $stamp
}

AfterAll {
    Exit-TestSession
}

Describe 'The daily job' {
    Context 'that works' {
        BeforeAll {
            $folder = Join-Path (New-TestFolder) 'AI code data'
            $first = Invoke-Job $folder
            $firstHash = Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash
            $second = Invoke-Job $folder
            $null = $first, $second, $firstHash
        }

        It 'ends with 0 and says nothing' {
            foreach ($run in $first, $second) {
                $run.Errors | Should -BeNullOrEmpty
                $run.Output | Should -BeNullOrEmpty
                $run.ExitCode | Should -Be 0
            }
        }

        It 'writes both files whole, and nothing twice' {
            Get-RecordCount $folder | Should -Be 300, 400
            Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash | Should -Be $firstHash
        }

        It 'logs each file of each run, with time and numbers' {
            $lines = Get-LogLine $folder
            $lines | Should -HaveCount 4
            $lines[0] | Should -Match "$stamp INFO  commits\.csv: 300 records added, 300 in all, \d+\.\d s$"
            $lines[1] | Should -Match "$stamp INFO  changes\.csv: 400 records added, 400 in all, \d+\.\d s$"
            $lines[2] | Should -Match "$stamp INFO  commits\.csv: 0 records added, 300 in all, \d+\.\d s$"
            $lines[3] | Should -Match "$stamp INFO  changes\.csv: 0 records added, 400 in all, \d+\.\d s$"
            (Get-ChildItem -LiteralPath (Join-Path $folder 'log')).Name | Should -Be "ai-code-$([datetime]::Now.ToString('yyyy-MM', [cultureinfo]::InvariantCulture)).log"
        }

        It 'makes good what is missing' {
            $path = Join-Path $folder 'commits.csv'
            $all = Import-Csv -LiteralPath $path
            $all | Where-Object { [datetime]$_.created_at -lt [datetime]::UtcNow.AddDays(-5) } | Export-Csv -LiteralPath $path -UseQuotes AsNeeded
            $kept = @(Import-Csv -LiteralPath $path).Count
            $kept | Should -BeLessThan 300
            $kept | Should -BeGreaterThan 0
            (Invoke-Job $folder).ExitCode | Should -Be 0
            @(Import-Csv -LiteralPath $path).Count | Should -Be 300
            (Get-LogLine $folder)[-2] | Should -BeLike "* INFO  commits.csv: $(300 - $kept) records added, 300 in all, *"
        }

        It 'keeps the logs of some months only' {
            foreach ($month in 1..9) {
                Set-Content -LiteralPath (Join-Path $folder "log/ai-code-2020-0$month.log") -Value 'old'
            }

            Set-Content -LiteralPath (Join-Path $folder 'log/notes.txt') -Value 'mine'
            (Invoke-Job $folder -Option '-KeepLogs', '3').ExitCode | Should -Be 0
            $names = (Get-ChildItem -LiteralPath (Join-Path $folder 'log')).Name
            $names | Should -HaveCount 4
            $names | Should -Contain 'ai-code-2020-09.log'
            $names | Should -Contain 'ai-code-2020-08.log'
            $names | Should -Contain 'notes.txt'
        }

        It 'tells the story with -Verbose' {
            $run = Invoke-Job $folder -Option '-Verbose'
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeLike '*VERBOSE: GET http*commits.csv*'
            $run.Output | Should -BeLike "*VERBOSE: Added 0 records; '*changes.csv' now contains 400: *"
            $run.Output | Should -Not -BeLike "*$($api.Key)*"
        }
    }

    Context 'that fails' {
        It 'ends with <Code>, says why on stderr and in the log, and leaves the files: <Name>' -ForEach @(
            @{ Name = 'a wrong key'; Code = 1; Id = 'InvalidApiKey'; With = @{ CURSOR_API_KEY = 'key_that_nobody_knows' }; Message = 'The API rejected the key (401 Unauthorized at http://*' }
            @{ Name = 'no key'; Code = 1; Id = 'NoApiKey'; With = @{ CURSOR_API_KEY = $null }; Message = 'There is no API key. *Set-Secret*' }
            @{ Name = 'a server that is down'; Code = 2; Id = 'Unreachable'; With = @{ CURSOR_API_BASEURI = 'http://127.0.0.1:1' }; Message = "127.0.0.1:1 can't be reached*" }
            @{ Name = 'an address that is not safe'; Code = 1; Id = 'InvalidBaseUri'; With = @{ CURSOR_API_BASEURI = 'http://example.com' }; Message = '*only over HTTPS*' }
        ) {
            $folder = New-TestFolder
            $null = Invoke-Job $folder
            $before = Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash
            $run = Invoke-Job $folder -With $With
            $run.ExitCode | Should -Be $Code
            $run.Output | Should -BeNullOrEmpty
            $said = @($run.Errors.TrimEnd() -split '\r?\n')
            $said | Should -HaveCount 2 -Because 'each file has one line'
            $lines = Get-LogLine $folder
            $lines | Should -HaveCount 4
            $lines[2..3] | Should -Be $said
            $lines[2] | Should -Match "$stamp ERROR commits\.csv: $Id - "
            $lines[3] | Should -Match "$stamp ERROR changes\.csv: $Id - "
            $lines[2] | Should -BeLike "*: $Id - $Message"
            Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash | Should -Be $before
            (Invoke-Job $folder).ExitCode | Should -Be 0 -Because 'the next run goes on'
        }

        It 'goes on with the other file, and ends with <Code>: <Fault>' -ForEach @(
            @{ Fault = 'status:403@commits'; Code = 1 }
            @{ Fault = 'retry-after:3000@commits'; Code = 2 }
        ) {
            $partly = Start-Emulator -Option '--developers', '5', '--commits', '50', '--changes', '60', '--days', '20', '--fault', $Fault
            $folder = New-TestFolder
            $run = Invoke-Job $folder -With @{ CURSOR_API_BASEURI = $partly.Uri }
            $run.ExitCode | Should -Be $Code
            Get-RecordCount $folder | Should -Be 'none', 60
            (Get-LogLine $folder)[0] | Should -Match " ERROR commits\.csv: "
            (Get-LogLine $folder)[1] | Should -Match " INFO  changes\.csv: 60 records added"
            Stop-Emulator $partly
        }

        It 'ends with 1 where one file needs someone, whatever the other needs' {
            $partly = Start-Emulator -Option '--developers', '5', '--commits', '5', '--changes', '6', '--days', '20', '--fault', 'status:403@commits', '--fault', 'retry-after:3000@changes'
            $run = Invoke-Job (New-TestFolder) -With @{ CURSOR_API_BASEURI = $partly.Uri }
            $run.Errors | Should -Match 'AccessDenied'
            $run.Errors | Should -Match 'RateLimited'
            $run.ExitCode | Should -Be 1
            Stop-Emulator $partly
        }

        It 'ends with 1 where a file was changed by hand' {
            $folder = New-TestFolder
            Set-Content -LiteralPath (Join-Path $folder 'commits.csv') -Value 'a,b', '1,2'
            $run = Invoke-Job $folder
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -Match 'ERROR commits\.csv: InvalidFile - '
            Get-Content -LiteralPath (Join-Path $folder 'commits.csv') | Should -Be 'a,b', '1,2'
        }

        It 'ends with 1 where the module is not installed for the account' {
            $folder = New-TestFolder
            $run = Invoke-Job $folder -With @{ PSModulePath = Join-Path $PSHOME 'Modules' }
            $run.ExitCode | Should -Be 1
            (Get-LogLine $folder) | Should -Match "$stamp ERROR Import-Module Cursor\.AiCode: Modules_ModuleNotFound - "
        }

        It 'ends with 1 where the folder is none' {
            $file = Join-Path (New-TestFolder) 'file'
            Set-Content -LiteralPath $file -Value ''
            $run = Invoke-Job $file
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike "The folder '$file' can't be used: *"
        }
    }

    foreach ($provider in $vaults) {
        Context "with a vault of $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            It 'finds the key that was set up as the guide says' {
                $userHome = New-TestFolder
                $setUp = Initialize-Vault $userHome $api.Key $StandIn
                $setUp.ExitCode | Should -Be 0 -Because $setUp.Errors
                $setUp.Output | Should -Match 'KeySource\s+: DefaultSecret'
                $setUp.Output | Should -Match 'Everything works\.'
                $there = @{ HOME = $userHome; USERPROFILE = $userHome; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
                $folder = New-TestFolder
                (Invoke-Job $folder -With $there).ExitCode | Should -Be 0
                (Invoke-Job $folder -Option '-SecretName', 'CursorApiKey', '-Vault', 'AiCodeTask' -With $there).ExitCode | Should -Be 0
                Get-RecordCount $folder | Should -Be 300, 400
                $run = Invoke-Job $folder -Option '-SecretName', 'Another' -With $there
                $run.ExitCode | Should -Be 1
                $run.Errors | Should -Match 'ERROR commits\.csv: SecretNotFound - '
            }

            It 'ends with 1 where it is locked, and waits for nobody' {
                $userHome = New-TestFolder
                $there = @{ HOME = $userHome; USERPROFILE = $userHome; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
                $script = Join-Path $userHome 'vault.ps1'
                Set-Content -LiteralPath $script -Value @'
$ErrorActionPreference = 'Stop'
$word = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
Reset-SecretStore -Authentication Password -Interaction Prompt -Password $word -Force
Register-SecretVault -Name AiCodeTask -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password $word
Set-Secret -Name CursorApiKey -Secret x
'@
                (Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script -With $there).ExitCode | Should -Be 0
                $folder = New-TestFolder
                $clock = [Diagnostics.Stopwatch]::StartNew()
                foreach ($options in @(), @('-SecretName', 'CursorApiKey', '-Vault', 'AiCodeTask')) {
                    $run = Invoke-Job $folder -Option $options -With $there
                    $run.ExitCode | Should -Be 1
                    $run.Errors | Should -Match 'ERROR commits\.csv: VaultLocked - .*Unlock-SecretStore'
                    (Get-LogLine $folder)[-1] | Should -Match "$stamp ERROR changes\.csv: VaultLocked - "
                }

                $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
            }
        }
    }
}

Describe 'The lines for cron' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
    BeforeAll {
        $lines = Get-Content -LiteralPath (Join-Path $examples 'ai-code.crontab') | Where-Object { $_ -and $_ -notlike '#*' }
        $settings = $lines | Where-Object { $_ -match '^\w+=' }
        $entries = @($lines | Where-Object { $_ -notmatch '^\w+=' })
        $null = $settings, $entries
    }

    It 'are one a day, in the form that cron reads' {
        $entries | Should -HaveCount 1
        $entries[0] | Should -Match '^0 6 \* \* \* \S'
        $entries[0] | Should -Not -Match '%' -Because 'cron makes a line break of it'
        ($settings -split '=')[0] | Should -Be 'AICODE_JOB'
        foreach ($setting in $settings) {
            $setting | Should -Not -Match '\$' -Because 'cron expands nothing here'
        }
    }

    It 'run as written, in the environment of cron: <Name>' -ForEach @(
        @{ Name = 'it works'; Key = $null; Code = 0 }
        @{ Name = 'it fails'; Key = 'key_that_nobody_knows'; Code = 1 }
    ) {
        # What the file sets, with this machine's paths; what cron sets; and where the emulator is.
        $folder = Join-Path (New-TestFolder) 'of the job'
        $cron = @{ HOME = $account; LOGNAME = 'someone'; SHELL = '/bin/sh' }
        foreach ($setting in $settings) {
            $cron[($setting -split '=')[0]] = ($setting -split '=', 2)[1]
        }

        $cron.AICODE_JOB | Should -BeLike '*/Export-AiCodeDaily.ps1'
        $cron.AICODE_JOB = $job
        $cron.AICODE_FOLDER = $folder
        $cron.PATH = "$(Split-Path (Get-PwshPath)):$($cron.PATH)"
        $cron.PSModulePath = $environment.PSModulePath
        $cron.DOTNET_ROOT = $environment.DOTNET_ROOT
        $cron.CURSOR_API_BASEURI = $api.Uri
        $cron.CURSOR_API_KEY = $Key ? $Key : $api.Key
        $command = ($entries[0] -split ' +', 6)[5]
        $run = Invoke-Program '/bin/sh' '-c', $command -Base $cron -Folder '/'
        $run.ExitCode | Should -Be $Code -Because $run.Errors
        $run.Output | Should -BeNullOrEmpty -Because 'cron would mail it'
        if ($Code) {
            $run.Errors | Should -Match 'ERROR commits\.csv: InvalidApiKey - '
            Get-RecordCount $folder | Should -Be 'none', 'none'
        } else {
            $run.Errors | Should -BeNullOrEmpty -Because 'cron would mail it'
            Get-RecordCount $folder | Should -Be 300, 400
        }
    }
}

Describe 'The task of Windows' {
    BeforeAll {
        # The commands of the ScheduledTasks module, with those parameters that the script may use; they keep what they get.
        $stand = @'
$ErrorActionPreference = 'Stop'
function New-ScheduledTaskAction { [CmdletBinding()] param([string] $Execute, [string] $Argument, [string] $WorkingDirectory) $PSBoundParameters }
function New-ScheduledTaskTrigger { [CmdletBinding()] param([switch] $Daily, [datetime] $At) @{ Daily = [bool]$Daily; At = $At.ToString('HH:mm') } }
function New-ScheduledTaskSettingsSet { [CmdletBinding()] param([switch] $StartWhenAvailable, [string] $MultipleInstances, [timespan] $ExecutionTimeLimit) @{ StartWhenAvailable = [bool]$StartWhenAvailable; MultipleInstances = $MultipleInstances; Hours = $ExecutionTimeLimit.TotalHours } }
function Register-ScheduledTask { [CmdletBinding()] param([string] $TaskName, [string] $Description, $Action, $Trigger, $Settings, [string] $User, [string] $Password, [switch] $Force) $global:Registered = $PSBoundParameters }
$credential = [pscredential]::new('COMPANY\svc-aicode', (ConvertTo-SecureString 'its password' -AsPlainText -Force))
'@
        function Get-Task([string] $Call, [string] $ScriptFolder = $examples) {
            $script = Join-Path (New-TestFolder) 'register.ps1'
            Set-Content -LiteralPath $script -Value "$stand`n& '$ScriptFolder/Register-AiCodeTask.ps1' -Credential `$credential $Call`n`$global:Registered | ConvertTo-Json -Depth 5 -Compress"
            $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            ($run.Output.TrimEnd() -split '\r?\n')[-1] | ConvertFrom-Json
        }

        function Invoke-Task([string] $Sub, [string] $Options, [hashtable] $With) {
            $scripts = New-Item -ItemType Directory -Path (Join-Path $root ($Sub -replace 'data', 'scripts'))
            Copy-Item -Path (Join-Path $examples '*.ps1') -Destination $scripts
            $folder = Join-Path $root $Sub
            $task = Get-Task "-Folder '$folder\' $Options" $scripts.FullName
            Test-Path -LiteralPath $task.Action.Execute -PathType Leaf | Should -BeTrue
            $run = Invoke-Program $task.Action.Execute -ArgumentLine $task.Action.Argument -Folder $task.Action.WorkingDirectory -With $With
            $run.Errors | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0
            Get-RecordCount $folder | Should -Be 300, 400
            $task
        }
    }

    It 'is registered for the account, once a day' {
        $task = Get-Task '-Folder C:\Data\AiCode -At 04:30'
        $task.TaskName | Should -Be 'AI code'
        $task.User | Should -Be 'COMPANY\svc-aicode'
        $task.Password | Should -Be 'its password'
        $task.Trigger.Daily | Should -BeTrue
        $task.Trigger.At | Should -Be '04:30'
        $task.Settings.StartWhenAvailable | Should -BeTrue
        $task.Settings.MultipleInstances | Should -Be 'IgnoreNew'
        $task.Settings.Hours | Should -Be 4
        (Get-Task '-Folder C:\Data\AiCode').Trigger.At | Should -Be '06:00'
    }

    It 'is not registered with -WhatIf' {
        $script = Join-Path (New-TestFolder) 'register.ps1'
        Set-Content -LiteralPath $script -Value "$stand`n& '$examples/Register-AiCodeTask.ps1' -Credential `$credential -Folder x -WhatIf`nexit [int](`$null -ne `$global:Registered)"
        $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Match 'What if: .*Register scheduled task.*AI code'
    }

    It 'runs the job: its program with its arguments, <Case>' -ForEach @(
        @{ Case = 'plain'; Sub = 'data' }
        @{ Case = 'with spaces in every path'; Sub = 'AI code/data of us' }
    ) {
        $root = New-TestFolder
        $null = Invoke-Task $Sub
    }

    foreach ($provider in $vaults) {
        It "runs the job with a secret, of $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            $root = New-TestFolder
            $null = Initialize-Vault $root $api.Key $StandIn
            $there = @{ HOME = $root; USERPROFILE = $root; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
            (Invoke-Task 'data' "-SecretName CursorApiKey -Vault 'AiCodeTask'" $there).Action.Argument | Should -BeLike '* -SecretName "CursorApiKey" -Vault "AiCodeTask"'
        }
    }

    It 'ends with the exit code of the job' {
        $task = Get-Task "-Folder '$(New-TestFolder)'"
        (Invoke-Program $task.Action.Execute -ArgumentLine $task.Action.Argument -With @{ CURSOR_API_KEY = 'key_that_nobody_knows' }).ExitCode | Should -Be 1
    }
}

Describe 'The GitHub Action' -Tag 'Needs git' -Skip:(-not $hasGit) {
    BeforeAll {
        $workflow = (Get-Content -LiteralPath (Join-Path $examples 'ai-code.workflow.yml') -Raw) -replace "`r`n", "`n"

        # Each step that runs something: its name, whether it runs after a failure, its environment, its script.
        $steps = foreach ($match in [regex]::Matches($workflow, '(?ms)^      - name: (?<name>[^\n]+)\n(?<body>.*?)(?=^      (-|#)|\z)')) {
            $body = $match.Groups['body'].Value
            [pscustomobject]@{
                Name   = $match.Groups['name'].Value
                Always = $body -match '(?m)^        if: always\(\)$'
                Secret = @([regex]::Matches($body, '(?m)^          (\w+): \$\{\{ secrets\.\1 \}\}$') | ForEach-Object { $_.Groups[1].Value })
                Script = [regex]::Replace([regex]::Match($body, '(?ms)^        run: \|\n(.*)').Groups[1].Value, '(?m)^          ', '')
            }
        }

        function Invoke-Workflow {
            <# Runs the steps as a runner does with "shell: pwsh": stops at errors, and ends with the last program's exit code. #>
            param([string] $Checkout, [hashtable] $Secret, [System.Collections.IDictionary] $With = @{})

            $failed = $false
            foreach ($step in $steps) {
                if ($failed -and -not $step.Always) {
                    continue
                }

                $file = Join-Path (New-TestFolder) 'step.ps1'
                Set-Content -LiteralPath $file -Value "`$ErrorActionPreference = 'stop'`n$($step.Script)`nif ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit `$LASTEXITCODE }"
                $variables = @{ CURSOR_API_KEY = $null; GIT_CONFIG_GLOBAL = Join-Path $account '.gitconfig'; GIT_CONFIG_NOSYSTEM = '1' } + $With
                foreach ($name in $step.Secret) {
                    $variables[$name] = $Secret[$name]
                }

                $run = Invoke-Program (Get-PwshPath) '-command', ". '$file'" -With $variables -Folder $Checkout
                $failed = $failed -or $run.ExitCode -ne 0
                [pscustomobject]@{ Name = $step.Name; ExitCode = $run.ExitCode; Output = $run.Output; Errors = $run.Errors }
            }
        }

        # The repository of the reader: the job at its top.
        $remote = Join-Path (New-TestFolder) 'remote.git'
        $checkout = Join-Path (New-TestFolder) 'checkout'
        $null = git init --quiet --bare --initial-branch=main $remote 2>&1
        $null = git clone --quiet $remote $checkout 2>&1
        Copy-Item -LiteralPath $job -Destination $checkout
        $null = git -C $checkout add . 2>&1
        $null = git -C $checkout -c user.name=Someone -c user.email=someone@company.com commit --quiet --message 'The job' 2>&1
        $null = git -C $checkout push --quiet --set-upstream origin HEAD:main 2>&1
        $null = $remote
    }

    It 'may write its repository and no more, runs daily, and pins what it uses' {
        [regex]::Matches($workflow, '(?m)^ *- uses: (.*)$') | ForEach-Object { $_.Groups[1].Value } | Should -Match '^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d'
        $workflow | Should -Match '(?m)^permissions:\n  contents: write\n\n'
        $workflow | Should -Match '(?m)^    - cron: "\d+ \d+ \* \* \*"$'
        $workflow | Should -Not -Match 'YOUR_|key_'
        $steps.Name | Should -Be 'Install', 'Export', 'Commit'
        ($steps | Where-Object Name -eq 'Export').Secret | Should -Be 'CURSOR_API_KEY'
        ($steps | Where-Object Name -ne 'Export').Secret | Should -BeNullOrEmpty -Because 'no other step needs the key'
    }

    It 'exports and keeps the files, and keeps no more where nothing is new' {
        $runs = @(Invoke-Workflow $checkout @{ CURSOR_API_KEY = $api.Key })
        $runs.ExitCode | Should -Be 0, 0, 0 -Because ($runs.Errors -join "`n")
        $kept = Join-Path (New-TestFolder) 'kept'
        $null = git clone --quiet $remote $kept 2>&1
        Get-RecordCount (Join-Path $kept 'data') | Should -Be 300, 400
        Get-LogLine (Join-Path $kept 'data') | Should -HaveCount 2
        git -C $kept log --format=%s | Select-Object -First 1 | Should -Match '^Update AI code data, \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$'

        # Another machine, another day.
        @(Invoke-Workflow $kept @{ CURSOR_API_KEY = $api.Key }).ExitCode | Should -Be 0, 0, 0
        $null = git -C $checkout pull --quiet 2>&1
        Get-RecordCount (Join-Path $checkout 'data') | Should -Be 300, 400
        @(git -C $checkout show --stat --format= HEAD) | Where-Object { $_ -match 'csv' } | Should -BeNullOrEmpty -Because 'only the log grew'
    }

    It 'fails where the export does, and keeps the log' {
        $runs = @(Invoke-Workflow $checkout @{ CURSOR_API_KEY = 'key_that_nobody_knows' })
        $runs.Name | Should -Be 'Install', 'Export', 'Commit'
        $runs.ExitCode | Should -Be 0, 1, 0
        $runs[1].Errors | Should -Match 'ERROR commits\.csv: InvalidApiKey - '
        $kept = Join-Path (New-TestFolder) 'kept'
        $null = git clone --quiet $remote $kept 2>&1
        (Get-LogLine (Join-Path $kept 'data'))[-1] | Should -Match 'ERROR changes\.csv: InvalidApiKey - '
    }

    It 'fails where the files can''t be kept' {
        $null = git -C $checkout remote set-url origin (Join-Path $TestDrive 'nowhere.git')
        @(Invoke-Workflow $checkout @{ CURSOR_API_KEY = $api.Key }).ExitCode | Should -Be 0, 0, 1
    }
}

Describe 'The weekly report' {
    BeforeAll {
        $weekly = Join-Path $examples 'Export-AiCodeWeekly.ps1'
        function Invoke-Weekly([string[]] $Option, [System.Collections.IDictionary] $With = @{}) {
            Invoke-Program (Get-PwshPath) (@('-NoProfile', '-NonInteractive', '-File', $weekly) + $Option) -With $With
        }

        $null = $weekly
    }

    It 'is written with a copy of the day, without a word' {
        $folder = New-TestFolder
        $run = Invoke-Weekly '-Folder', $folder, '-Days', '14', '-Anonymize'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        Get-ChildItem -LiteralPath $folder | ForEach-Object Name | Sort-Object | Should -Be "ai-code-$(Get-Date -Format yyyy-MM-dd).html", 'ai-code.html'
        Get-Content -LiteralPath (Join-Path $folder 'ai-code.html') -Raw | Should -Match 'User 1'
    }

    It 'reads the files of the daily job, and shows teams' {
        $folder = New-TestFolder
        $data = Join-Path (New-TestFolder) 'data'
        (Invoke-Job $data).ExitCode | Should -Be 0
        $teams = Join-Path $folder 'teams.csv'
        Import-Csv -LiteralPath (Join-Path $data 'commits.csv') | Select-Object -Unique @{ n = 'Email'; e = 'user_email' }, @{ n = 'Team'; e = { 'Payments' } } | Export-Csv -LiteralPath $teams
        $run = Invoke-Weekly '-Folder', $folder, '-InputPath', $data, '-TeamPath', $teams -With @{ CURSOR_API_KEY = $null }
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        Get-Content -LiteralPath (Join-Path $folder 'ai-code.html') -Raw | Should -Match 'Payments'
    }

    It 'keeps the last one, and ends with <Code> after a failure: <Id>' -ForEach @(
        @{ Id = 'InvalidApiKey'; Code = 1; With = @{ CURSOR_API_KEY = 'key_that_nobody_knows' } }
        @{ Id = 'Unreachable'; Code = 2; With = @{ CURSOR_API_BASEURI = 'http://127.0.0.1:1' } }
    ) {
        $folder = New-TestFolder
        Set-Content -LiteralPath (Join-Path $folder 'ai-code.html') -Value 'old'
        $run = Invoke-Weekly '-Folder', $folder -With $With
        $run.ExitCode | Should -Be $Code
        $run.Errors | Should -Match "^${Id}: "
        Get-Content -LiteralPath (Join-Path $folder 'ai-code.html') | Should -Be 'old'
        Get-ChildItem -LiteralPath $folder -Force | Should -HaveCount 1
    }

    It 'is mailed where there are recipients' {
        $folder = New-TestFolder
        $script = Join-Path $folder 'mail.ps1'
        Set-Content -LiteralPath $script -Value "function Send-MailMessage { [CmdletBinding()] param([string[]] `$To, [string] `$From, [string] `$SmtpServer, [string] `$Subject, [string] `$Body, [string[]] `$Attachments) [IO.File]::WriteAllText('$folder/mail.json', (`$PSBoundParameters | ConvertTo-Json)) }`n. '$weekly' -Folder '$folder' -Days 5 -To cto@company.com -From ai-code@company.com -SmtpServer mail.company.com"
        (Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script).ExitCode | Should -Be 0
        $mail = Get-Content -LiteralPath (Join-Path $folder 'mail.json') -Raw | ConvertFrom-Json
        $mail.To, $mail.From, $mail.SmtpServer | Should -Be 'cto@company.com', 'ai-code@company.com', 'mail.company.com'
        Test-Path -LiteralPath $mail.Attachments[0] | Should -BeTrue
    }

    It 'is kept as an artifact by a GitHub Action that may only read' {
        $workflow = (Get-Content -LiteralPath (Join-Path $examples 'ai-code-report.workflow.yml') -Raw) -replace "`r`n", "`n"
        [regex]::Matches($workflow, '(?m)^ *uses: (.*)$') | ForEach-Object { $_.Groups[1].Value } | Should -Match '^actions/upload-artifact@[0-9a-f]{40} # v\d+\.\d+\.\d+$'
        $workflow | Should -Match '(?m)^permissions:\n  contents: read\n\n'
        $workflow | Should -Match '(?m)^    - cron: "\d+ \d+ \* \* 1"$'
        $script = [regex]::Match($workflow, '(?s)- name: Report\n.*?run: \|\n(.*?)\n      - ').Groups[1].Value
        $script | Should -Match 'Export-AiCodeReport'
        $folder = New-TestFolder
        $file = Join-Path $folder 'step.ps1'
        Set-Content -LiteralPath $file -Value "`$ErrorActionPreference = 'stop'`n$([regex]::Replace($script, '(?m)^          ', ''))"
        $run = Invoke-Program (Get-PwshPath) '-command', ". '$file'" -Folder $folder
        $run.ExitCode | Should -Be 0 -Because $run.Errors
        Test-Path -LiteralPath (Join-Path $folder ([regex]::Match($workflow, '(?m)^          path: (.*)$').Groups[1].Value)) | Should -BeTrue
        (Invoke-Program (Get-PwshPath) '-command', ". '$file'" -Folder $folder -With @{ CURSOR_API_KEY = 'key_that_nobody_knows' }).ExitCode | Should -Be 1
    }
}

Describe 'The guide and its scripts' {
    It '<_> runs in Windows PowerShell' -ForEach $scripts {
        $path = Join-Path $examples $_
        [IO.File]::ReadAllText($path) | Should -Not -Match '[^\x00-\x7f]' -Because 'Windows PowerShell reads it as ANSI'
        Get-Incompatibility -Path $path | Should -BeNullOrEmpty
    }

    It '<_> satisfies PSScriptAnalyzer' -ForEach $scripts -Tag 'Needs PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
        $path = Join-Path $examples $_
        Invoke-ScriptAnalyzer -Path $path -Settings PSGallery -ErrorAction Stop | ForEach-Object { "$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
        Invoke-ScriptAnalyzer -Path $path -ErrorAction Stop -Settings @{
            IncludeRules = 'PSUseCompatibleSyntax'; Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = '5.1', '7.4' } }
        } | ForEach-Object { "$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }

    It '<_> has help' -ForEach $scripts {
        $help = Get-Help -Name (Join-Path $examples $_) -Full
        $help.Synopsis | Should -Not -BeLike "*$_*" -Because 'without help, the synopsis is the syntax'
        $help.examples.example.Count | Should -BeGreaterThan 0
        $documented = $help.parameters.parameter | Where-Object { $_.description } | ForEach-Object Name
        $own = (Get-Command -Name (Join-Path $examples $_)).ScriptBlock.Ast.ParamBlock.Parameters.Name.VariablePath.UserPath
        $documented | Sort-Object | Should -Be ($own | Sort-Object)
    }

    It 'links to what is there, and names every file' {
        $guide = Get-Content -LiteralPath (Join-Path $examples 'README.md') -Raw
        $links = [regex]::Matches($guide, '\]\(((?!https?:|#)[^)]+)\)') | ForEach-Object { $_.Groups[1].Value } | Select-Object -Unique
        foreach ($link in $links) {
            Test-Path -LiteralPath (Join-Path $examples $link) | Should -BeTrue -Because $link
        }

        Get-ChildItem -LiteralPath $examples -File | Where-Object Name -ne 'README.md' | ForEach-Object Name | Sort-Object | Should -Be ($links | Sort-Object)
    }

    It 'names ids that the module has, and the exit code that they make' {
        $guide = Get-Content -LiteralPath (Join-Path $examples 'README.md') -Raw
        $table = [regex]::Match($guide, '(?s)\| id \| usual cause \|.*').Value
        $ids = [regex]::Matches($table, '(?m)^\| ([^|]+) \|') | ForEach-Object { [regex]::Matches($_.Groups[1].Value, '`(\w+)`') | ForEach-Object { $_.Groups[1].Value } }
        $ids.Count | Should -BeGreaterThan 8
        $known = [enum]::GetNames([Cursor.AiCode.AiCodeException].GetProperty('Kind').PropertyType) + 'NoApiKey', 'SecretNotFound', 'VaultNotFound', 'VaultLocked', 'Modules_ModuleNotFound'
        $ids | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        $passing = [regex]::Match((Get-Content -LiteralPath $job -Raw), '(?m)^\$transientErrors = (.*)$').Groups[1].Value -split ", |'" | Where-Object { $_ }
        $passing.Count | Should -BeGreaterThan 5
        $passing | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }
}

Describe 'pwsh without a person' {
    It '<How> ends with <Code> after a failure, which it tells once, on stderr' -ForEach @(
        @{ How = '-Command'; Code = 1; Script = 'Get-AiCommit | Out-Null' }
        @{ How = '-Command, with more behind it'; Code = 0; Script = "Get-AiCommit | Out-Null; 'and on'" }
        @{ How = '-Command, with $ErrorActionPreference'; Code = 1; Script = "`$ErrorActionPreference = 'Stop'; Get-AiCommit | Out-Null; 'never'" }
        @{ How = '-File'; Code = 1; Script = "`$ErrorActionPreference = 'Stop'; Get-AiCommit | Out-Null; 'never'" }
        @{ How = '-Command, an export'; Code = 1; Script = 'Export-AiCodeCsv a.csv -Kind Commit' }
    ) {
        $with = @{ CURSOR_API_KEY = 'key_that_nobody_knows' }
        if ($How -eq '-File') {
            $file = Join-Path $TestDrive 'run.ps1'
            Set-Content -LiteralPath $file -Value $Script
            $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $file -With $with
        } else {
            $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-Command', $Script -With $with
        }

        $run.ExitCode | Should -Be $Code
        $run.Output.Trim() | Should -Be ($Script.Contains('and on') ? 'and on' : '')
        $said = $run.Errors -replace '\s*\r?\n\s*(\| ?)?', ' '
        [regex]::Matches($said, 'The API rejected the key').Count | Should -Be 1
        $said | Should -Match '(Get-AiCommit|Export-AiCodeCsv): '
        $said | Should -Match 'Check the key for missing characters, and check in the Cursor dashboard whether it was revoked\.\s*$'
        $run.Errors | Should -Not -Match '   at |Exception|StackTrace' -Because 'it is for people'
    }

    It '-Command ends with 0 and writes to stdout alone where it works' {
        $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-Command', 'Get-AiCommit 25d -First 3 | ConvertTo-Json'
        $run.ExitCode | Should -Be 0
        $run.Errors | Should -BeNullOrEmpty
        ($run.Output | ConvertFrom-Json).Count | Should -Be 3
    }
}
