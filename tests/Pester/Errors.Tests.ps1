#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '100', '--days', '20' -Use
    $get = 'Cursor.AiCode.Commands.GetAiCommitCommand'
    $null = $get
}

AfterAll {
    Exit-TestSession
}

Describe 'Errors' {
    Context 'of the key' {
        BeforeAll {
            $forbidding = Start-Emulator -Option '--commits', '20', '--not-enterprise-status', '403', '--missing-scope-status', '403'
            $null = $forbidding
        }

        It '<Id> for <Key>' -Tag 'Fault_06' -ForEach @(
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

        It 'is one request, not several' {
            Get-RequestLine { Get-Failure { Get-AiCommit -ApiKey (ConvertTo-Secret 'key_that_nobody_knows') -Verbose 4>&1 } } | Should -BeNullOrEmpty
            $lines = [System.Collections.Generic.List[string]]::new()
            $null = Get-Failure { Get-AiCommit -ApiKey (ConvertTo-Secret 'key_that_nobody_knows') -Verbose 4>&1 | ForEach-Object { $lines.Add("$_") } }
            @($lines | Where-Object { $_ -like 'GET *' }) | Should -HaveCount 1
        }

        It 'EmptyApiKey for a key without a character' {
            (Get-Failure { Get-AiCommit -ApiKey ([securestring]::new()) }).FullyQualifiedErrorId | Should -Be "EmptyApiKey,$get"
            (Get-Failure { Get-AiCommit -ApiKey (ConvertTo-Secret '   ') }).FullyQualifiedErrorId | Should -Be "EmptyApiKey,$get"
            (Get-Failure { Get-AiCommit -ApiKey $null }).FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$get"
        }
    }

    Context 'of the address' {
        It 'InvalidBaseUri for <_>' -ForEach 'http://api.cursor.com', 'http://192.0.2.1', 'ftp://127.0.0.1', 'file:///etc', 'api.cursor.com', 'https://user:word@api.cursor.com' {
            $address = $_
            $lines = [System.Collections.Generic.List[string]]::new()
            $failure = Get-Failure { Get-AiCommit -BaseUri $address -Verbose 4>&1 | ForEach-Object { $lines.Add("$_") } }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidBaseUri,$get"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $lines | Should -Not -Match 'GET '
            $before = $env:CURSOR_API_BASEURI
            try {
                $env:CURSOR_API_BASEURI = $address
                (Get-Failure { Get-AiCommit }).FullyQualifiedErrorId | Should -Be "InvalidBaseUri,$get"
            } finally {
                $env:CURSOR_API_BASEURI = $before
            }
        }

        It 'none for loopback by other names: <_>' -ForEach 'localhost', '127.0.0.1' {
            @(Get-AiCommit -First 1 -BaseUri $api.Uri.Replace('127.0.0.1', $_)) | Should -HaveCount 1
        }

        It 'NotFound for an address that is not the API''s' {
            $failure = Get-Failure { Get-AiCommit -BaseUri "$($api.Uri)/elsewhere" }
            $failure.FullyQualifiedErrorId | Should -Be "NotFound,$get"
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }
    }

    Context 'of the server' {
        BeforeAll {
            # All at once: the failures that may pass are tried several times, with waits between.
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

        It 'are told apart, end the call, and give no objects' -Tag 'Fault_04', 'Fault_05', 'Fault_06', 'Fault_07', 'Fault_10', 'Fault_28', 'Fault_29', 'Fault_30', 'Fault_31', 'Fault_32' {
            $found = foreach ($fault in $cases.Keys) {
                $result = Receive-Call $calls[$fault].Call
                Stop-Emulator $calls[$fault].Server
                "$fault $($result.Failure.FullyQualifiedErrorId) $($result.Failure.CategoryInfo.Category) $($result.Output.Count)"
            }
            $expected = foreach ($fault in $cases.Keys) {
                $id, $category = $cases[$fault].Split(' ')
                "$fault $id,$get $category 0"
            }
            $found -join "`n" | Should -Be ($expected -join "`n")
        }

        It 'Unreachable, and its name, for a host that does not answer' -Tag 'Fault_23' {
            foreach ($case in @{ Call = $unreachable; Name = '127.0.0.1' }, @{ Call = $unresolved; Name = 'nowhere.invalid' }) {
                $failure = (Receive-Call $case.Call).Failure
                $failure.FullyQualifiedErrorId | Should -Be "Unreachable,$get"
                $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
                $failure.Exception.Message | Should -BeLike "*$($case.Name)*"
            }
        }

        It 'UntrustedCertificate for a certificate that is <_>, at once' -Tag 'Fault_24' -ForEach 'untrusted', 'other-host' {
            $tls = Start-Emulator -Option '--commits', '20', '--tls', $_
            $failure = Get-Failure { Get-AiCommit -BaseUri $tls.Uri }
            $failure.FullyQualifiedErrorId | Should -Be "UntrustedCertificate,$get"
            $failure.CategoryInfo.Category | Should -Be 'SecurityError'
            Stop-Emulator $tls
        }

        It 'NotFound for a user that the API refuses' {
            $strict = Start-Emulator -Option '--commits', '20', '--unknown-user', 'error'
            (Get-Failure { Get-AiCommit -User 'nobody@example.com' -BaseUri $strict.Uri }).FullyQualifiedErrorId | Should -Be "NotFound,$get"
            Stop-Emulator $strict
        }

        It 'are no errors where they pass: <_>' -Tag 'Fault_01', 'Fault_05', 'Fault_07', 'Fault_10' -ForEach 'status:503:1', 'reset-before-headers:1', 'retry-after:1:1', 'cut-mid-body:10k:1' {
            $server = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '20', '--fault', $_
            @(Get-AiCommit 25d -BaseUri $server.Uri -ErrorAction Stop) | Should -HaveCount 200
            Stop-Emulator $server
        }
    }

    Context 'for scripts' {
        BeforeAll {
            $wrong = @{ ApiKey = ConvertTo-Secret 'key_that_nobody_knows' }
            $half = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'null-item:9+1@commits'
            $null = $wrong, $half
        }

        It 'are caught by try and catch, also by type' {
            $caught = try {
                Get-AiCommit @wrong
            } catch [Cursor.AiCode.AiCodeException] {
                "$($_.Exception.Kind)"
            }
            $caught | Should -Be 'InvalidApiKey'
        }

        It 'are terminating, whatever -ErrorAction says: <_>' -ForEach 'Stop', 'Continue', 'SilentlyContinue', 'Ignore' {
            $action = $_
            (Get-Failure { Get-AiCommit @wrong -ErrorAction $action }).FullyQualifiedErrorId | Should -Be "InvalidApiKey,$get"
        }

        It 'are in $Error and -ErrorVariable' {
            $Error.Clear()
            try {
                Get-AiCommit @wrong -ErrorVariable failures
            } catch {
                $null = $_
            }

            $Error[0].FullyQualifiedErrorId | Should -Be "InvalidApiKey,$get"
            $failures[-1].ErrorRecord.FullyQualifiedErrorId | Should -Be "InvalidApiKey,$get" -Because 'PowerShell puts the exception of a terminating error there'
        }

        It 'leave nothing that looks like a whole result' {
            $commits = 'before'
            try {
                $commits = Get-AiCommit 25d -Transport Json -PageSize 100 -BaseUri $half.Uri
            } catch {
                $failure = $_
            }

            $commits | Should -Be 'before'
            $failure.FullyQualifiedErrorId | Should -Be "InvalidData,$get"
        }

        It 'come after the objects that were good, in a pipeline' {
            $commits = [System.Collections.Generic.List[object]]::new()
            $failure = Get-Failure { Get-AiCommit 25d -Transport Json -PageSize 100 -BaseUri $half.Uri | ForEach-Object { $commits.Add($_) } }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidData,$get"
            $commits.Count | Should -BeLessOrEqual 100
        }

        It 'give pwsh the exit code <Code>: <Name>' -ForEach @(
            @{ Name = 'a call that works'; Command = 'Get-AiCommit -First 1 | Out-Null'; Code = 0 }
            @{ Name = 'a wrong key'; Command = "`$env:CURSOR_API_KEY = 'key_that_nobody_knows'; Get-AiCommit | Out-Null"; Code = 1 }
            @{ Name = 'a wrong date'; Command = 'Get-AiCommit yesterday'; Code = 1 }
            @{ Name = 'no folder'; Command = 'Export-AiCodeCsv /not/there/a.csv -Kind Commit'; Code = 1 }
        ) {
            $text = "Import-Module '$((Get-TestedModulePath))'; $Command"
            $output = & (Get-PwshPath) -NoProfile -NonInteractive -Command $text 2>&1
            $LASTEXITCODE | Should -Be $Code -Because "it said $output"
        }

        It 'end a script of -File with 1 where $ErrorActionPreference is Stop' {
            $child = Invoke-ChildPwsh -Script "`$ErrorActionPreference = 'Stop'; Import-Module `$module; Get-AiCommit -BaseUri http://example.com; 'went on'"
            $child.ExitCode | Should -Be 1
            $child.Output | Should -Not -BeLike '*went on*'
        }
    }
}
