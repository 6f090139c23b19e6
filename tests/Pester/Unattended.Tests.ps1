#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests unattended runs: the scripts in examples, unchanged, and pwsh -Command and -File.
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
    $dailyScript = Join-Path $examples 'Export-AiCodeDaily.ps1'
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '400', '--days', '20'

    # A separate account with the installed module.
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
    # The settings of .NET make short processes faster.
    foreach ($variable in Get-ChildItem Env: | Where-Object Name -Match '^(SystemRoot|TEMP|TMP|TMPDIR|DOTNET_\w+)$') {
        $environment[$variable.Name] = $variable.Value
    }

    function Invoke-Program {
        <# Runs a program in a given environment, with an empty standard input. #>
        param(
            [string] $Program,
            [string[]] $Argument,

            # The arguments as one string, as Windows passes them.
            [string] $ArgumentLine,
            [System.Collections.IDictionary] $With = @{},
            [string] $Folder = $account,
            [System.Collections.IDictionary] $Base = $environment
        )

        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($item in $Argument) {
            $start.ArgumentList.Add($item)
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

    function Invoke-DailyExport {
        <# Runs the daily export as a scheduler does. #>
        param([string] $Folder, [string[]] $Option = @(), [System.Collections.IDictionary] $With = @{})

        Invoke-Program (Get-PwshPath) (@('-NoProfile', '-NonInteractive', '-File', $dailyScript, '-Folder', $Folder) + $Option) -With $With
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

    function Get-GuideExample([string] $Text) {
        <# Gets the example in the guide that contains a text. #>
        $guide = (Get-Content -LiteralPath (Join-Path $examples 'README.md') -Raw) -replace "`r`n", "`n"
        [regex]::Matches($guide, '(?ms)^```powershell\n(.*?)\n```$') | ForEach-Object { $_.Groups[1].Value } | Where-Object { $_.Contains($Text) }
    }

    function Initialize-Vault([string] $UserHome, [string] $Key, [string] $StandIn) {
        <# Sets up the vault of the account as in the guide, with the key instead of the input of Read-Host. #>
        $script = Join-Path (New-TestFolder) 'vault.ps1'
        Set-Content -LiteralPath $script -Value "`$ErrorActionPreference = 'Stop'`nfunction Read-Host([string] `$Prompt, [switch] `$AsSecureString) { ConvertTo-SecureString '$Key' -AsPlainText -Force }`n$(Get-GuideExample 'Reset-SecretStore')"
        Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script -With @{ HOME = $UserHome; USERPROFILE = $UserHome; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
    }

    $stamp = '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d'
    $null = $dailyScript, $stamp
}

AfterAll {
    Exit-TestSession
}

Describe 'The daily export' {
    BeforeAll {
        $folder = Join-Path (New-TestFolder) 'AI code data'
        $first = Invoke-DailyExport $folder
        $hashes = Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash
        $exported = New-TestFolder
        Copy-Item -Path (Join-Path $folder '*') -Destination $exported -Recurse
        $null = $first, $hashes
    }

    Context 'Success' {
        BeforeAll {
            $second = Invoke-DailyExport $folder
            $null = $second
        }

        It 'exits with 0 and writes no output' {
            foreach ($run in $first, $second) {
                $run.Errors | Should -BeNullOrEmpty
                $run.Output | Should -BeNullOrEmpty
                $run.ExitCode | Should -Be 0
            }
        }

        It 'writes both files completely, and adds no duplicates' {
            Get-RecordCount $folder | Should -Be 300, 400
            Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash | Should -Be $hashes
        }

        It 'logs the time and the record counts for each file and run' {
            $lines = Get-LogLine $folder
            $lines | Should -HaveCount 4
            $lines[0] | Should -Match "$stamp INFO  commits\.csv: 300 records added, 300 in all, \d+\.\d s$"
            $lines[1] | Should -Match "$stamp INFO  changes\.csv: 400 records added, 400 in all, \d+\.\d s$"
            $lines[2] | Should -Match "$stamp INFO  commits\.csv: 0 records added, 300 in all, \d+\.\d s$"
            $lines[3] | Should -Match "$stamp INFO  changes\.csv: 0 records added, 400 in all, \d+\.\d s$"
            (Get-ChildItem -LiteralPath (Join-Path $folder 'log')).Name | Should -Be "ai-code-$([datetime]::Now.ToString('yyyy-MM', [cultureinfo]::InvariantCulture)).log"
        }

        It 'adds missing records' {
            $path = Join-Path $folder 'commits.csv'
            $all = Import-Csv -LiteralPath $path
            $all | Where-Object { [datetime]$_.created_at -lt [datetime]::UtcNow.AddDays(-5) } | Export-Csv -LiteralPath $path -UseQuotes AsNeeded
            $remaining = @(Import-Csv -LiteralPath $path).Count
            $remaining | Should -BeLessThan 300
            $remaining | Should -BeGreaterThan 0
            (Invoke-DailyExport $folder).ExitCode | Should -Be 0
            @(Import-Csv -LiteralPath $path).Count | Should -Be 300
            (Get-LogLine $folder)[-2] | Should -BeLike "* INFO  commits.csv: $(300 - $remaining) records added, 300 in all, *"
        }

        It 'keeps the logs of the last months only' {
            foreach ($month in 1..9) {
                Set-Content -LiteralPath (Join-Path $folder "log/ai-code-2020-0$month.log") -Value 'old'
            }

            Set-Content -LiteralPath (Join-Path $folder 'log/notes.txt') -Value 'mine'
            (Invoke-DailyExport $folder -Option '-KeepLogs', '3').ExitCode | Should -Be 0
            $names = (Get-ChildItem -LiteralPath (Join-Path $folder 'log')).Name
            $names | Should -HaveCount 4
            $names | Should -Contain 'ai-code-2020-09.log'
            $names | Should -Contain 'ai-code-2020-08.log'
            $names | Should -Contain 'notes.txt'
        }

        It 'writes the progress with -Verbose' {
            $run = Invoke-DailyExport $folder -Option '-Verbose'
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeLike '*VERBOSE: GET http*commits.csv*'
            $run.Output | Should -BeLike "*VERBOSE: Added 0 records; '*changes.csv' now contains 400: *"
            $run.Output | Should -Not -BeLike "*$($api.Key)*"
        }
    }

    Context 'Failure' {
        It 'exits with <Code>, writes the error to stderr and the log, and keeps the files: <Name>' -ForEach @(
            @{ Name = 'an invalid key'; Code = 1; Id = 'InvalidApiKey'; With = @{ CURSOR_API_KEY = 'key_that_nobody_knows' }; Message = 'The API rejected the key (401 Unauthorized at http://*' }
            @{ Name = 'no key'; Code = 1; Id = 'NoApiKey'; With = @{ CURSOR_API_KEY = $null }; Message = 'There is no API key. *Set-Secret*' }
            @{ Name = 'an unreachable server'; Code = 2; Id = 'Unreachable'; With = @{ CURSOR_API_BASEURI = 'http://127.0.0.1:1' }; Message = "127.0.0.1:1 can't be reached*" }
            @{ Name = 'an insecure URI'; Code = 1; Id = 'InvalidBaseUri'; With = @{ CURSOR_API_BASEURI = 'http://example.com' }; Message = '*only over HTTPS*' }
        ) {
            $folder = New-TestFolder
            Copy-Item -Path (Join-Path $exported '*') -Destination $folder -Recurse
            $run = Invoke-DailyExport $folder -With $With
            $run.ExitCode | Should -Be $Code
            $run.Output | Should -BeNullOrEmpty
            $errorLines = @($run.Errors.TrimEnd() -split '\r?\n')
            $errorLines | Should -HaveCount 2 -Because 'there is one line for each file'
            $lines = Get-LogLine $folder
            $lines | Should -HaveCount 4
            $lines[2..3] | Should -Be $errorLines
            $lines[2] | Should -Match "$stamp ERROR commits\.csv: $Id - "
            $lines[3] | Should -Match "$stamp ERROR changes\.csv: $Id - "
            $lines[2] | Should -BeLike "*: $Id - $Message"
            Get-ChildItem -LiteralPath $folder -Filter *.csv | Get-FileHash | ForEach-Object Hash | Should -Be $hashes
            (Invoke-DailyExport $folder).ExitCode | Should -Be 0 -Because 'the next run continues'
        }

        It 'continues with the other file, and exits with <Code>: <Fault>' -ForEach @(
            @{ Fault = 'status:403@commits'; Code = 1 }
            @{ Fault = 'retry-after:3000@commits'; Code = 2 }
        ) {
            $faulty = Start-Emulator -Option '--developers', '5', '--commits', '50', '--changes', '60', '--days', '20', '--fault', $Fault
            $folder = New-TestFolder
            $run = Invoke-DailyExport $folder -With @{ CURSOR_API_BASEURI = $faulty.Uri }
            $run.ExitCode | Should -Be $Code
            Get-RecordCount $folder | Should -Be 'none', 60
            (Get-LogLine $folder)[0] | Should -Match " ERROR commits\.csv: "
            (Get-LogLine $folder)[1] | Should -Match " INFO  changes\.csv: 60 records added"
            Stop-Emulator $faulty
        }

        It 'exits with 1 if one of the errors is permanent' {
            $faulty = Start-Emulator -Option '--developers', '5', '--commits', '5', '--changes', '6', '--days', '20', '--fault', 'status:403@commits', '--fault', 'retry-after:3000@changes'
            $run = Invoke-DailyExport (New-TestFolder) -With @{ CURSOR_API_BASEURI = $faulty.Uri }
            $run.Errors | Should -Match 'AccessDenied'
            $run.Errors | Should -Match 'RateLimited'
            $run.ExitCode | Should -Be 1
            Stop-Emulator $faulty
        }

        It 'exits with 1 if a file has other columns' {
            $folder = New-TestFolder
            Set-Content -LiteralPath (Join-Path $folder 'commits.csv') -Value 'a,b', '1,2'
            $run = Invoke-DailyExport $folder
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -Match 'ERROR commits\.csv: InvalidFile - '
            Get-Content -LiteralPath (Join-Path $folder 'commits.csv') | Should -Be 'a,b', '1,2'
        }

        It 'exits with 1 if the module is not installed for the account' {
            $folder = New-TestFolder
            $run = Invoke-DailyExport $folder -With @{ PSModulePath = Join-Path $PSHOME 'Modules' }
            $run.ExitCode | Should -Be 1
            (Get-LogLine $folder) | Should -Match "$stamp ERROR Import-Module Cursor\.AiCode: Modules_ModuleNotFound - "
        }

        It 'exits with 1 if the folder is a file' {
            $file = Join-Path (New-TestFolder) 'file'
            Set-Content -LiteralPath $file -Value ''
            $run = Invoke-DailyExport $file
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -BeLike "The folder '$file' can't be used: *"
        }
    }

    foreach ($provider in $vaults) {
        Context "Vault, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            It 'reads the key from a vault that was set up as in the guide' {
                $userHome = New-TestFolder
                $setUp = Initialize-Vault $userHome $api.Key $StandIn
                $setUp.ExitCode | Should -Be 0 -Because $setUp.Errors
                $setUp.Output | Should -Match 'KeySource\s+: DefaultSecret'
                $setUp.Output | Should -Match 'Everything works\.'
                $vaultEnvironment = @{ HOME = $userHome; USERPROFILE = $userHome; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
                $folder = New-TestFolder
                (Invoke-DailyExport $folder -With $vaultEnvironment).ExitCode | Should -Be 0
                (Invoke-DailyExport $folder -Option '-SecretName', 'CursorApiKey', '-Vault', 'AiCodeTask' -With $vaultEnvironment).ExitCode | Should -Be 0
                Get-RecordCount $folder | Should -Be 300, 400
                $run = Invoke-DailyExport $folder -Option '-SecretName', 'Another' -With $vaultEnvironment
                $run.ExitCode | Should -Be 1
                $run.Errors | Should -Match 'ERROR commits\.csv: SecretNotFound - '
            }

            It 'exits with 1 if the vault is locked, without a prompt' {
                $userHome = New-TestFolder
                $vaultEnvironment = @{ HOME = $userHome; USERPROFILE = $userHome; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
                $script = Join-Path $userHome 'vault.ps1'
                Set-Content -LiteralPath $script -Value @'
$ErrorActionPreference = 'Stop'
$password = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
Reset-SecretStore -Authentication Password -Interaction Prompt -Password $password -Force
Register-SecretVault -Name AiCodeTask -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password $password
Set-Secret -Name CursorApiKey -Secret x
'@
                (Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script -With $vaultEnvironment).ExitCode | Should -Be 0
                $folder = New-TestFolder
                $clock = [Diagnostics.Stopwatch]::StartNew()
                foreach ($options in @(), @('-SecretName', 'CursorApiKey', '-Vault', 'AiCodeTask')) {
                    $run = Invoke-DailyExport $folder -Option $options -With $vaultEnvironment
                    $run.ExitCode | Should -Be 1
                    $run.Errors | Should -Match 'ERROR commits\.csv: VaultLocked - .*Unlock-SecretStore'
                    (Get-LogLine $folder)[-1] | Should -Match "$stamp ERROR changes\.csv: VaultLocked - "
                }

                $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
            }
        }
    }
}

Describe 'The crontab lines' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
    BeforeAll {
        $lines = Get-Content -LiteralPath (Join-Path $examples 'ai-code.crontab') | Where-Object { $_ -and $_ -notlike '#*' }
        $settings = $lines | Where-Object { $_ -match '^\w+=' }
        $entries = @($lines | Where-Object { $_ -notmatch '^\w+=' })
        $null = $settings, $entries
    }

    It 'contain one daily entry in the syntax of cron' {
        $entries | Should -HaveCount 1
        $entries[0] | Should -Match '^0 6 \* \* \* \S'
        $entries[0] | Should -Not -Match '%' -Because 'cron converts it to a line break'
        ($settings -split '=')[0] | Should -Be 'AICODE_JOB'
        foreach ($setting in $settings) {
            $setting | Should -Not -Match '\$' -Because 'cron does not expand variables here'
        }
    }

    It 'run unchanged in the environment of cron: <Name>' -ForEach @(
        @{ Name = 'success'; Key = $null; Code = 0 }
        @{ Name = 'failure'; Key = 'key_that_nobody_knows'; Code = 1 }
    ) {
        # The variables from the file, with the paths of this machine, the variables that cron sets, and the emulator.
        $folder = Join-Path (New-TestFolder) 'export folder'
        $cron = @{ HOME = $account; LOGNAME = 'someone'; SHELL = '/bin/sh' }
        foreach ($setting in $settings) {
            $cron[($setting -split '=')[0]] = ($setting -split '=', 2)[1]
        }

        $cron.AICODE_JOB | Should -BeLike '*/Export-AiCodeDaily.ps1'
        $cron.AICODE_JOB = $dailyScript
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

Describe 'The Windows task' {
    BeforeAll {
        # Replacements for the commands of the ScheduledTasks module, with the parameters that the script can use.
        $taskCommands = @'
$ErrorActionPreference = 'Stop'
function New-ScheduledTaskAction { [CmdletBinding()] param([string] $Execute, [string] $Argument, [string] $WorkingDirectory) $PSBoundParameters }
function New-ScheduledTaskTrigger { [CmdletBinding()] param([switch] $Daily, [datetime] $At) @{ Daily = [bool]$Daily; At = $At.ToString('HH:mm') } }
function New-ScheduledTaskSettingsSet { [CmdletBinding()] param([switch] $StartWhenAvailable, [string] $MultipleInstances, [timespan] $ExecutionTimeLimit) @{ StartWhenAvailable = [bool]$StartWhenAvailable; MultipleInstances = $MultipleInstances; Hours = $ExecutionTimeLimit.TotalHours } }
function Register-ScheduledTask { [CmdletBinding()] param([string] $TaskName, [string] $Description, $Action, $Trigger, $Settings, [string] $User, [string] $Password, [switch] $Force) $global:Registered = $PSBoundParameters }
$credential = [pscredential]::new('COMPANY\svc-aicode', (ConvertTo-SecureString 'the password' -AsPlainText -Force))
'@
        function Get-Task([string] $Call, [string] $ScriptFolder = $examples) {
            $script = Join-Path (New-TestFolder) 'register.ps1'
            Set-Content -LiteralPath $script -Value "$taskCommands`n& '$ScriptFolder/Register-AiCodeTask.ps1' -Credential `$credential $Call`n`$global:Registered | ConvertTo-Json -Depth 5 -Compress"
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

    It 'is registered to run daily with the account' {
        $task = Get-Task '-Folder C:\Data\AiCode -At 04:30'
        $task.TaskName | Should -Be 'AI code'
        $task.User | Should -Be 'COMPANY\svc-aicode'
        $task.Password | Should -Be 'the password'
        $task.Trigger.Daily | Should -BeTrue
        $task.Trigger.At | Should -Be '04:30'
        $task.Settings.StartWhenAvailable | Should -BeTrue
        $task.Settings.MultipleInstances | Should -Be 'IgnoreNew'
        $task.Settings.Hours | Should -Be 4
        (Get-Task '-Folder C:\Data\AiCode').Trigger.At | Should -Be '06:00'
    }

    It 'is not registered with -WhatIf' {
        $script = Join-Path (New-TestFolder) 'register.ps1'
        Set-Content -LiteralPath $script -Value "$taskCommands`n& '$examples/Register-AiCodeTask.ps1' -Credential `$credential -Folder x -WhatIf`nexit [int](`$null -ne `$global:Registered)"
        $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Match 'What if: .*Register scheduled task.*AI code'
    }

    It 'runs the daily export with its program and arguments: <Case>' -ForEach @(
        @{ Case = 'simple paths'; Sub = 'data' }
        @{ Case = 'paths with spaces'; Sub = 'AI code/our data' }
    ) {
        $root = New-TestFolder
        $null = Invoke-Task $Sub
    }

    foreach ($provider in $vaults) {
        It "runs the daily export with a secret, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            $root = New-TestFolder
            $null = Initialize-Vault $root $api.Key $StandIn
            $vaultEnvironment = @{ HOME = $root; USERPROFILE = $root; CURSOR_API_KEY = $null; PSModulePath = Get-ModulePath $StandIn $environment.PSModulePath }
            (Invoke-Task 'data' "-SecretName CursorApiKey -Vault 'AiCodeTask'" $vaultEnvironment).Action.Argument | Should -BeLike '* -SecretName "CursorApiKey" -Vault "AiCodeTask"'
        }
    }

    It 'returns the exit code of the daily export' {
        $task = Get-Task "-Folder '$(New-TestFolder)'"
        (Invoke-Program $task.Action.Execute -ArgumentLine $task.Action.Argument -With @{ CURSOR_API_KEY = 'key_that_nobody_knows' }).ExitCode | Should -Be 1
    }
}

Describe 'The GitHub Actions workflow' -Tag 'Needs git' -Skip:(-not $hasGit) {
    BeforeAll {
        $workflow = (Get-Content -LiteralPath (Join-Path $examples 'ai-code.workflow.yml') -Raw) -replace "`r`n", "`n"

        # The steps that run a script: the name, whether it runs after a failure, the secrets and the script.
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
            <# Runs the steps as a runner does with "shell: pwsh": stops at errors, and exits with the exit code of the last program. #>
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

        # A user's repository with the script in its root.
        $remote = Join-Path (New-TestFolder) 'remote.git'
        $checkout = Join-Path (New-TestFolder) 'checkout'
        $null = git init --quiet --bare --initial-branch=main $remote 2>&1
        $null = git clone --quiet $remote $checkout 2>&1
        Copy-Item -LiteralPath $dailyScript -Destination $checkout
        $null = git -C $checkout add . 2>&1
        $null = git -C $checkout -c user.name=Someone -c user.email=someone@company.com commit --quiet --message 'Add the daily export' 2>&1
        $null = git -C $checkout push --quiet --set-upstream origin HEAD:main 2>&1
        $null = $remote
    }

    It 'has only permission to write the repository, runs daily, and pins its actions' {
        [regex]::Matches($workflow, '(?m)^ *- uses: (.*)$') | ForEach-Object { $_.Groups[1].Value } | Should -Match '^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d'
        $workflow | Should -Match '(?m)^permissions:\n  contents: write\n\n'
        $workflow | Should -Match '(?m)^    - cron: "\d+ \d+ \* \* \*"$'
        $workflow | Should -Not -Match 'YOUR_|key_'
        $steps.Name | Should -Be 'Install', 'Export', 'Commit'
        ($steps | Where-Object Name -eq 'Export').Secret | Should -Be 'CURSOR_API_KEY'
        ($steps | Where-Object Name -ne 'Export').Secret | Should -BeNullOrEmpty -Because 'other steps do not need the key'
    }

    It 'exports and commits the files, and commits only the log if there are no new records' {
        $runs = @(Invoke-Workflow $checkout @{ CURSOR_API_KEY = $api.Key })
        $runs.ExitCode | Should -Be 0, 0, 0 -Because ($runs.Errors -join "`n")
        $clone = Join-Path (New-TestFolder) 'clone'
        $null = git clone --quiet $remote $clone 2>&1
        Get-RecordCount (Join-Path $clone 'data') | Should -Be 300, 400
        Get-LogLine (Join-Path $clone 'data') | Should -HaveCount 2
        git -C $clone log --format=%s | Select-Object -First 1 | Should -Match '^Update AI code data, \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$'

        # Another run on another machine.
        @(Invoke-Workflow $clone @{ CURSOR_API_KEY = $api.Key }).ExitCode | Should -Be 0, 0, 0
        $null = git -C $checkout pull --quiet 2>&1
        Get-RecordCount (Join-Path $checkout 'data') | Should -Be 300, 400
        @(git -C $checkout show --stat --format= HEAD) | Where-Object { $_ -match 'csv' } | Should -BeNullOrEmpty -Because 'only the log changed'
    }

    It 'fails if the export fails, and commits the log' {
        $runs = @(Invoke-Workflow $checkout @{ CURSOR_API_KEY = 'key_that_nobody_knows' })
        $runs.Name | Should -Be 'Install', 'Export', 'Commit'
        $runs.ExitCode | Should -Be 0, 1, 0
        $runs[1].Errors | Should -Match 'ERROR commits\.csv: InvalidApiKey - '
        $clone = Join-Path (New-TestFolder) 'clone'
        $null = git clone --quiet $remote $clone 2>&1
        (Get-LogLine (Join-Path $clone 'data'))[-1] | Should -Match 'ERROR changes\.csv: InvalidApiKey - '
    }

    It 'fails if the files can''t be pushed' {
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

    It 'is written with a dated copy, without output' {
        $folder = New-TestFolder
        $run = Invoke-Weekly '-Folder', $folder, '-Days', '14', '-Anonymize'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        Get-ChildItem -LiteralPath $folder | ForEach-Object Name | Sort-Object | Should -Be "ai-code-$(Get-Date -Format yyyy-MM-dd).html", 'ai-code.html'
        Get-Content -LiteralPath (Join-Path $folder 'ai-code.html') -Raw | Should -Match 'User 1'
    }

    It 'reads the files of the daily export, and contains teams' {
        $folder = New-TestFolder
        $data = Join-Path (New-TestFolder) 'data'
        (Invoke-DailyExport $data).ExitCode | Should -Be 0
        $teams = Join-Path $folder 'teams.csv'
        Import-Csv -LiteralPath (Join-Path $data 'commits.csv') | Select-Object -Unique @{ n = 'Email'; e = 'user_email' }, @{ n = 'Team'; e = { 'Payments' } } | Export-Csv -LiteralPath $teams
        $run = Invoke-Weekly '-Folder', $folder, '-InputPath', $data, '-TeamPath', $teams -With @{ CURSOR_API_KEY = $null }
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        Get-Content -LiteralPath (Join-Path $folder 'ai-code.html') -Raw | Should -Match 'Payments'
    }

    It 'keeps the last report, and exits with <Code> after a failure: <Id>' -ForEach @(
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

    It 'is mailed to the recipients' {
        $folder = New-TestFolder
        $script = Join-Path $folder 'mail.ps1'
        Set-Content -LiteralPath $script -Value "function Send-MailMessage { [CmdletBinding()] param([string[]] `$To, [string] `$From, [string] `$SmtpServer, [string] `$Subject, [string] `$Body, [string[]] `$Attachments) [IO.File]::WriteAllText('$folder/mail.json', (`$PSBoundParameters | ConvertTo-Json)) }`n. '$weekly' -Folder '$folder' -Days 5 -To cto@company.com -From ai-code@company.com -SmtpServer mail.company.com"
        (Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-File', $script).ExitCode | Should -Be 0
        $mail = Get-Content -LiteralPath (Join-Path $folder 'mail.json') -Raw | ConvertFrom-Json
        $mail.To, $mail.From, $mail.SmtpServer | Should -Be 'cto@company.com', 'ai-code@company.com', 'mail.company.com'
        Test-Path -LiteralPath $mail.Attachments[0] | Should -BeTrue
    }

    It 'is uploaded as an artifact by a GitHub Actions workflow with read permissions' {
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
    It '<_> is compatible with Windows PowerShell' -ForEach $scripts {
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
        $parameters = (Get-Command -Name (Join-Path $examples $_)).ScriptBlock.Ast.ParamBlock.Parameters.Name.VariablePath.UserPath
        $documented | Sort-Object | Should -Be ($parameters | Sort-Object)
    }

    It 'has valid links, and mentions every file' {
        $guide = Get-Content -LiteralPath (Join-Path $examples 'README.md') -Raw
        $links = [regex]::Matches($guide, '\]\(((?!https?:|#)[^)]+)\)') | ForEach-Object { $_.Groups[1].Value } | Select-Object -Unique
        foreach ($link in $links) {
            Test-Path -LiteralPath (Join-Path $examples $link) | Should -BeTrue -Because $link
        }

        Get-ChildItem -LiteralPath $examples -File | Where-Object Name -ne 'README.md' | ForEach-Object Name | Sort-Object | Should -Be ($links | Sort-Object)
    }

    It 'lists existing error IDs and their exit codes' {
        $guide = Get-Content -LiteralPath (Join-Path $examples 'README.md') -Raw
        $table = [regex]::Match($guide, '(?s)\| id \| usual cause \|.*').Value
        $ids = [regex]::Matches($table, '(?m)^\| ([^|]+) \|') | ForEach-Object { [regex]::Matches($_.Groups[1].Value, '`(\w+)`') | ForEach-Object { $_.Groups[1].Value } }
        $ids.Count | Should -BeGreaterThan 8
        $known = [enum]::GetNames([Cursor.AiCode.AiCodeException].GetProperty('Kind').PropertyType) + 'NoApiKey', 'SecretNotFound', 'VaultNotFound', 'VaultLocked', 'Modules_ModuleNotFound'
        $ids | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        $transient = [regex]::Match((Get-Content -LiteralPath $dailyScript -Raw), '(?m)^\$transientErrors = (.*)$').Groups[1].Value -split ", |'" | Where-Object { $_ }
        $transient.Count | Should -BeGreaterThan 5
        $transient | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }
}

Describe 'Unattended pwsh' {
    It '<How> exits with <Code> after a failure, and writes one error to stderr' -ForEach @(
        @{ How = '-Command'; Code = 1; Script = 'Get-AiCommit | Out-Null' }
        @{ How = '-Command, with a second statement'; Code = 0; Script = "Get-AiCommit | Out-Null; 'second'" }
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
        $run.Output.Trim() | Should -Be ($Script.Contains('second') ? 'second' : '')
        $text = $run.Errors -replace '\s*\r?\n\s*(\| ?)?', ' '
        [regex]::Matches($text, 'The API rejected the key').Count | Should -Be 1
        $text | Should -Match '(Get-AiCommit|Export-AiCodeCsv): '
        $text | Should -Match 'Check the key for missing characters, and check in the Cursor dashboard whether it was revoked\.\s*$'
        $run.Errors | Should -Not -Match '   at |Exception|StackTrace' -Because 'the text is for users'
    }

    It '-Command exits with 0 and writes only to stdout after a success' {
        $run = Invoke-Program (Get-PwshPath) '-NoProfile', '-NonInteractive', '-Command', 'Get-AiCommit 25d -First 3 | ConvertTo-Json'
        $run.ExitCode | Should -Be 0
        $run.Errors | Should -BeNullOrEmpty
        ($run.Output | ConvertFrom-Json).Count | Should -Be 3
    }
}
