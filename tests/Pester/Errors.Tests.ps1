#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '100', '--days', '20' -Use
    $commandType = 'Cursor.AiCode.Commands.GetAiCommitCommand'
    $null = $commandType
}

AfterAll {
    Exit-TestSession
}

Describe 'Errors' {
    Context 'Authentication' {
        BeforeAll {
            $forbidding = Start-Emulator -Option '--commits', '20', '--not-enterprise-status', '403', '--missing-scope-status', '403'
            $null = $forbidding
        }

        It 'are <Id> for <Key>' -Tag 'Fault_06' -ForEach @(
            @{ Key = 'key_that_nobody_knows'; Id = 'InvalidApiKey'; Category = 'AuthenticationError' }
            @{ Key = 'key_emulator_user'; Id = 'UserApiKey'; Category = 'AuthenticationError' }
            @{ Key = 'key_emulator_not_enterprise'; Id = 'NotEnterprise'; Category = 'PermissionDenied' }
            @{ Key = 'key_emulator_missing_scope'; Id = 'MissingScope'; Category = 'PermissionDenied' }
        ) {
            foreach ($server in $api, $forbidding) {
                foreach ($command in 'Get-AiCommit', 'Get-AiCodeChange') {
                    $failure = Get-Failure { & $command -ApiKey (ConvertTo-Secret $Key) -BaseUri $server.Uri }
                    $failure.FullyQualifiedErrorId | Should -Be "$Id,Cursor.AiCode.Commands.$($command.Replace('-', ''))Command"
                    $failure.CategoryInfo.Category | Should -Be $Category
                    $failure.TargetObject | Should -BeOfType [uri]
                    "$($failure.TargetObject)" | Should -BeLike "$($server.Uri)/analytics/ai-code/*"
                    $failure.Exception.GetType().FullName | Should -Be 'Cursor.AiCode.AiCodeException'
                    "$($failure.Exception.Kind)" | Should -Be $Id
                    [int]$failure.Exception.StatusCode | Should -BeIn 401, 403
                }

                $path = Join-Path (New-TestFolder) 'a.csv'
                $failure = Get-Failure { Export-AiCodeCsv $path -Kind Commit -ApiKey (ConvertTo-Secret $Key) -BaseUri $server.Uri }
                $failure.FullyQualifiedErrorId | Should -Be "$Id,Cursor.AiCode.Commands.ExportAiCodeCsvCommand"
                Test-Path -LiteralPath $path | Should -BeFalse
            }
        }

        It 'cause no retry' {
            Get-RequestLine { Get-Failure { Get-AiCommit -ApiKey (ConvertTo-Secret 'key_that_nobody_knows') -Verbose 4>&1 } } | Should -BeNullOrEmpty
            $lines = [System.Collections.Generic.List[string]]::new()
            $null = Get-Failure { Get-AiCommit -ApiKey (ConvertTo-Secret 'key_that_nobody_knows') -Verbose 4>&1 | ForEach-Object { $lines.Add("$_") } }
            @($lines | Where-Object { $_ -like 'GET *' }) | Should -HaveCount 1
        }

        It 'are EmptyApiKey for an empty or blank key' {
            (Get-Failure { Get-AiCommit -ApiKey ([securestring]::new()) }).FullyQualifiedErrorId | Should -Be "EmptyApiKey,$commandType"
            (Get-Failure { Get-AiCommit -ApiKey (ConvertTo-Secret '   ') }).FullyQualifiedErrorId | Should -Be "EmptyApiKey,$commandType"
            (Get-Failure { Get-AiCommit -ApiKey $null }).FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$commandType"
        }
    }

    Context 'Base URI' {
        It 'is InvalidBaseUri for <_> in the environment' -ForEach 'https://gateway.corp:99999', 'https://{gateway}/', 'https://', 'https://[gw' {
            $before = $env:CURSOR_API_BASEURI
            try {
                $env:CURSOR_API_BASEURI = $_
                (Get-Failure { Get-AiCommit }).FullyQualifiedErrorId | Should -Be "InvalidBaseUri,$commandType"
            } finally {
                $env:CURSOR_API_BASEURI = $before
            }
        }

        It 'with the key in it is not shown' {
            $failure = Get-Failure { Get-AiCommit -BaseUri "https://$env:CURSOR_API_KEY@127.0.0.1:9" }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidBaseUri,$commandType"
            "$failure $($failure.TargetObject)" | Should -Not -BeLike "*$env:CURSOR_API_KEY*"
        }

        It 'are InvalidBaseUri for <_>' -ForEach 'http://api.cursor.com', 'http://192.0.2.1', 'ftp://127.0.0.1', 'file:///etc', 'api.cursor.com', 'https://user:word@api.cursor.com' {
            $address = $_
            $lines = [System.Collections.Generic.List[string]]::new()
            $failure = Get-Failure { Get-AiCommit -BaseUri $address -Verbose 4>&1 | ForEach-Object { $lines.Add("$_") } }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidBaseUri,$commandType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $lines | Should -Not -Match 'GET '
            $before = $env:CURSOR_API_BASEURI
            try {
                $env:CURSOR_API_BASEURI = $address
                (Get-Failure { Get-AiCommit }).FullyQualifiedErrorId | Should -Be "InvalidBaseUri,$commandType"
            } finally {
                $env:CURSOR_API_BASEURI = $before
            }
        }

        It 'do not occur for loopback addresses: <_>' -ForEach 'localhost', '127.0.0.1' {
            @(Get-AiCommit -First 1 -BaseUri $api.Uri.Replace('127.0.0.1', $_)) | Should -HaveCount 1
        }

        It 'are NotFound for a path that is not part of the API' {
            $failure = Get-Failure { Get-AiCommit -BaseUri "$($api.Uri)/elsewhere" }
            $failure.FullyQualifiedErrorId | Should -Be "NotFound,$commandType"
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }
    }

    Context 'Server and connection' {
        BeforeAll {
            # The calls run in parallel, because transient failures are retried several times after a delay.
            $cases = [ordered]@{
                'status:500'             = 'ServerError ResourceUnavailable'
                'status:503'             = 'ServerError ResourceUnavailable'
                'status:400'             = 'BadRequest InvalidArgument'
                'status:404'             = 'NotFound ObjectNotFound'
                'status:403'             = 'AccessDenied PermissionDenied'
                'retry-after:86400'      = 'RateLimited LimitsExceeded'
                'html'                   = 'UnexpectedAnswer ProtocolError'
                'html-as-data'           = 'UnexpectedAnswer ProtocolError'
                'empty'                  = 'UnexpectedAnswer ProtocolError'
                'error-200'              = 'UnexpectedAnswer ProtocolError'
                'no-items'               = 'UnexpectedAnswer ProtocolError'
                'null-item'              = 'InvalidData InvalidData'
                'text-number'            = 'InvalidData InvalidData'
                'bad-utf8'               = 'InvalidData InvalidData'
                'reset-before-headers'   = 'ConnectionLost ConnectionError'
                'cut-mid-body:10k'       = 'IncompleteAnswer ProtocolError'
                'redirect-loop'          = 'RedirectRefused SecurityError'
                'redirect-other-origin:http://example.invalid/' = 'RedirectRefused SecurityError'
            }
            $calls = @{}
            foreach ($fault in $cases.Keys) {
                $server = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '20', '--fault', $fault
                $calls[$fault] = @{ Server = $server; Call = Start-Call "Get-AiCommit 25d -Transport Json -RequestsPerMinute 10000 -BaseUri $($server.Uri)" }
            }

            $unreachable = Start-Call 'Get-AiCommit -RequestsPerMinute 10000 -BaseUri http://127.0.0.1:1'
            $unresolved = Start-Call 'Get-AiCommit -RequestsPerMinute 10000 -BaseUri https://nowhere.invalid'
            $null = $unreachable, $unresolved
        }

        It 'have separate IDs, terminate the call, and return no objects' -Tag 'Fault_04', 'Fault_05', 'Fault_06', 'Fault_07', 'Fault_10', 'Fault_28', 'Fault_29', 'Fault_30', 'Fault_31', 'Fault_32' {
            $actual = foreach ($fault in $cases.Keys) {
                $result = Receive-Call $calls[$fault].Call
                Stop-Emulator $calls[$fault].Server
                "$fault $($result.Failure.FullyQualifiedErrorId) $($result.Failure.CategoryInfo.Category) $($result.Output.Count)"
            }
            $expected = foreach ($fault in $cases.Keys) {
                $id, $category = $cases[$fault].Split(' ')
                "$fault $id,$commandType $category 0"
            }
            $actual -join "`n" | Should -Be ($expected -join "`n")
        }

        It 'are Unreachable, with the name, for a host that does not respond' -Tag 'Fault_23' {
            foreach ($case in @{ Call = $unreachable; Name = '127.0.0.1' }, @{ Call = $unresolved; Name = 'nowhere.invalid' }) {
                $failure = (Receive-Call $case.Call).Failure
                $failure.FullyQualifiedErrorId | Should -Be "Unreachable,$commandType"
                $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
                $failure.Exception.Message | Should -BeLike "*$($case.Name)*"
            }
        }

        It 'are UntrustedCertificate for a certificate that is <_>, without a retry' -Tag 'Fault_24' -ForEach 'untrusted', 'other-host' {
            $tls = Start-Emulator -Option '--commits', '20', '--tls', $_
            $failure = Get-Failure { Get-AiCommit -BaseUri $tls.Uri }
            $failure.FullyQualifiedErrorId | Should -Be "UntrustedCertificate,$commandType"
            $failure.CategoryInfo.Category | Should -Be 'SecurityError'
            Stop-Emulator $tls
        }

        It 'are NotFound for a user that the API rejects' {
            $strict = Start-Emulator -Option '--commits', '20', '--unknown-user', 'error'
            (Get-Failure { Get-AiCommit -User 'nobody@example.com' -BaseUri $strict.Uri }).FullyQualifiedErrorId | Should -Be "NotFound,$commandType"
            Stop-Emulator $strict
        }

        It 'do not occur for transient failures: <_>' -Tag 'Fault_01', 'Fault_05', 'Fault_07', 'Fault_10' -ForEach 'status:503:1', 'reset-before-headers:1', 'retry-after:1:1', 'cut-mid-body:10k:1' {
            $server = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '20', '--fault', $_
            @(Get-AiCommit 25d -BaseUri $server.Uri -ErrorAction Stop) | Should -HaveCount 200
            Stop-Emulator $server
        }
    }

    Context 'Scripts' {
        BeforeAll {
            $invalidKey = @{ ApiKey = ConvertTo-Secret 'key_that_nobody_knows' }
            $faulty = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'null-item:9+1@commits'
            $null = $invalidKey, $faulty
        }

        It 'can be caught by type' {
            $caught = try {
                Get-AiCommit @invalidKey
            } catch [Cursor.AiCode.AiCodeException] {
                "$($_.Exception.Kind)"
            }
            $caught | Should -Be 'InvalidApiKey'
        }

        It 'are terminating with -ErrorAction <_>' -ForEach 'Stop', 'Continue', 'SilentlyContinue', 'Ignore' {
            $action = $_
            (Get-Failure { Get-AiCommit @invalidKey -ErrorAction $action }).FullyQualifiedErrorId | Should -Be "InvalidApiKey,$commandType"
        }

        It 'are in $Error and -ErrorVariable' {
            $Error.Clear()
            try {
                Get-AiCommit @invalidKey -ErrorVariable failures
            } catch {
                $null = $_
            }

            $Error[0].FullyQualifiedErrorId | Should -Be "InvalidApiKey,$commandType"
            $failures[-1].ErrorRecord.FullyQualifiedErrorId | Should -Be "InvalidApiKey,$commandType" -Because 'PowerShell adds the exception of a terminating error'
        }

        It 'leave no partial result in a variable' {
            $commits = 'before'
            try {
                $commits = Get-AiCommit 25d -Transport Json -PageSize 100 -BaseUri $faulty.Uri
            } catch {
                $failure = $_
            }

            $commits | Should -Be 'before'
            $failure.FullyQualifiedErrorId | Should -Be "InvalidData,$commandType"
        }

        It 'come after the valid objects in a pipeline' {
            $commits = [System.Collections.Generic.List[object]]::new()
            $failure = Get-Failure { Get-AiCommit 25d -Transport Json -PageSize 100 -BaseUri $faulty.Uri | ForEach-Object { $commits.Add($_) } }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidData,$commandType"
            $commits.Count | Should -BeLessOrEqual 100
        }

        It 'set the exit code of pwsh to <Code>: <Name>' -ForEach @(
            @{ Name = 'a successful call'; Command = 'Get-AiCommit -First 1 | Out-Null'; Code = 0 }
            @{ Name = 'an invalid key'; Command = "`$env:CURSOR_API_KEY = 'key_that_nobody_knows'; Get-AiCommit | Out-Null"; Code = 1 }
            @{ Name = 'an invalid date'; Command = 'Get-AiCommit yesterday'; Code = 1 }
            @{ Name = 'a missing folder'; Command = 'Export-AiCodeCsv /not/there/a.csv -Kind Commit'; Code = 1 }
        ) {
            $text = "Import-Module '$((Get-TestedModulePath))'; $Command"
            $output = & (Get-PwshPath) -NoProfile -NonInteractive -Command $text 2>&1
            $LASTEXITCODE | Should -Be $Code -Because "the output was $output"
        }

        It 'end a script of -File with exit code 1 if $ErrorActionPreference is Stop' {
            $child = Invoke-ChildPwsh -Script "`$ErrorActionPreference = 'Stop'; Import-Module `$module; Get-AiCommit -BaseUri http://example.com; 'continued'"
            $child.ExitCode | Should -Be 1
            $child.Output | Should -Not -BeLike '*continued*'
        }
    }
}
