#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $vaults = @(Get-VaultProvider)
    $null = $vaults
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Enter-TestSession
    $global:PSDefaultParameterValues['Test-AiCodeConnection:RequestsPerMinute'] = 10000
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '300', '--days', '20', '--commit-details', 'current' -Use
    $endpoints = 'Commits', 'Changes', 'CommitsCsv', 'ChangesCsv', 'CommitDetail'
    $null = $endpoints
}

AfterAll {
    Exit-TestSession
}

Describe 'Test-AiCodeConnection' {
    It 'returns Ok for all endpoints' {
        $result = @(Test-AiCodeConnection)
        $result | Should -HaveCount 1
        $result[0].psobject.Properties.Name | Should -Be 'BaseUri', 'KeySource', 'Commits', 'Changes', 'CommitsCsv', 'ChangesCsv', 'CommitDetail', 'Advice'
        "$($result[0].BaseUri)".TrimEnd('/') | Should -Be $api.Uri
        "$($result[0].KeySource)" | Should -Be 'EnvironmentVariable'
        foreach ($endpoint in $endpoints) {
            $result[0].$endpoint | Should -Be 'Ok'
        }

        $result[0].Advice | Should -Not -BeNullOrEmpty
        (Get-Command Test-AiCodeConnection).OutputType.Name | Should -Be $result[0].GetType().FullName
    }

    It 'sends one small request for each endpoint' {
        $lines = @(Get-RequestLine { Test-AiCodeConnection })
        $lines | Should -HaveCount 5
        foreach ($endpoint in 'commits', 'changes', 'commits.csv', 'changes.csv') {
            @($lines | Where-Object { $_ -like "*/ai-code/$endpoint[?]*" }) | Should -HaveCount 1
        }

        # The details of the newest commit.
        $newest = (Get-ApiResponse $api commits @{ pageSize = 1 } | ConvertFrom-Json).items[0].commitHash
        @($lines | Where-Object { $_ -like "*/ai-code/commits/$newest -> 200, 1 record,*" }) | Should -HaveCount 1
    }

    It 'returns the source of the key' {
        "$((Test-AiCodeConnection -ApiKey (ConvertTo-Secret $api.Key)).KeySource)" | Should -Be 'ApiKeyParameter'
    }

    It 'reports each endpoint separately' {
        $faulty = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'html@changes', '--fault', 'status:403@commits.csv'
        $result = Test-AiCodeConnection -BaseUri $faulty.Uri
        $result.Commits | Should -Be 'Ok'
        $result.Changes | Should -Be 'UnexpectedAnswer'
        $result.CommitsCsv | Should -Be 'AccessDenied'
        $result.ChangesCsv | Should -Be 'Ok'
        $result.Advice -split '\r?\n' | Should -HaveCount 2
        $result.Advice | Should -Match '(?m)^UnexpectedAnswer: .*Sign in'
        $result.Advice | Should -Match '(?m)^AccessDenied: The API denied access \(403 Forbidden\)\.'
        Stop-Emulator $faulty
    }

    It 'reports missing commit details, which is not an error: <_>' -ForEach 'none', 'status:403', 'status:404' {
        $option = $_ -eq 'none' ? @() : @('--commit-details', 'current', '--fault', "$_@commit-details")
        $other = Start-Emulator -Option (@('--commits', '20', '--days', '5') + $option)
        $result = Test-AiCodeConnection -BaseUri $other.Uri
        $result.CommitDetail | Should -Be 'DetailNotAvailable'
        $result.Commits, $result.Changes, $result.CommitsCsv, $result.ChangesCsv | Should -Be 'Ok', 'Ok', 'Ok', 'Ok'
        $result.Advice | Should -Be (Test-AiCodeConnection).Advice
        Stop-Emulator $other
    }

    It 'reports other errors of commit details' {
        $other = Start-Emulator -Option '--commits', '20', '--days', '5', '--commit-details', 'current', '--fault', 'html@commit-details'
        $result = Test-AiCodeConnection -BaseUri $other.Uri
        $result.CommitDetail | Should -Be 'UnexpectedAnswer'
        $result.Commits | Should -Be 'Ok'
        $result.Advice | Should -Match 'Sign in'
        Stop-Emulator $other
    }

    It 'does not return the key' {
        Test-AiCodeConnection | Format-List -Property * -Force | Out-String | Should -Not -BeLike "*$($api.Key)*"
    }

    It 'rejects an insecure base URI' {
        (Get-Failure { Test-AiCodeConnection -BaseUri http://api.cursor.com }).FullyQualifiedErrorId | Should -Be 'InvalidBaseUri,Cursor.AiCode.Commands.TestAiCodeConnectionCommand'
    }
}

# The results of the endpoints and the recommended action for common causes.
Describe 'Test-AiCodeConnection reports the cause:' {
    BeforeAll {
        function Assert-Cause {
            <# Tests that all endpoints have the same cause, and that the advice is one line without a request URI or the key. #>
            param($Result, [string] $Id, [string] $Advice)

            foreach ($endpoint in $endpoints) {
                $Result.$endpoint | Should -Be $Id
            }

            $Result.Advice | Should -Match $Advice
            $Result.Advice | Should -Not -Match '\n'
            $Result.Advice | Should -Not -Match 'https?://\S+/analytics'
            $Result.Advice | Should -Not -BeLike '*key_*'
        }
    }

    It 'no key' {
        $result = Get-ChildResult -Environment @{ HOME = (New-TestFolder); CURSOR_API_KEY = $null; CURSOR_API_BASEURI = $api.Uri } -Script @'
$env:PSModulePath = Join-Path $PSHOME 'Modules'
Import-Module $module
Test-AiCodeConnection | ConvertTo-Json -Compress
'@
        foreach ($endpoint in $endpoints) {
            $result.$endpoint | Should -Be 'NoApiKey'
        }

        $result.KeySource | Should -BeNullOrEmpty
        ($result.Advice -split '\r?\n')[0] | Should -Be 'There is no API key. Provide it in one of these ways:' -Because 'the following lines contain examples'
        $result.Advice | Should -BeLike '*Set-Secret*'
    }

    It 'an invalid key' {
        Assert-Cause (Test-AiCodeConnection -ApiKey (ConvertTo-Secret 'key_that_nobody_knows')) 'InvalidApiKey' '^The API rejected the key \(401 Unauthorized\).* Check the key '
    }

    It 'a user API key' {
        Assert-Cause (Test-AiCodeConnection -ApiKey (ConvertTo-Secret 'key_emulator_user')) 'UserApiKey' '^The key isn''t valid for this team: .* create a team API key '
    }

    It 'a team without the Enterprise plan, with status <_>' -ForEach 401, 403 {
        $other = Start-Emulator -Option '--commits', '5', '--days', '5', '--not-enterprise-status', $_
        Assert-Cause (Test-AiCodeConnection -BaseUri $other.Uri -ApiKey (ConvertTo-Secret 'key_emulator_not_enterprise')) 'NotEnterprise' "^The team of this key isn't on the Enterprise plan.* \($_ .* ask Cursor's sales"
        Stop-Emulator $other
    }

    It 'a missing scope, with status <_>' -ForEach 401, 403 {
        $other = Start-Emulator -Option '--commits', '5', '--days', '5', '--missing-scope-status', $_
        Assert-Cause (Test-AiCodeConnection -BaseUri $other.Uri -ApiKey (ConvertTo-Secret 'key_emulator_missing_scope')) 'MissingScope' "^The key doesn't have access to this endpoint \($_ .* with access to analytics "
        Stop-Emulator $other
    }

    It 'the rate limit, without a delay' {
        $limited = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'retry-after:50'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Assert-Cause (Test-AiCodeConnection -BaseUri $limited.Uri) 'RateLimited' "^The API's rate limit is reached \(429 .* Try again in a minute"
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10
        Stop-Emulator $limited

        $faulty = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'retry-after:50@commits'
        $result = Test-AiCodeConnection -BaseUri $faulty.Uri
        $result.Commits | Should -Be 'RateLimited'
        $result.Changes, $result.CommitsCsv, $result.ChangesCsv | Should -Be 'Ok', 'Ok', 'Ok'
        Stop-Emulator $faulty
    }

    It 'an unreachable port' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Assert-Cause (Test-AiCodeConnection -BaseUri 'http://127.0.0.1:1') 'Unreachable' "^127\.0\.0\.1:1 can't be reached\. Check the network, the proxy and -BaseUri\.$"
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'an unknown host name' {
        Assert-Cause (Test-AiCodeConnection -BaseUri 'https://no-such-host.invalid') 'Unreachable' "^no-such-host\.invalid:443 can't be reached\. "
    }

    It 'a firewall that drops packets' -Tag 'Needs Linux' -Skip:(-not $IsLinux) {
        # Linux drops connections to a listener whose queue is full.
        $listener = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        $fillers = 1..3 | ForEach-Object { [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp') }
        try {
            $listener.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
            $listener.Listen(0)
            $port = $listener.LocalEndPoint.Port
            $null = $fillers | ForEach-Object { $_.ConnectAsync([Net.IPAddress]::Loopback, $port) }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Assert-Cause (Test-AiCodeConnection -BaseUri "http://127.0.0.1:$port") 'Unreachable' "^127\.0\.0\.1:$port can't be reached\. "
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 40 -Because 'the requests are sent in parallel, with a timeout of 15 s'
        } finally {
            $fillers + $listener | ForEach-Object Dispose
        }
    }

    foreach ($provider in $vaults) {
        It "a locked vault, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            $userHome = New-TestFolder
            $environment = @{ HOME = $userHome; USERPROFILE = $userHome; XDG_DATA_HOME = $null; CURSOR_API_KEY = $null; CURSOR_API_BASEURI = $api.Uri }
            Get-ChildResult -Environment $environment -Script ((Get-ModulePathLine $StandIn) + @'
$password = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
Reset-SecretStore -Scope CurrentUser -Authentication Password -Interaction None -Password $password -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password $password
Set-Secret -Name CursorApiKey -Secret 'key_right'
'"done"'
'@) | Should -Be 'done'
            foreach ($call in 'Test-AiCodeConnection', 'Test-AiCodeConnection -SecretName CursorApiKey -Vault Store') {
                Assert-Cause (Get-ChildResult -Environment $environment -Script "$(Get-ModulePathLine $StandIn)Import-Module `$module; $call | ConvertTo-Json -Compress") 'VaultLocked' 'is locked, and this session can''t prompt for its password\. Unlock it first \(Unlock-SecretStore '
            }
        }
    }
}
