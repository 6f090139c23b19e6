#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Every example of README.md, the help pages and examples/ under StrictMode: with no record, one and many, with texts that a
# spreadsheet, a terminal or a script could take for something else, and in cultures of other calendars.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force

    # NOT RUN here: examples of installation and of vaults, which have no records. Readme.Tests.ps1 and Help.Tests.ps1 run them.
    $notRun = 'build.ps1', 'Install-PSResource', 'Set-Secret', 'Get-SecretInfo', 'ScheduledTask', 'Register-AiCodeTask', 'Import-Module ./out'
    $root = Join-Path $PSScriptRoot '../..'
    $pages = @(Join-Path $root 'README.md') + @((Get-ChildItem -Path (Join-Path $root 'docs/en-US') -Filter *.md).FullName) + @(Join-Path $root 'examples/README.md')
    $examples = @($pages | ForEach-Object { Get-Example -Path $_ } | Where-Object { $code = $_.Code; -not ($notRun | Where-Object { $code.Contains($_) }) })
    $cases = @(
        @{ Records = 0; Culture = 'th-TH'; Option = '--commits', '0', '--changes', '0'; Examples = $examples }
        @{ Records = 1; Culture = 'ar-SA'; Option = '--commits', '1', '--changes', '1', '--days', '1'; Examples = $examples }
        @{ Records = 400; Culture = 'fa-IR'; Option = '--commits', '400', '--changes', '400', '--days', '5', '--fault', 'hostile-text'; Examples = $examples }
    )
    $null = $cases, $examples
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    Enter-TestSession
}

AfterAll {
    Exit-TestSession
}

Describe 'Trial P10: every example under StrictMode, with <Records> records, in <Culture>' -ForEach $cases {
    BeforeAll {
        $api = Start-Emulator -Option (@('--developers', '6', '--commit-details', 'current', '--unknown-hash', 'empty') + $Option)
        $pages = @(Join-Path (Get-RepositoryPath) 'README.md') + @((Get-ChildItem -Path (Join-Path (Get-RepositoryPath) 'docs/en-US') -Filter *.md).FullName)
        $reader = New-Reader $api @($pages | ForEach-Object { Get-Example -Path $_ })
        Copy-Item -LiteralPath (Join-Path (Get-RepositoryPath) 'examples/Export-AiCodeDaily.ps1') -Destination $reader.Jobs
        $results = Invoke-AllExamples -Reader $reader -Culture $Culture -Example $Examples
        $null = $results
    }

    It 'runs all' -ForEach @{ Count = $Examples.Count } {
        $Count | Should -BeGreaterThan 40
        $results.Count | Should -Be $Count
    }

    It '<Page>, line <Line>: <First>' -ForEach $Examples {
        $result = $results["${Page}:$Line"]
        $result | Should -Not -BeNullOrEmpty
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -Match 'The example ended\.\s*$'
        $result.Output | Should -Not -Match '\b(14\d\d|25[6-9]\d)-\d\d-\d\d' -Because 'dates are those of the Gregorian calendar'
    }
}
