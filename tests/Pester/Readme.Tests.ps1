#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Every PowerShell example of README.md: run in a new session against the emulator, one after another, as a reader would.
BeforeDiscovery {
    # NOT RUN, and why. These examples are parsed, and their commands and parameters looked up where they are installed.
    $notRun = @(
        @{ Contains = './build.ps1 -Task Pack'; Why = 'it would build anew, and so remove, the module under test' }
        @{ Contains = 'Install-PSResource Microsoft.PowerShell.SecretManagement'; Why = 'it needs the PowerShell Gallery' }
        @{ Contains = 'Register-ScheduledTask'; Why = 'it needs Windows, an administrator, and an account' }
    )

    # What an example needs beyond PowerShell and this module. Where that is missing, the example is skipped.
    $needs = @(
        @{ Contains = 'Export-Excel'; Module = 'ImportExcel' }
        @{ Contains = 'Set-Secret'; Module = 'Microsoft.PowerShell.SecretStore' }
    )

    $readme = (Get-Content -LiteralPath (Join-Path $PSScriptRoot '../../README.md') -Raw) -replace "`r`n", "`n"
    $examples = foreach ($match in [regex]::Matches($readme, '(?ms)^```powershell\n(.*?)\n```$')) {
        $code = $match.Groups[1].Value
        $reason = $notRun | Where-Object { $code.Contains($_.Contains) }
        $missing = $needs | Where-Object { $code.Contains($_.Contains) -and -not (Get-Module -Name $_.Module -ListAvailable) }
        @{
            Code    = $code
            Line    = $readme.Substring(0, $match.Index).Split("`n").Count + 1
            First   = $code.Split("`n")[0].Trim()
            Why     = $reason.Why
            Missing = $missing.Module
        }
    }

    $run = @($examples | Where-Object { -not $_.Why })
    $looked = @($examples | Where-Object { $_.Why })
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
}

AfterAll {
    Exit-TestSession
}

Describe 'README.md' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '12', '--commits', '900', '--changes', '900', '--days', '60'
        $folder = New-TestFolder

        # A reader's machine: the module is installed, a team has a list, and nothing else is there.
        $modules = Join-Path $folder 'modules'
        Copy-Item -LiteralPath (Split-Path (Get-TestedModulePath)) -Destination (Join-Path $modules 'Cursor.AiCode') -Recurse
        $work = New-Item -ItemType Directory -Path (Join-Path $folder 'work')
        $null = New-Item -ItemType Directory -Path (Join-Path $work 'out')
        Copy-Item -LiteralPath (Split-Path (Get-TestedModulePath)) -Destination (Join-Path $work 'out/Cursor.AiCode') -Recurse
        Set-Content -LiteralPath (Join-Path $work 'team.csv') -Value 'Name,Email', 'One,developer@company.com'
        $start = Join-Path $folder 'start.ps1'
        Set-Content -LiteralPath $start -Value @'
param([string] $Example)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# The reader's answer to a question for the key.
function Read-Host([string] $Prompt, [switch] $AsSecureString, [switch] $MaskInput) {
    if ($AsSecureString) { ConvertTo-SecureString $env:README_KEY -AsPlainText -Force } else { $env:README_KEY }
}
. $Example
'The example ended.'
'@

        function Invoke-Example([string] $Code, [string] $Name) {
            $script = Join-Path $folder "$Name.ps1"
            Set-Content -LiteralPath $script -Value $Code
            $info = [Diagnostics.ProcessStartInfo]::new((Get-PwshPath))
            foreach ($argument in '-NoProfile', '-NonInteractive', '-File', $start, $script) {
                $info.ArgumentList.Add($argument)
            }

            $info.WorkingDirectory = $work
            $info.RedirectStandardInput = $info.RedirectStandardOutput = $info.RedirectStandardError = $true
            $info.Environment['PSModulePath'] = $modules + [IO.Path]::PathSeparator + $env:PSModulePath
            $info.Environment['XDG_DATA_HOME'] = Join-Path $folder "data-$Name"
            $info.Environment['NO_COLOR'] = '1'
            $info.Environment['README_KEY'] = $api.Key
            $info.Environment['CURSOR_API_BASEURI'] = $api.Uri

            # An example that gives the key itself finds none; the others find one, as the README says.
            if ($Code -notmatch 'Read-Host') {
                $info.Environment['CURSOR_API_KEY'] = $api.Key
            }

            $process = [Diagnostics.Process]::Start($info)
            $process.StandardInput.Close()
            $errors = $process.StandardError.ReadToEndAsync()
            $output = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output; Errors = $errors.Result }
        }
    }

    AfterAll {
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
    }

    It 'has examples' -ForEach @{ Count = $run.Count } {
        $Count | Should -BeGreaterThan 10
    }

    It 'line <Line> runs: <First>' -ForEach $run {
        if ($Missing) {
            Set-ItResult -Skipped -Because "$Missing is not installed"
            return
        }

        # A vault on Windows is the account's own: the tests leave it alone.
        if ($IsWindows -and $Code -match 'Set-Secret') {
            Set-ItResult -Skipped -Because 'on Windows, it would change the vault of who runs the tests'
            return
        }

        # The store would ask a reader for the password that it is to have; here it gets none.
        if ($Code -match 'Set-Secret') {
            $null = Invoke-Example 'Reset-SecretStore -Authentication None -Interaction None -Force' "vault$Line"
        }

        $result = Invoke-Example $Code "line$Line"
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -Match 'The example ended\.\s*$'
        $result.Output | Should -Not -Match 'WARNING: (?!!!This operation|ImportExcel)' -Because 'no example leads into a warning of this module'
        $result.ExitCode | Should -Be 0
        $result.Output | Should -Not -BeLike "*$($api.Key)*"
    }

    It 'line <Line> is right, as far as that shows (not run: <Why>): <First>' -ForEach $looked {
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $calls.Count | Should -BeGreaterThan 0
        foreach ($call in $calls) {
            $name = $call.GetCommandName() -replace '^\./', "$(Get-RepositoryPath)/"
            $command = Get-Command -Name $name -ErrorAction Ignore
            if (-not $command) {
                # The ScheduledTasks module exists on Windows only, PSResourceGet not everywhere.
                $name | Should -Match '-(ScheduledTask\w*|PSResource\w*)$'
                continue
            }

            $given = $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }
            foreach ($parameter in $given.ParameterName) {
                $command.Parameters.Keys | Should -Contain $parameter -Because "$name has no other"
            }
        }
    }

    It 'names only reasons that an example still has' -ForEach $notRun {
        $readme = Get-Content -LiteralPath (Join-Path (Get-RepositoryPath) 'README.md') -Raw
        $readme.Contains($Contains) | Should -BeTrue
    }
}

Describe 'What README.md says of exit codes' {
    It 'is so: <Arguments> ends with <Code>' -ForEach @(
        @{ Code = 0; Stop = $false; Arguments = '-File, without the first line,' }
        @{ Code = 1; Stop = $true; Arguments = '-File' }
        @{ Code = 1; Stop = $true; Arguments = '-Command' }
    ) {
        $text = "Import-Module '$(Get-TestedModulePath)'; Get-AiCommit -BaseUri http://127.0.0.1:9 -ApiKey ([securestring]::new())"
        if ($Stop) {
            $text = "`$ErrorActionPreference = 'Stop'; $text"
        }

        $script = Join-Path $TestDrive 'task.ps1'
        Set-Content -LiteralPath $script -Value $text
        $how = $Arguments -like '-File*' ? @('-File', $script) : @('-Command', $text)
        $null = & (Get-PwshPath) -NoProfile -NonInteractive @how 2>&1
        $LASTEXITCODE | Should -Be $Code
    }
}
