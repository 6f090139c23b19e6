#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests the exit codes in README.md, and parses the examples that can't be run. Examples.Tests.ps1 runs the others.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force

    # Examples that aren't run, with the reason. They are parsed, and their parameters are tested if the command is installed.
    $notRun = @(
        @{ Text = './build.ps1 -Task Pack'; Reason = 'it would rebuild the module under test' }
        @{ Text = 'Install-PSResource Microsoft.PowerShell.SecretManagement'; Reason = 'it requires the PowerShell Gallery' }
    )

    $examples = @(Get-Example -Path (Join-Path $PSScriptRoot '../../README.md') -NotRun $notRun)
    $parsedExamples = @($examples | Where-Object { $_.Reason })
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    Enter-TestSession
}

AfterAll {
    Exit-TestSession
}

Describe 'README.md' {
    It 'line <Line> has valid syntax and parameters (not run: <Reason>): <First>' -ForEach $parsedExamples {
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $calls.Count | Should -BeGreaterThan 0
        foreach ($call in $calls) {
            $name = $call.GetCommandName() -replace '^\./', "$(Get-RepositoryPath)/"
            $command = Get-Command -Name $name -ErrorAction Ignore
            if (-not $command) {
                # PSResourceGet isn't always installed.
                $name | Should -Match '-PSResource\w*$'
                continue
            }

            $parameters = $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }
            foreach ($parameter in $parameters.ParameterName) {
                $command.Parameters.Keys | Should -Contain $parameter -Because "$name has only these parameters"
            }
        }
    }

    It 'contains every example that is not run' -ForEach $notRun {
        $readme = Get-Content -LiteralPath (Join-Path (Get-RepositoryPath) 'README.md') -Raw
        $readme.Contains($Text) | Should -BeTrue
    }
}

Describe 'Exit codes in README.md' {
    It '<Arguments> exits with <Code>' -ForEach @(
        @{ Code = 0; Stop = $false; Arguments = '-File without $ErrorActionPreference' }
        @{ Code = 1; Stop = $true; Arguments = '-File' }
        @{ Code = 1; Stop = $true; Arguments = '-Command' }
    ) {
        $text = "Import-Module '$(Get-TestedModulePath)'; Get-AiCommit -BaseUri http://127.0.0.1:9 -ApiKey ([securestring]::new())"
        if ($Stop) {
            $text = "`$ErrorActionPreference = 'Stop'; $text"
        }

        $script = Join-Path $TestDrive 'task.ps1'
        Set-Content -LiteralPath $script -Value $text
        $options = $Arguments -like '-File*' ? @('-File', $script) : @('-Command', $text)
        $null = & (Get-PwshPath) -NoProfile -NonInteractive @options 2>&1
        $LASTEXITCODE | Should -Be $Code
    }
}
