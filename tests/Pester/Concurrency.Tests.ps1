#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeDiscovery {
    $hasThreadJobs = [bool](Get-Command -Name Start-ThreadJob -ErrorAction Ignore)
    $null = $hasThreadJobs
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '6', '--commits', '800', '--changes', '800', '--days', '20' -Use
    $module = Get-TestedModulePath
    $end = [datetimeoffset]::UtcNow
    $start = $end.AddDays(-25)
    $apiRecords = @(Get-ApiRecord $api Commit $start $end | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty)
    $null = $module, $apiRecords
}

AfterAll {
    Exit-TestSession
}

Describe 'The module' {
    Context 'In one session' {
        It 'works after repeated imports, with -Force and after Remove-Module' {
            $result = Get-ChildResult -Environment @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key } -Script @'
$ErrorActionPreference = 'Stop'
$counts = @()
function Get-Count { (@(Get-AiCommit 25d -Transport Csv -RequestsPerMinute 10000).Count, @(Get-AiCodeChange 25d -RequestsPerMinute 10000).Count, @(Get-Module Cursor.AiCode).Count) -join ' ' }
Import-Module $module
Import-Module $module
$counts += Get-Count
Import-Module $module -Force
Import-Module $module -Force
$counts += Get-Count
Remove-Module Cursor.AiCode
$removed = -not (Get-Command Export-AiCodeCsv -ErrorAction Ignore)
Import-Module $module
$counts += Get-Count
Remove-Module Cursor.AiCode
Import-Module $module
$path = [IO.Path]::GetTempFileName()
$counts += (Export-AiCodeCsv $path 25d -Kind Commit -PassThru -RequestsPerMinute 10000).RecordCount
$table = (Get-AiCommit 25d -First 1 | Out-String) -match 'Repository'
@{ counts = $counts; removed = $removed; table = $table; errors = $Error.Count } | ConvertTo-Json -Compress
'@
            $result.counts | Should -Be '800 800 1', '800 800 1', '800 800 1', 800
            $result.removed | Should -BeTrue
            $result.table | Should -BeTrue
            $result.errors | Should -Be 0
        }

        It 'works if the first use is after a removal and a second import' {
            Get-ChildResult -Environment @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key } -Script @'
Import-Module $module
Remove-Module Cursor.AiCode
Import-Module $module
@(Get-AiCommit 25d -Transport Csv).Count | ConvertTo-Json
'@ | Should -Be 800
        }

        It 'works in one runspace after another removed it' {
            $call = Start-Call 'Remove-Module Cursor.AiCode'
            $null = Receive-Call $call
            @(Get-AiCommit $start $end -Transport Csv).Count | Should -Be $apiRecords.Count
            $result = Receive-Call (Start-Call '@(Get-AiCommit 25d -Transport Csv -RequestsPerMinute 10000).Count')
            $result.Output | Should -Be 800
        }

        It 'works in Constrained Language Mode' {
            $path = Join-Path (New-TestFolder) 'a.csv'
            $result = Receive-Call (Start-Call @'
$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
Remove-Module Cursor.AiCode
Import-Module $module
"$($ExecutionContext.SessionState.LanguageMode)"
$commits = Get-AiCommit 25d -RequestsPerMinute 10000
"$($commits.Count)"
"$(@($commits | Where-Object { $_.CommitTs -gt (Get-Date).AddDays(-100) }).Count -gt 0)"
"$(($commits | Format-Table | Out-String) -like '*Repository*')"
"$(($commits | Export-AiCodeCsv $path -PassThru).RecordCount)"
"$((Export-AiCodeCsv $path 25d -Kind Commit -PassThru -RequestsPerMinute 10000).RecordCount)"
"$(@(Get-AiCodeChange '25d' now -First 3 -ExpandFile -RequestsPerMinute 10000).Count)"
"$(try { Get-AiCommit yesterday } catch { $_.FullyQualifiedErrorId })"
'@ @{ module = $module; path = $path })
            $result.Failure | Should -BeNullOrEmpty
            $result.Output | Should -Be 'ConstrainedLanguage', '800', 'True', 'True', '800', '800', '3', 'ParameterArgumentTransformationError,Cursor.AiCode.Commands.GetAiCommitCommand'
        }
    }

    Context 'In parallel' {
        It 'works in ForEach-Object -Parallel' {
            $counts = 1..6 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                @(Get-AiCommit 25d -Transport ('Json', 'Csv', 'Auto')[$_ % 3] -RequestsPerMinute 10000).Count
            }
            $counts | Should -Be (@(800) * 6)
        }

        It 'works in Start-Job' {
            $job = Start-Job -ScriptBlock {
                Import-Module $using:module
                $commits = Get-AiCommit 25d -RequestsPerMinute 10000
                $commits.Count
                $commits[0].CreatedAt.GetType().FullName
            }
            $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 800, 'System.DateTime'
        }

        It 'works in Start-ThreadJob' -Tag 'Needs Start-ThreadJob' -Skip:(-not $hasThreadJobs) {
            $jobs = 1..3 | ForEach-Object { Start-ThreadJob { Import-Module $using:module; @(Get-AiCodeChange 25d -RequestsPerMinute 10000).Count } }
            $jobs | Receive-Job -Wait -AutoRemoveJob | Should -Be 800, 800, 800
        }

        It 'returns all records in each of 8 threads of a runspace pool' {
            $state = [initialsessionstate]::CreateDefault2()
            $state.ImportPSModule($module)
            $pool = [runspacefactory]::CreateRunspacePool($state)
            $null = $pool.SetMaxRunspaces(8)
            $pool.Open()
            try {
                $folder = New-TestFolder
                $shells = 1..8 | ForEach-Object {
                    $shell = [powershell]::Create()
                    $shell.RunspacePool = $pool
                    $null = $shell.AddScript('param($number, $folder) $ErrorActionPreference = "Stop"; @(Get-AiCommit 25d -Transport Csv -RequestsPerMinute 10000).Count; (Export-AiCodeCsv "$folder/$number.csv" 25d -Kind Commit -PassThru -RequestsPerMinute 10000).RecordCount').AddArgument($_).AddArgument($folder)
                    @{ Shell = $shell; Handle = $shell.BeginInvoke() }
                }
                foreach ($running in $shells) {
                    $running.Shell.EndInvoke($running.Handle) | Should -Be 800, 800
                    $running.Shell.Dispose()
                }
            } finally {
                $pool.Dispose()
            }

            @(Get-ChildItem -LiteralPath $folder -Force).Count | Should -Be 8
        }

        It 'writes one complete file if several exports have the same path' -Tag 'Fault_41' {
            $folder = New-TestFolder
            $calls = 1..4 | ForEach-Object { Start-Call 'Export-AiCodeCsv $path $start $end -Kind Commit -RequestsPerMinute 10000' @{ path = "$folder/a.csv"; start = $start; end = $end } }
            foreach ($call in $calls) {
                (Receive-Call $call).Failure | Should -BeNullOrEmpty
            }

            Compare-Records (Import-Csv -LiteralPath "$folder/a.csv" | ConvertTo-Fingerprint -Kind Commit -As Csv) $apiRecords
            Get-ChildItem -LiteralPath $folder -Force | ForEach-Object Name | Should -Be 'a.csv'
        }

        It 'loses and duplicates no records if several processes append' -Tag 'Fault_41' {
            $folder = New-TestFolder
            $text = "Import-Module '$module'; Export-AiCodeCsv '$folder/a.csv' -StartDate '$(ConvertTo-ApiTime $start)' -EndDate '$(ConvertTo-ApiTime $end)' -Kind Commit -Append -RequestsPerMinute 10000"
            $commits = @(Get-AiCommit $start $end)
            $running = 1..3 | ForEach-Object { Start-ThreadJob { & $using:PSHOME/pwsh -NoProfile -NonInteractive -Command $using:text; $LASTEXITCODE } }
            for ($i = 0; $i -lt $commits.Count; $i += 200) {
                $commits[$i..($i + 199)] | Export-AiCodeCsv "$folder/a.csv" -Append
            }

            $running | Receive-Job -Wait -AutoRemoveJob | Should -Be 0, 0, 0
            Compare-Records (Import-Csv -LiteralPath "$folder/a.csv" | ConvertTo-Fingerprint -Kind Commit -As Csv) $apiRecords
            Get-ChildItem -LiteralPath $folder -Force | ForEach-Object Name | Should -Be 'a.csv'
        }
    }

    Context 'When stopped' -Tag 'Fault_19' {
        It 'ends immediately: <Name>' -ForEach @(
            @{ Name = 'no response, Get-AiCommit'; Fault = 'no-headers'; Script = 'Get-AiCommit 25d' }
            @{ Name = 'no response, Export-AiCodeCsv'; Fault = 'no-headers'; Script = 'Export-AiCodeCsv $path 25d -Kind Change' }
            @{ Name = 'no response, Test-AiCodeConnection'; Fault = 'no-headers'; Script = 'Test-AiCodeConnection' }
            @{ Name = 'a stalled body, pages'; Fault = 'stall:10k@commits'; Script = 'Get-AiCommit 25d' }
            @{ Name = 'a stalled body, CSV stream'; Fault = 'stall:100k@commits.csv'; Script = 'Get-AiCommit 25d -Transport Csv' }
            @{ Name = 'a stalled body, CSV file'; Fault = 'stall:100k@commits.csv'; Script = 'Export-AiCodeCsv $path 25d -Kind Commit' }
            @{ Name = 'a body that trickles'; Fault = 'drip'; Script = 'Get-AiCodeChange 25d' }
            @{ Name = 'a delay after status 429'; Fault = 'retry-after:60'; Script = 'Get-AiCommit 25d' }
            @{ Name = 'a delay before a retry'; Fault = 'status:503'; Script = 'Get-AiCommit 25d' }
        ) {
            $server = Start-Emulator -Option '--developers', '6', '--commits', '800', '--changes', '800', '--days', '20', '--fault', $Fault
            $folder = New-TestFolder
            $call = Start-Call "$Script -RequestsPerMinute 10000 -BaseUri $($server.Uri) -Verbose" @{ path = "$folder/a.csv" }
            try {
                $null = Wait-Until { $call.Shell.Streams.Verbose.Count -ge 2 -or $call.Output.Count -gt 0 } 1
                Start-Sleep -Milliseconds 200
                $call.Handle.IsCompleted | Should -BeFalse
                (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
                $call.Shell.Streams.Error | Should -BeNullOrEmpty
                Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
            } finally {
                $call.Shell.Dispose()
                Stop-Emulator $server
            }
        }

        It 'reports that it waits for another append, and ends immediately' {
            $commit = Get-AiCommit 15d -First 1 -RequestsPerMinute 10000
            $path = Join-Path (New-TestFolder) 'a.csv'
            $other = { Export-AiCodeCsv $path -Append }.GetSteppablePipeline()
            $other.Begin($true)
            $other.Process($commit)
            $call = Start-Call '$commit | Export-AiCodeCsv $path -Append -Verbose' @{ commit = $commit; path = $path }
            try {
                Wait-Until { $call.Shell.Streams.Verbose | Where-Object Message -Like 'Waiting*another process*' } | Should -BeTrue
                $call.Handle.IsCompleted | Should -BeFalse
                (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
            } finally {
                $call.Shell.Dispose()
                $other.End()
            }

            Import-Csv $path | Should -HaveCount 1
        }

        It 'ends immediately while it waits for the rate limiter' {
            $limited = Start-Emulator -Option '--commits', '50', '--days', '10'
            @(Get-AiCommit 15d -BaseUri $limited.Uri -RequestsPerMinute 1) | Should -HaveCount 50
            $call = Start-Call "Get-AiCommit 15d -BaseUri $($limited.Uri) -RequestsPerMinute 1 -Verbose"
            try {
                Wait-Until { $call.Shell.Streams.Verbose | Where-Object Message -Like 'Waiting*' } | Should -BeTrue
                Start-Sleep -Milliseconds 300
                $call.Handle.IsCompleted | Should -BeFalse
                $call.Output.Count | Should -Be 0
                (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
            } finally {
                $call.Shell.Dispose()
                Stop-Emulator $limited
            }
        }

        It 'continues to work in the same runspace' {
            $stalling = Start-Emulator -Option '--commits', '50', '--days', '10', '--fault', 'no-headers:1'
            $call = Start-Call "Get-AiCommit 15d -BaseUri $($stalling.Uri) -RequestsPerMinute 10000"
            Start-Sleep -Milliseconds 700
            $null = Stop-Call $call
            $call.Shell.Commands.Clear()
            $null = $call.Shell.AddScript("@(Get-AiCommit 15d -BaseUri $($stalling.Uri) -RequestsPerMinute 10000).Count")
            $call.Shell.Invoke() | Should -Be 50
            $call.Shell.Dispose()
            Stop-Emulator $stalling
        }
    }
}
