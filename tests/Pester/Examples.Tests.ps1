#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Runs every example of README.md, the help pages and examples/README.md with 0, 1 and many records, with text that a
# spreadsheet, a terminal or a script could misinterpret, and in cultures with other calendars. With many records, the output
# of an example is compared with its page.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    $root = Join-Path $PSScriptRoot '../..'
    $pages = @(Join-Path $root 'README.md') + @((Get-ChildItem -Path (Join-Path $root 'docs/en-US') -Filter *.md).FullName) + @(Join-Path $root 'examples/README.md')

    # Readme.Tests.ps1 parses the first two. Unattended.Tests.ps1 runs the scripts in examples.
    $notRun = 'build.ps1 -Task Pack', 'Install-PSResource', 'Register-AiCodeTask', 'Export-AiCodeWeekly.ps1'

    # Examples that change a vault, register a task or import another copy of the module need a separate process.
    $separate = 'Set-Secret', 'Get-SecretInfo', 'ScheduledTask', 'Import-Module ./out'
    function Test-Text([string] $Code, [string[]] $Text) {
        [bool]($Text | Where-Object { $Code.Contains($_) })
    }

    $examples = @($pages | ForEach-Object { Get-Example -Path $_ } | Where-Object { -not (Test-Text $_.Code $notRun) })
    $separateExamples = @($examples | Where-Object { Test-Text $_.Code $separate })
    $sharedExamples = @($examples | Where-Object { -not (Test-Text $_.Code $separate) })
    $cases = @(
        @{ Records = 0; Culture = 'th-TH'; Option = '--commits', '0', '--changes', '0'; Examples = $sharedExamples }
        @{ Records = 1; Culture = 'ar-SA'; Option = '--commits', '1', '--changes', '1', '--days', '1'; Examples = $sharedExamples }
        @{ Records = 400; Culture = 'fa-IR'; Option = '--commits', '400', '--changes', '400', '--fault', 'hostile-text'; Examples = $sharedExamples }
    )
    $null = $cases, $separateExamples
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    Enter-TestSession

    $manyRecords = '--developers', '12', '--commits', '900', '--changes', '900', '--days', '60', '--commit-details', 'current'
    $null = $manyRecords
    function New-EmulatorSession([string[]] $Option, [string[]] $Page = @('README.md') + (Get-ChildItem -Path (Join-Path (Get-RepositoryPath) 'docs/en-US') -Filter *.md -Name)) {
        $api = Start-Emulator -Option $Option
        $scripts = $Page | ForEach-Object { Get-Example -Path (Join-Path (Get-RepositoryPath) ($_ -eq 'README.md' ? $_ : "docs/en-US/$_")) }
        $session = New-ExampleSession $api @($scripts)
        Copy-Item -LiteralPath (Join-Path (Get-RepositoryPath) 'examples/Export-AiCodeDaily.ps1') -Destination $session.Jobs
        $session
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Examples that need a separate process' {
    It '<Page>, line <Line>: <First>' -ForEach $separateExamples {
        Test-Example (New-EmulatorSession $manyRecords $Page) $_
    }
}

Describe 'Trial P10: every example under StrictMode, with <Records> records, in <Culture>' -ForEach $cases {
    BeforeAll {
        $session = New-EmulatorSession (@('--developers', '6', '--commit-details', 'current', '--unknown-hash', 'empty') + $Option)
        $results = Invoke-AllExamples -Session $session -Culture $Culture -Example $Examples
        $null = $results
    }

    It 'all examples run' -ForEach @{ Count = $Examples.Count } {
        $Count | Should -BeGreaterThan 40
        $results.Count | Should -Be $Count
    }

    It '<Page>, line <Line>: <First>' -ForEach $Examples {
        $result = $results["${Page}:$Line"]
        $result | Should -Not -BeNullOrEmpty
        Test-ExampleResult $_ $result -Key $session.Emulator.Key -AsShown:($Records -gt 1)
        $result.Output | Should -Not -Match '\b(14\d\d|25[6-9]\d)-\d\d-\d\d' -Because 'dates use the Gregorian calendar'
    }
}
