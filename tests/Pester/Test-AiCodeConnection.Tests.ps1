#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $global:PSDefaultParameterValues['Test-AiCodeConnection:RequestsPerMinute'] = 10000
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '300', '--days', '20' -Use
    $endpoints = 'Commits', 'Changes', 'CommitsCsv', 'ChangesCsv'
    $null = $endpoints
}

AfterAll {
    Exit-TestSession
}

Describe 'Test-AiCodeConnection' {
    It 'says that all works' {
        $result = @(Test-AiCodeConnection)
        $result | Should -HaveCount 1
        $result[0].psobject.Properties.Name | Should -Be 'BaseUri', 'KeySource', 'Commits', 'Changes', 'CommitsCsv', 'ChangesCsv', 'Advice'
        "$($result[0].BaseUri)".TrimEnd('/') | Should -Be $api.Uri
        "$($result[0].KeySource)" | Should -Be 'EnvironmentVariable'
        foreach ($endpoint in $endpoints) {
            $result[0].$endpoint | Should -Be 'Ok'
        }

        $result[0].Advice | Should -Not -BeNullOrEmpty
        (Get-Command Test-AiCodeConnection).OutputType.Name | Should -Be $result[0].GetType().FullName
    }

    It 'costs one small request for each endpoint' {
        $lines = @(Get-RequestLine { Test-AiCodeConnection })
        $lines | Should -HaveCount 4
        foreach ($endpoint in 'commits', 'changes', 'commits.csv', 'changes.csv') {
            @($lines | Where-Object { $_ -like "*/ai-code/$endpoint[?]*" }) | Should -HaveCount 1
        }
    }

    It 'names the way by which the key came' {
        "$((Test-AiCodeConnection -ApiKey (ConvertTo-Secret $api.Key)).KeySource)" | Should -Be 'ApiKeyParameter'
    }

    It 'tells <Id> for <Key>' -ForEach @(
        @{ Key = 'key_that_nobody_knows'; Id = 'InvalidApiKey' }
        @{ Key = 'key_emulator_user'; Id = 'UserApiKey' }
        @{ Key = 'key_emulator_not_enterprise'; Id = 'NotEnterprise' }
        @{ Key = 'key_emulator_missing_scope'; Id = 'MissingScope' }
    ) {
        $result = Test-AiCodeConnection -ApiKey (ConvertTo-Secret $Key)
        foreach ($endpoint in $endpoints) {
            $result.$endpoint | Should -Be $Id
        }

        $result.Advice | Should -Not -BeNullOrEmpty
    }

    It 'tells that there is no key, and how to give one' {
        $result = Get-ChildResult -Environment @{ HOME = (New-TestFolder); CURSOR_API_KEY = $null; CURSOR_API_BASEURI = $api.Uri } -Script @'
$env:PSModulePath = Join-Path $PSHOME 'Modules'
Import-Module $module
Test-AiCodeConnection | ConvertTo-Json -Compress
'@
        foreach ($endpoint in $endpoints) {
            $result.$endpoint | Should -Be 'NoApiKey'
        }

        $result.KeySource | Should -BeNullOrEmpty
        $result.Advice | Should -BeLike '*Set-Secret*'
    }

    It 'tells a limit that is reached, without waiting for its end' {
        $limited = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'retry-after:50@commits'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $result = Test-AiCodeConnection -BaseUri $limited.Uri
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        $result.Commits | Should -Be 'RateLimited'
        $result.Changes | Should -Be 'Ok'
        $result.CommitsCsv | Should -Be 'Ok'
        Stop-Emulator $limited
    }

    It 'tells a host that does not answer, soon' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $result = Test-AiCodeConnection -BaseUri 'http://127.0.0.1:1'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
        foreach ($endpoint in $endpoints) {
            $result.$endpoint | Should -Be 'Unreachable'
        }
    }

    It 'tells each endpoint by itself' {
        $partly = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'html@changes', '--fault', 'status:403@commits.csv'
        $result = Test-AiCodeConnection -BaseUri $partly.Uri
        $result.Commits | Should -Be 'Ok'
        $result.Changes | Should -Be 'UnexpectedAnswer'
        $result.CommitsCsv | Should -Be 'AccessDenied'
        $result.ChangesCsv | Should -Be 'Ok'
        Stop-Emulator $partly
    }

    It 'shows no key' {
        Test-AiCodeConnection | Format-List -Property * -Force | Out-String | Should -Not -BeLike "*$($api.Key)*"
    }

    It 'refuses an address to which the key must not go' {
        (Get-Failure { Test-AiCodeConnection -BaseUri http://api.cursor.com }).FullyQualifiedErrorId | Should -Be 'InvalidBaseUri,Cursor.AiCode.Commands.TestAiCodeConnectionCommand'
    }
}
