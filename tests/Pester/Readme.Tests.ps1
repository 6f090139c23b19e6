#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# What README.md says about exit codes, and the examples that can't be run. Examples.Tests.ps1 runs the others.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force

    # NOT RUN, and why. These examples are parsed, and their commands and parameters looked up where they are installed.
    $notRun = @(
        @{ Text = './build.ps1 -Task Pack'; Reason = 'it would build anew, and so remove, the module under test' }
        @{ Text = 'Install-PSResource Microsoft.PowerShell.SecretManagement'; Reason = 'it needs the PowerShell Gallery' }
    )

    $examples = @(Get-Example -Path (Join-Path $PSScriptRoot '../../README.md') -NotRun $notRun)
    $looked = @($examples | Where-Object { $_.Reason })
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
    It 'line <Line> is right, as far as that shows (not run: <Reason>): <First>' -ForEach $looked {
        $problems = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $calls = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $calls.Count | Should -BeGreaterThan 0
        foreach ($call in $calls) {
            $name = $call.GetCommandName() -replace '^\./', "$(Get-RepositoryPath)/"
            $command = Get-Command -Name $name -ErrorAction Ignore
            if (-not $command) {
                # PSResourceGet is not everywhere.
                $name | Should -Match '-PSResource\w*$'
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
        $readme.Contains($Text) | Should -BeTrue
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
