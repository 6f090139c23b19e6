#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $errorType = 'Cursor.AiCode.Commands.ExportAiCodeCsvCommand'
    $api = Start-Emulator -Option '--developers', '12', '--commits', '650', '--changes', '650', '--days', '50', '--max-range-days', '30', '--privacy', '0.3' -Use
    $end = [datetimeoffset]::UtcNow
    $start = $end.AddDays(-55)
    $range = @{ StartDate = $start; EndDate = $end; RequestsPerMinute = 10000 }
    $unreachable = @{ BaseUri = 'http://127.0.0.1:1'; RequestsPerMinute = 10000 }
    $null = $errorType, $range, $unreachable

    $apiRecords = @{}
    foreach ($kind in 'Commit', 'Change') {
        $apiRecords[$kind] = @(Get-ApiRecord $api $kind $start $end | ConvertTo-Fingerprint -Kind $kind -As Json -NullIsEmpty)
    }

    function Get-Row([string] $Path, [string] $Kind) {
        Import-Csv -LiteralPath $Path | ConvertTo-Fingerprint -Kind $Kind -As Csv
    }

    function Get-FolderList {
        Get-ChildItem -LiteralPath $folder -Force -Recurse | ForEach-Object Name | Sort-Object
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Export-AiCodeCsv' {
    BeforeEach {
        $folder = New-TestFolder
        $path = Join-Path $folder 'records.csv'
        $null = $path
    }

    AfterEach {
        Get-ChildItem -LiteralPath $folder -File -Force | ForEach-Object { $_.IsReadOnly = $false }
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    Context 'From the API' {
        It 'writes the records of the API, equal in each field: <Kind>, <Transport>' -ForEach @(
            foreach ($kind in 'Commit', 'Change') {
                foreach ($transport in 'Auto', 'Json', 'Csv') {
                    @{ Kind = $kind; Transport = $transport }
                }
            }
        ) {
            Export-AiCodeCsv -Path $path -Kind $Kind @range -Transport $Transport | Should -BeNullOrEmpty
            Compare-Records (Get-Row $path $Kind) $apiRecords[$Kind]
            Get-FolderList | Should -Be 'records.csv'
        }

        It 'writes the columns of the API in the same order: <Kind>' -ForEach @(
            @{ Kind = 'Commit'; Columns = 'commit_hash,user_id,user_email,repo_name,branch_name,is_primary_branch,commit_source,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,non_ai_lines_added,non_ai_lines_deleted,message,commit_ts,created_at' }
            @{ Kind = 'Change'; Columns = 'change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json' }
        ) {
            Export-AiCodeCsv -Path $path -Kind $Kind -StartDate 3d -EndDate now -RequestsPerMinute 10000
            Get-Content -LiteralPath $path -TotalCount 1 | Should -BeExactly $Columns
        }

        It 'writes the bytes of the API unchanged: <Kind>' -ForEach @(
            @{ Kind = 'Commit'; Endpoint = 'commits.csv' }
            @{ Kind = 'Change'; Endpoint = 'changes.csv' }
        ) {
            $since = $end.AddDays(-20)
            Export-AiCodeCsv -Path $path -Kind $Kind -StartDate $since -EndDate $end -RequestsPerMinute 10000
            $expected = Get-ApiResponse $api $Endpoint @{ startDate = $since; endDate = $end }
            [IO.File]::ReadAllText($path) | Should -BeExactly $expected
        }

        It 'writes the response of the API unchanged in another column order: <_>' -ForEach 'newer-sample', 'older' {
            $other = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--shape', $_, '--newline', 'crlf'
            try {
                $expected = Get-ApiRecord $other Commit $end.AddDays(-25) $end | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty
                Export-AiCodeCsv -Path $path -Kind Commit -StartDate $end.AddDays(-25) -EndDate $end -BaseUri $other.Uri
                Compare-Records (Get-Row $path Commit) $expected
                $response = Get-ApiResponse $other commits.csv @{ startDate = $end.AddDays(-25); endDate = $end }
                [IO.File]::ReadAllText($path) | Should -BeExactly $response
            } finally {
                Stop-Emulator $other
            }
        }

        It 'keeps unknown columns, and accepts any column order' {
            $other = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'new-column', '--fault', 'shuffled-columns'
            try {
                $expected = Get-ApiRecord $other Commit $end.AddDays(-25) $end | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty
                Export-AiCodeCsv -Path $path -Kind Commit -StartDate $end.AddDays(-25) -EndDate $end -BaseUri $other.Uri
                Compare-Records (Get-Row $path Commit) $expected
                $columns = (Get-Content -LiteralPath $path -TotalCount 1) -split ','
                Get-FieldName Commit Csv | Should -BeIn $columns
                $columns.Count | Should -BeGreaterThan 18
            } finally {
                Stop-Emulator $other
            }
        }

        It 'writes times in UTC with milliseconds for every time format of the API: <_>' -ForEach 'times-with-offset', 'times-without-z', 'epoch-times' {
            $other = Start-Emulator -Option '--developers', '5', '--commits', '100', '--days', '20', '--seed', '7', '--now', '2025-07-30T00:00:00Z', '--fault', "$_@commits.csv"
            try {
                $until = [datetimeoffset]'2025-07-30T00:00:00Z'
                $expected = Get-ApiRecord $other Commit $until.AddDays(-25) $until | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty
                Export-AiCodeCsv -Path $path -Kind Commit -StartDate $until.AddDays(-25) -EndDate $until -BaseUri $other.Uri -Transport Csv
                Compare-Records (Get-Row $path Commit) $expected
                Import-Csv -LiteralPath $path | ForEach-Object created_at | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$'
            } finally {
                Stop-Emulator $other
            }
        }

        It 'writes only the records of the given users' {
            $people = @($apiRecords.Commit | ForEach-Object { ($_ -split "`u{1f}")[2] } | Select-Object -Unique -First 2)
            Export-AiCodeCsv -Path $path -Kind Commit @range -User $people
            Compare-Records (Get-Row $path Commit) ($apiRecords.Commit | Where-Object { ($_ -split "`u{1f}")[2] -in $people })
        }

        It 'accepts the dates by position' {
            $result = Export-AiCodeCsv $path 3d 1d -Kind Commit -PassThru -RequestsPerMinute 10000
            ($result.EndDate - $result.StartDate).TotalDays | Should -Be 2
        }

        It 'writes a header if there are no records' {
            $result = Export-AiCodeCsv -Path $path -Kind Change -StartDate now -EndDate now -PassThru -RequestsPerMinute 10000
            $result.RecordCount | Should -Be 0
            Get-Content -LiteralPath $path | Should -HaveCount 1
        }

        It 'rejects invalid dates, users, numbers and kinds before any request: <Id>' -ForEach @(
            @{ Arguments = @{ Kind = 'Commit'; StartDate = 'yesterday' }; Id = 'ParameterArgumentTransformationError' }
            @{ Arguments = @{ Kind = 'Commit'; EndDate = '30.7.' }; Id = 'ParameterArgumentTransformationError' }
            @{ Arguments = @{ Kind = 'Commit'; StartDate = 'now'; EndDate = '7d' }; Id = 'StartAfterEnd' }
            @{ Arguments = @{ Kind = 'Commit'; StartDate = '1448-05-01' }; Id = 'StartTooEarly' }
            @{ Arguments = @{ Kind = 'Commit'; EndDate = '2569-11-28'; Append = $true }; Id = 'RangeTooLong' }
            @{ Arguments = @{ Kind = 'Commit'; User = 'bob' }; Id = 'ParameterArgumentValidationError' }
            @{ Arguments = @{ Kind = 'Commit'; PageSize = 1001 }; Id = 'ParameterArgumentValidationError' }
            @{ Arguments = @{ Kind = 'Commit'; RequestsPerMinute = 0 }; Id = 'ParameterArgumentValidationError' }
            @{ Arguments = @{ Kind = 'Commit'; Encoding = 'ascii' }; Id = 'ParameterArgumentValidationError' }
            @{ Arguments = @{ Kind = 'Tab' }; Id = 'CannotConvertArgumentNoMessage' }
            @{ Arguments = @{ Kind = 'Commit'; LiteralPath = 'x.csv' }; Id = 'AmbiguousParameterSet' }
        ) {
            $failure = Get-Failure { Export-AiCodeCsv -Path $path -BaseUri 'http://127.0.0.1:1' @Arguments }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
            $failure.Exception | Should -BeOfType [System.Management.Automation.ParameterBindingException]
            Get-FolderList | Should -BeNullOrEmpty
        }

        It 'requires -Kind or input' {
            $result = Get-ChildResult -Script @"
Import-Module `$module
`$id = try { Export-AiCodeCsv -Path '$path' } catch { `$_.FullyQualifiedErrorId }
ConvertTo-Json "`$id"
"@
            $result | Should -Be "MissingMandatoryParameter,$errorType"
        }
    }

    Context '-PassThru' {
        It 'returns what was written' {
            $result = Export-AiCodeCsv -Path $path -Kind Commit @range -PassThru
            $result.GetType().FullName | Should -Be 'Cursor.AiCode.AiCodeExport'
            $result.psobject.Properties.Name | Should -Be 'Path', 'Kind', 'RecordCount', 'TotalRecordCount', 'Length', 'Sha256', 'StartDate', 'EndDate', 'RequestCount', 'Duration'
            $result.Path | Should -Be $path
            "$($result.Kind)" | Should -Be 'Commit'
            $result.RecordCount | Should -Be $apiRecords.Commit.Count
            $result.TotalRecordCount | Should -Be $apiRecords.Commit.Count
            $result.Length | Should -Be (Get-Item -LiteralPath $path).Length
            $result.Sha256 | Should -Be (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash
            $result.StartDate.Kind | Should -Be 'Local'
            [math]::Abs(($result.StartDate.ToUniversalTime() - $start.UtcDateTime).TotalMilliseconds) | Should -BeLessThan 1
            [math]::Abs(($result.EndDate.ToUniversalTime() - $end.UtcDateTime).TotalMilliseconds) | Should -BeLessThan 1
            $result.RequestCount | Should -Be 4 -Because 'there are two windows, each with a request for the count and one for the CSV stream'
            $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
            (Get-Command Export-AiCodeCsv).OutputType.Name | Should -Be 'Cursor.AiCode.AiCodeExport'
        }

        It 'counts the requests that -Verbose writes' {
            $count = @(Get-RequestLine { Export-AiCodeCsv -Path $path -Kind Commit @range }).Count
            (Export-AiCodeCsv -Path $path -Kind Commit @range -PassThru).RequestCount | Should -Be $count
        }

        It 'returns what was written from the pipeline' {
            $result = Get-AiCodeChange $start $end | Export-AiCodeCsv -Path $path -PassThru
            "$($result.Kind)" | Should -Be 'Change'
            $result.RecordCount | Should -Be $apiRecords.Change.Count
            $result.Sha256 | Should -Be (Get-FileHash -LiteralPath $path).Hash
            $result.Length | Should -Be (Get-Item -LiteralPath $path).Length
            $result.StartDate | Should -BeNullOrEmpty
        }

        It 'is formatted as a list by default' {
            $text = Export-AiCodeCsv -Path $path -Kind Commit -RequestsPerMinute 10000 -PassThru | Out-String -Width 200
            foreach ($name in 'Path', 'Sha256', 'RequestCount', 'Duration') {
                $text | Should -Match "(?m)^$name\s+:"
            }
        }
    }

    Context 'From the pipeline' {
        It 'writes the same records as from the API: <Kind>' -ForEach @(
            @{ Kind = 'Commit'; Command = 'Get-AiCommit' }
            @{ Kind = 'Change'; Command = 'Get-AiCodeChange' }
        ) {
            & $Command $start $end | Export-AiCodeCsv -Path $path
            Compare-Records (Get-Row $path $Kind) $apiRecords[$Kind]
            $direct = Join-Path $folder 'direct.csv'
            Export-AiCodeCsv -Path $direct -Kind $Kind @range
            $left = Import-Csv -LiteralPath $path
            $right = Import-Csv -LiteralPath $direct
            $left[0].psobject.Properties.Name | Should -Be $right[0].psobject.Properties.Name
            for ($i = 0; $i -lt $right.Count; $i++) {
                foreach ($name in $right[$i].psobject.Properties.Name) {
                    if ($name -eq 'metadata_json') {
                        $same = ($left[$i].$name | ConvertFrom-Json | ConvertTo-Json -Compress) -ceq ($right[$i].$name | ConvertFrom-Json | ConvertTo-Json -Compress)
                    } else {
                        $same = $left[$i].$name -ceq $right[$i].$name
                    }

                    if (-not $same) {
                        throw "Record $i differs in ${name}: '$($left[$i].$name)', '$($right[$i].$name)'"
                    }
                }
            }
        }

        It 'accepts records with -InputObject' {
            $commit = Get-AiCommit -First 1
            Export-AiCodeCsv -Path $path -InputObject $commit
            @(Import-Csv -LiteralPath $path) | Should -HaveCount 1
        }

        It 'accepts the output of Where-Object and Sort-Object' {
            Get-AiCommit $start $end | Where-Object { $_.AiPercent -gt 50 } | Sort-Object -Property CreatedAt | Export-AiCodeCsv -Path $path
            $rows = @(Import-Csv -LiteralPath $path)
            $rows.Count | Should -BeGreaterThan 0
            $rows.created_at | Should -Be @($rows.created_at | Sort-Object)
        }

        It 'rejects <Name>, and keeps the existing file' -ForEach @(
            @{ Name = 'a string'; Value = { 'text' }; Id = 'NotARecord' }
            @{ Name = 'a number'; Value = { 42 }; Id = 'NotARecord' }
            @{ Name = 'null'; Value = { , $null }; Id = 'NotARecord' }
            @{ Name = 'a custom object'; Value = { [pscustomobject]@{ CommitHash = 'a' } }; Id = 'NotARecord' }
            @{ Name = 'rows of -ExpandFile'; Value = { Get-AiCodeChange -ExpandFile -First 1 }; Id = 'NotARecord' }
            @{ Name = 'selected properties'; Value = { Get-AiCommit -First 1 | Select-Object -Property CommitHash, Message }; Id = 'NotARecord' }
            @{ Name = 'changes after commits'; Value = { Get-AiCommit -First 3; Get-AiCodeChange -First 1 }; Id = 'MixedRecords' }
            @{ Name = 'commits after changes'; Value = { Get-AiCodeChange -First 3; Get-AiCommit -First 1 }; Id = 'MixedRecords' }
        ) {
            Set-Content -LiteralPath $path -Value 'old'
            $failure = Get-Failure { & $Value | Export-AiCodeCsv -Path $path }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidType'
            Get-Content -LiteralPath $path | Should -Be 'old'
            Get-FolderList | Should -Be 'records.csv'
        }

        It 'writes an empty file for an empty pipeline, as Export-Csv does' {
            $result = @() | Export-AiCodeCsv -Path $path -PassThru
            (Get-Item -LiteralPath $path).Length | Should -Be 0
            $result.RecordCount | Should -Be 0
            $result.Kind | Should -BeNullOrEmpty
            $result.Path | Should -Be $path
            Import-Csv -LiteralPath $path | Should -BeNullOrEmpty
        }

        It 'rejects -Kind with pipeline input, before any request' {
            Set-Content -LiteralPath $path -Value 'old'
            $commits = Get-AiCommit -First 3
            foreach ($arguments in @{ Path = $path }, @{ LiteralPath = $path }) {
                $failure = Get-Failure { $commits | Export-AiCodeCsv @arguments -Kind Commit @unreachable }
                $failure.FullyQualifiedErrorId | Should -Be "KindWithInput,$errorType"
                $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            }

            Get-Content -LiteralPath $path | Should -Be 'old'
            $null = 1 | ForEach-Object { Export-AiCodeCsv -Path $path -Kind Commit @range }
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'Trial P3: keeps the existing file if an earlier command wrote an error: <Name>' -ForEach @(
            @{ Name = 'without other output'; Call = { & { Write-Error 'x' } | Export-AiCodeCsv @to } }
            @{ Name = 'in a begin block'; Call = { $commits | Write-BeginError | Export-AiCodeCsv @to } }
            @{ Name = 'inside ForEach-Object'; Call = { $commits | ForEach-Object { Write-Error 'x'; $_ } | Export-AiCodeCsv @to } }
            @{ Name = 'hidden by SilentlyContinue'; Call = { & { Get-Item '/not there' -ErrorAction SilentlyContinue; $commits } | Export-AiCodeCsv @to } }
            @{ Name = 'for an invalid user'; Call = { 'bob', $commits[0].UserEmail | Get-AiCommit | Export-AiCodeCsv @to } }
            @{ Name = 'by throw in another runspace'; Call = { 1..2 | ForEach-Object -Parallel { throw 'x' } | Export-AiCodeCsv @to } }
            @{ Name = 'by throw in a thread job'; Call = { Start-ThreadJob { throw 'x' } | Receive-Job -Wait -AutoRemoveJob | Export-AiCodeCsv @to } }
            @{ Name = 'after 300 others'; Call = { 1..300 | ForEach-Object { Write-Error $_ }; & { Write-Error 'x' } | Export-AiCodeCsv @to } }
        ) {
            function Write-BeginError { begin { Write-Error 'x' } process { $_ } }
            $commits = Get-AiCommit -First 5
            foreach ($to in @{ Path = $path }, @{ LiteralPath = $path }, @{ Path = $path; Append = $true }) {
                Set-Content -LiteralPath $path -Value 'old'
                $failure = Get-Failure { & $Call 2>$null }
                $failure.FullyQualifiedErrorId | Should -BeIn "UpstreamError,$errorType", "InvalidFile,$errorType"
                $failure.CategoryInfo.Category | Should -BeIn 'InvalidResult', 'InvalidData'
                Get-Content -LiteralPath $path | Should -Be 'old'
                Get-FolderList | Should -Be 'records.csv'
            }
        }

        It 'Trial P5: is NotARecord for <Name>' -ForEach @(
            @{ Name = 'the serial number of a day'; Property = 'CreatedAt'; Value = [double]46354 }
            @{ Name = 'a time without a zone'; Property = 'CreatedAt'; Value = '2026-11-28 22:29:13' }
            @{ Name = 'a day'; Property = 'CommitTs'; Value = '2026-11-28' }
            @{ Name = 'a hash in scientific notation'; Property = 'CommitHash'; Value = '7.49356E+17' }
            @{ Name = 'two user addresses'; Property = 'user_email'; Value = 'anonymous@example.com' }
        ) {
            $row = Get-AiCommit -First 1 | Select-Object -Property *
            $row | Add-Member -NotePropertyName $Property -NotePropertyValue $Value -Force
            Set-Content -LiteralPath $path -Value 'old'
            $failure = Get-Failure { $row | Export-AiCodeCsv $path }
            $failure.FullyQualifiedErrorId | Should -Be "NotARecord,$errorType"
            $failure.Exception.Message | Should -Match $Property
            Get-Content -LiteralPath $path | Should -Be 'old'
        }

        It 'Trial P5: keeps the time in the hour after the end of daylight saving time' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
            $line = Get-ChildResult -Environment @{ TZ = 'Europe/Berlin'; CURSOR_API_BASEURI = $env:CURSOR_API_BASEURI; CURSOR_API_KEY = $env:CURSOR_API_KEY } -Script @'
Import-Module $module
Set-Location (New-Item -ItemType Directory -Path ([guid]::NewGuid()))
Get-AiCommit -First 1 | Export-AiCodeCsv one.csv
$row = Import-Csv one.csv
$row.created_at = '2025-10-26T00:30:00.000Z'
$row | Export-AiCodeCsv one.csv
Import-AiCodeCsv one.csv | Select-Object * | Export-AiCodeCsv two.csv
Import-Csv two.csv | ConvertTo-Json -Compress
'@
            ([datetime]$line.created_at).ToUniversalTime().ToString('s') | Should -Be '2025-10-26T00:30:00'
        }

        It 'Trial P3: writes the file after other errors: <Name>' -ForEach @(
            @{ Name = 'an earlier statement'; Call = { Write-Error 'x'; $commits | Export-AiCodeCsv -Path $path } }
            @{ Name = 'an ignored error'; Call = { $commits | ForEach-Object { Get-Item '/not there' -ErrorAction Ignore; $_ } | Export-AiCodeCsv -Path $path } }
            @{ Name = 'a caught exception'; Call = { $commits | ForEach-Object { try { throw 'x' } catch { $null = $_ }; $_ } | Export-AiCodeCsv -Path $path } }
            @{ Name = 'a blank line in a roster'; Call = { '', $commits[0].UserEmail | Get-AiCommit | Export-AiCodeCsv -Path $path } }
            @{ Name = 'a later command'; Call = { $commits | Export-AiCodeCsv -Path $path -PassThru | ForEach-Object { Write-Error 'x' } } }
        ) {
            $commits = Get-AiCommit -First 5
            $null = & $Call 2>$null
            @(Import-Csv -LiteralPath $path).Count | Should -BeGreaterThan 0
        }

        It 'Trial P4: uses the parameter set for pipeline input despite $PSDefaultParameterValues: <Name>' -ForEach @(
            @{ Name = 'ApiKey'; Value = [securestring]::new() }
            @{ Name = 'BaseUri'; Value = 'http://127.0.0.1:9' }
            @{ Name = 'SecretName'; Value = 'Any' }
            @{ Name = 'Vault'; Value = 'Any' }
            @{ Name = 'User'; Value = 'ann@company.com' }
            @{ Name = 'StartDate'; Value = '30d' }
            @{ Name = 'EndDate'; Value = 'now' }
            @{ Name = 'RequestsPerMinute'; Value = 10000 }
            @{ Name = 'Transport'; Value = 'Json' }
            @{ Name = 'PageSize'; Value = 100 }
        ) {
            $commits = Get-AiCommit -First 5
            $global:PSDefaultParameterValues["*-AiCo*:$Name"] = $Value
            try {
                foreach ($to in @{ Path = $path }, @{ LiteralPath = $path }) {
                    $commits | Export-AiCodeCsv @to -WarningVariable warnings -WarningAction SilentlyContinue
                    $warnings | Should -BeNullOrEmpty
                    @(Import-Csv -LiteralPath $path) | Should -HaveCount 5
                }
            } finally {
                $global:PSDefaultParameterValues.Remove("*-AiCo*:$Name")
            }
        }

        It 'Trial P5: accepts <Kind> records from <Source>, equal in each field' -ForEach @(
            foreach ($kind in 'Commit', 'Change') {
                @{ Kind = $kind; Source = 'Import-Clixml'; Call = { $records | Export-Clixml -LiteralPath "$folder/records.xml"; Import-Clixml -LiteralPath "$folder/records.xml" } }
                @{ Kind = $kind; Source = 'Import-Csv'; Call = { $records | Export-AiCodeCsv -Path "$folder/rows.csv"; Import-Csv -LiteralPath "$folder/rows.csv" } }
                @{ Kind = $kind; Source = 'ConvertFrom-Json'; Call = { $records | ConvertTo-Json -Depth 4 | ConvertFrom-Json } }
                @{ Kind = $kind; Source = 'Select-Object'; Call = { $records | Select-Object -Property * } }
                @{ Kind = $kind; Source = 'Start-Job'; Call = { Start-Job { Import-Module $using:module; & $using:command $using:from $using:to -RequestsPerMinute 10000 } | Receive-Job -Wait } }
            }
        ) {
            $command = $Kind -eq 'Commit' ? 'Get-AiCommit' : 'Get-AiCodeChange'
            $module = Get-TestedModulePath
            $records = & $command $start $end
            $from, $to = $start.ToString('o'), $end.ToString('o')
            $null = $module, $records, $from, $to
            & $Call | Export-AiCodeCsv -Path $path
            Compare-Records (Get-Row $path $Kind) $apiRecords[$Kind]
        }

        It 'Trial P5: rejects a record without the lines of its files, and suggests -Depth' {
            $truncated = Get-AiCodeChange $start $end | Where-Object FileCount -GT 0 | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue | ConvertFrom-Json
            $failure = Get-Failure { $truncated | Export-AiCodeCsv -Path $path }
            $failure.FullyQualifiedErrorId | Should -Be "NotARecord,$errorType"
            $failure.Exception.Message | Should -Match 'Depth'
        }

        It 'Trial F13: writes properties that Add-Member replaced' {
            $commits = Get-AiCommit -First 3 | Add-Member -NotePropertyName UserEmail -NotePropertyValue 'anonymous' -Force -PassThru |
                Add-Member -NotePropertyName Team -NotePropertyValue 'X' -PassThru
            $lines = Get-VerboseLine { $commits | Export-AiCodeCsv -Path $path }
            $rows = @(Import-Csv -LiteralPath $path)
            $rows.user_email | Should -Be 'anonymous', 'anonymous', 'anonymous'
            $rows.commit_hash | Should -Be $commits.CommitHash
            @($lines -match '\bTeam\b') | Should -HaveCount 1
            Get-AiCodeChange -First 1 | Add-Member -MemberType ScriptProperty -Name Model -Value { 'm' } -Force -PassThru | Export-AiCodeCsv -Path $path
            (Import-Csv -LiteralPath $path).model | Should -Be 'm'
        }

        It 'keeps the existing file if the previous command fails' {
            Set-Content -LiteralPath $path -Value 'old'
            $broken = Start-Emulator -Option '--developers', '5', '--commits', '600', '--days', '20', '--fault', 'null-item:9+1@commits'
            $failure = Get-Failure { Get-AiCommit 25d -BaseUri $broken.Uri -Transport Json -PageSize 200 | Export-AiCodeCsv -Path $path }
            $failure.FullyQualifiedErrorId | Should -Be 'InvalidData,Cursor.AiCode.Commands.GetAiCommitCommand'
            Get-Content -LiteralPath $path | Should -Be 'old'
            Get-FolderList | Should -Be 'records.csv'
            Stop-Emulator $broken
        }
    }

    Context '-Append' {
        It 'adds nothing in a second run: <Kind>' -ForEach @(@{ Kind = 'Commit' }, @{ Kind = 'Change' }) {
            $first = Export-AiCodeCsv -Path $path -Kind $Kind @range -Append -PassThru
            $first.RecordCount | Should -Be $apiRecords[$Kind].Count
            $hash = (Get-FileHash -LiteralPath $path).Hash
            $second = Export-AiCodeCsv -Path $path -Kind $Kind @range -Append -PassThru
            $second.RecordCount | Should -Be 0
            $second.TotalRecordCount | Should -Be $apiRecords[$Kind].Count
            $second.Sha256 | Should -Be $hash
            (Get-FileHash -LiteralPath $path).Hash | Should -Be $hash
            $newest = @(Import-Csv -LiteralPath $path | ForEach-Object created_at | Sort-Object)[-1]
            ConvertTo-ApiTime $second.StartDate | Should -Be (ConvertTo-ApiTime ([datetimeoffset]$newest).AddDays(-1))
        }

        It 'adds missing records, and keeps the rest unchanged' {
            $middle = $end.AddDays(-12)
            Export-AiCodeCsv -Path $path -Kind Commit -StartDate $start -EndDate $middle -RequestsPerMinute 10000
            $old = [IO.File]::ReadAllText($path)
            $result = Export-AiCodeCsv -Path $path -Kind Commit -Append -EndDate $end -RequestsPerMinute 10000 -PassThru
            $result.RecordCount | Should -BeGreaterThan 0
            $result.TotalRecordCount | Should -Be $apiRecords.Commit.Count
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
            [IO.File]::ReadAllText($path).StartsWith($old, [StringComparison]::Ordinal) | Should -BeTrue
            Get-FolderList | Should -Be 'records.csv'
        }

        It 'adds records that arrive between two runs' {
            $growing = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '5', '--arriving', '3000'
            try {
                $arguments = @{ Path = $path; Kind = 'Commit'; Append = $true; BaseUri = $growing.Uri; RequestsPerMinute = 10000; PassThru = $true }
                $first = Export-AiCodeCsv @arguments -StartDate 10d
                Start-Sleep -Milliseconds 500
                $second = Export-AiCodeCsv @arguments -StartDate 10d
                $second.RecordCount | Should -BeGreaterThan 0
                $second.TotalRecordCount | Should -Be ($first.RecordCount + $second.RecordCount)
                $expected = Get-ApiRecord $growing Commit $first.StartDate $second.EndDate | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty
                Compare-Records (Get-Row $path Commit) $expected
            } finally {
                Stop-Emulator $growing
            }
        }

        It 'adds missing records from the pipeline' {
            $commits = @(Get-AiCommit $start $end)
            $commits | Select-Object -First 500 | Export-AiCodeCsv -Path $path -Append
            $result = $commits | Export-AiCodeCsv -Path $path -Append -PassThru
            $result.RecordCount | Should -Be ($commits.Count - 500)
            $result.TotalRecordCount | Should -Be $commits.Count
            ($commits | Export-AiCodeCsv -Path $path -Append -PassThru).RecordCount | Should -Be 0
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'adds records from the API to a file from the pipeline, and vice versa' {
            Get-AiCommit $start $end.AddDays(-10) | Export-AiCodeCsv -Path $path
            Export-AiCodeCsv -Path $path -Kind Commit -EndDate $end -Append -RequestsPerMinute 10000
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
            (Get-AiCommit $start $end | Export-AiCodeCsv -Path $path -Append -PassThru).RecordCount | Should -Be 0
        }

        It 'adds nothing for an empty pipeline' {
            Get-AiCommit -First 3 | Export-AiCodeCsv -Path $path
            $hash = (Get-FileHash -LiteralPath $path).Hash
            $result = @() | Export-AiCodeCsv -Path $path -Append -PassThru
            $result.RecordCount | Should -Be 0
            (Get-FileHash -LiteralPath $path).Hash | Should -Be $hash
        }

        It 'accepts an empty file' {
            $null = New-Item -ItemType File -Path $path
            Export-AiCodeCsv -Path $path -Kind Commit @range -Append
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'recognizes records that -EscapeFormula changed' {
            Export-AiCodeCsv -Path $path -Kind Commit @range -Append -EscapeFormula
            (Export-AiCodeCsv -Path $path -Kind Commit @range -Append -EscapeFormula -PassThru).RecordCount | Should -Be 0
        }

        It 'rejects a file with other columns before any request: <Name>' -ForEach @(
            @{ Name = 'of another program'; Text = "name,value`na,1`n" }
            @{ Name = 'of changes'; Text = "change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json`n" }
            @{ Name = 'in another order'; Text = "user_id,commit_hash`n1,2`n" }
            @{ Name = 'not CSV'; Text = "<html></html>`n" }
            @{ Name = 'damaged'; Text = "commit_hash,user_id,user_email,repo_name,branch_name,is_primary_branch,commit_source,total_lines_added,total_lines_deleted,tab_lines_added,tab_lines_deleted,composer_lines_added,composer_lines_deleted,non_ai_lines_added,non_ai_lines_deleted,message,commit_ts,created_at`nabc,1`n" }
        ) {
            [IO.File]::WriteAllText($path, $Text)
            $failure = Get-Failure { Export-AiCodeCsv -Path $path -Kind Commit -Append @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidFile,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
            $failure = Get-Failure { Get-AiCommit -First 1 | Export-AiCodeCsv -Path $path -Append }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidFile,$errorType"
            [IO.File]::ReadAllText($path) | Should -BeExactly $Text
        }

        It 'keeps the BOM and the line breaks of the file' {
            Get-AiCommit $start $end.AddDays(-10) | Export-AiCodeCsv -Path $path -Encoding utf8BOM
            Export-AiCodeCsv -Path $path -Kind Commit -EndDate $end -Append -RequestsPerMinute 10000
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
            [IO.File]::ReadAllBytes($path)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        }
    }

    Context 'Paths' {
        It 'rejects wildcards in -Path before any request: <_>' -ForEach 'a*.csv', 'a?.csv', 'a[1].csv', 'a[x-z]b.csv' {
            $failure = Get-Failure { Export-AiCodeCsv -Path (Join-Path $folder 'x' | Split-Path | Join-Path -ChildPath $_) -Kind Commit @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "WildcardPath,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            Get-FolderList | Should -BeNullOrEmpty
        }

        It 'uses -LiteralPath literally: <_>' -ForEach 'a[1].csv', 'with space.csv', 'Größe 日本.csv', "it's.csv", 'a[.csv' {
            $literal = Join-Path $folder $_
            $result = Export-AiCodeCsv -LiteralPath $literal -Kind Commit -StartDate 1d -RequestsPerMinute 10000 -PassThru
            $result.Path | Should -Be $literal
            Get-AiCommit -First 2 | Export-AiCodeCsv -LP $literal
            @(Import-Csv -LiteralPath $literal) | Should -HaveCount 2
            Get-FolderList | Should -Be $_
        }

        It 'rejects a path that is not in the file system: <_>' -ForEach 'Env:\records.csv', 'Variable:\records', 'Function:\records.csv' {
            $outside = $_
            foreach ($arguments in @{ Path = $outside }, @{ LiteralPath = $outside }) {
                $failure = Get-Failure { Export-AiCodeCsv @arguments -Kind Commit @unreachable }
                $failure.FullyQualifiedErrorId | Should -Be "NotFileSystem,$errorType"
                $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            }
        }

        It 'rejects a drive that does not exist' {
            (Get-Failure { Export-AiCodeCsv -Path 'Nowhere:\records.csv' -Kind Commit @unreachable }).FullyQualifiedErrorId | Should -Be "DriveNotFound,$errorType"
        }

        It 'rejects a missing folder with its name, before any request' {
            $missing = Join-Path $folder 'not/there'
            $failure = Get-Failure { Export-AiCodeCsv -Path (Join-Path $missing 'records.csv') -Kind Commit @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "FolderNotFound,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $failure.Exception.Message | Should -BeLike "*$missing*"
            (Get-Failure { Get-AiCommit -First 1 | Export-AiCodeCsv -Path (Join-Path $missing 'records.csv') }).FullyQualifiedErrorId | Should -Be "FolderNotFound,$errorType"
        }

        It 'rejects a folder, before any request' {
            $failure = Get-Failure { Export-AiCodeCsv -Path $folder -Kind Commit @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "PathIsFolder,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }

        It 'resolves a path relative to the current location' {
            $currentDirectory = [Environment]::CurrentDirectory
            Push-Location -LiteralPath $folder
            try {
                Export-AiCodeCsv -Path 'here.csv' -Kind Commit -StartDate 1d -RequestsPerMinute 10000
                Get-AiCommit -First 1 | Export-AiCodeCsv -LiteralPath './there.csv'
                (Export-AiCodeCsv 'here.csv' -Kind Commit -StartDate 1d -RequestsPerMinute 10000 -PassThru).Path | Should -Be (Join-Path $folder 'here.csv')
            } finally {
                Pop-Location
            }

            Get-FolderList | Should -Be 'here.csv', 'there.csv'
            [Environment]::CurrentDirectory | Should -Be $currentDirectory
        }

        It 'accepts a path on a PSDrive of the file system' {
            $null = New-PSDrive -Name Reports -PSProvider FileSystem -Root $folder
            Export-AiCodeCsv -Path 'Reports:\records.csv' -Kind Commit -StartDate 1d -RequestsPerMinute 10000
            Export-AiCodeCsv -Path "Microsoft.PowerShell.Core\FileSystem::$folder/full.csv" -Kind Commit -StartDate 1d -RequestsPerMinute 10000
            Get-FolderList | Should -Be 'full.csv', 'records.csv'
        }

        It 'follows a symbolic link' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
            $target = Join-Path $folder 'target.csv'
            Set-Content -LiteralPath $target -Value 'old'
            $null = New-Item -ItemType SymbolicLink -Path $path -Target $target
            Export-AiCodeCsv -Path $path -Kind Commit @range
            (Get-Item -LiteralPath $path).LinkType | Should -Be 'SymbolicLink'
            Compare-Records (Get-Row $target Commit) $apiRecords.Commit
        }
    }

    Context 'Existing files' {
        It 'are replaced' {
            Set-Content -LiteralPath $path -Value ('old' * 1000)
            Export-AiCodeCsv -Path $path -Kind Commit @range
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'are kept with -<_>, before any request' -ForEach 'NoClobber', 'NoOverwrite' {
            Set-Content -LiteralPath $path -Value 'old'
            $switch = @{ $_ = $true }
            $failure = Get-Failure { Export-AiCodeCsv -Path $path -Kind Commit @switch @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "FileExists,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
            (Get-Failure { Get-AiCommit -First 1 | Export-AiCodeCsv -Path $path @switch }).FullyQualifiedErrorId | Should -Be "FileExists,$errorType"
            Get-Content -LiteralPath $path | Should -Be 'old'
        }

        It '-NoClobber writes a new file' {
            Export-AiCodeCsv -Path $path -Kind Commit @range -NoClobber
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'that are read-only are kept, before any request' {
            Set-Content -LiteralPath $path -Value 'old'
            (Get-Item -LiteralPath $path).IsReadOnly = $true
            foreach ($append in $false, $true) {
                $failure = Get-Failure { Export-AiCodeCsv -Path $path -Kind Commit -Append:$append @unreachable }
                $failure.FullyQualifiedErrorId | Should -Be "FileReadOnly,$errorType"
                $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
            }

            Get-Content -LiteralPath $path | Should -Be 'old'
        }

        It 'that are read-only are replaced with -Force' {
            Set-Content -LiteralPath $path -Value 'old'
            (Get-Item -LiteralPath $path).IsReadOnly = $true
            Export-AiCodeCsv -Path $path -Kind Commit @range -Force
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }
    }

    Context '-WhatIf and -Confirm' {
        It '-WhatIf sends no request and writes nothing' {
            $lines = Get-VerboseLine { Export-AiCodeCsv -Path $path -Kind Commit @unreachable -WhatIf 6> $null }
            $lines | Should -Not -Match 'GET '
            Get-AiCommit -First 1 | Export-AiCodeCsv -Path $path -WhatIf 6> $null
            Get-FolderList | Should -BeNullOrEmpty
        }

        It '-WhatIf keeps an existing file, and returns nothing with -PassThru' {
            Set-Content -LiteralPath $path -Value 'old'
            Export-AiCodeCsv -Path $path -Kind Commit @unreachable -WhatIf -PassThru | Should -BeNullOrEmpty
            Export-AiCodeCsv -Path $path -Kind Commit @unreachable -WhatIf -Append | Should -BeNullOrEmpty
            Get-Content -LiteralPath $path | Should -Be 'old'
        }

        It '-Confirm:$false writes without a prompt' {
            & {
                $ConfirmPreference = 'Low'
                Export-AiCodeCsv -Path $path -Kind Commit @range -Confirm:$false
            }
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'both are supported' {
            (Get-Command Export-AiCodeCsv).Parameters.Keys | Should -Contain 'WhatIf'
            (Get-Command Export-AiCodeCsv).Parameters.Keys | Should -Contain 'Confirm'
        }
    }

    Context '-EscapeFormula' {
        BeforeAll {
            $dangerous = '^[=+\-@\t\r]'

            # The positions of apostrophes: at the start, and where a spreadsheet with another list separator splits the text.
            $positions = '^(?=''*[=+\-@\t\r])|(?<=[;\t\n\r]["\x20]*)(?=''*[=+\-@])'
            $null = $dangerous, $positions
        }

        It 'is off by default, and texts stay unchanged' {
            @($apiRecords.Commit | Where-Object { ($_ -split "`u{1f}")[15] -match $dangerous }).Count | Should -BeGreaterThan 0 -Because 'the data contains such messages'
            Export-AiCodeCsv -Path $path -Kind Commit @range
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
        }

        It 'escapes formulas, from the API and from the pipeline' {
            Export-AiCodeCsv -Path $path -Kind Commit @range -EscapeFormula
            $rows = @(Import-Csv -LiteralPath $path)
            $rows | ForEach-Object { $_.psobject.Properties.Value } | Where-Object { $_ -match $dangerous } | Should -BeNullOrEmpty
            $expected = $apiRecords.Commit | ForEach-Object { ($_ -split "`u{1f}")[15] } |
                ForEach-Object { $_ -replace $positions, "'" }
            Compare-Records $rows.message $expected

            $second = Join-Path $folder 'second.csv'
            Get-AiCommit $start $end | Export-AiCodeCsv -Path $second -EscapeFormula
            Compare-Records (Get-Row $second Commit) (Get-Row $path Commit)
        }
    }

    Context '-Encoding' {
        It 'utf8 writes no BOM' {
            Export-AiCodeCsv -Path $path -Kind Commit @range -Encoding utf8
            [IO.File]::ReadAllBytes($path)[0] | Should -Be ([byte][char]'c')
        }

        It 'Trial P16: <Name> is the same encoding' -ForEach @(
            @{ Name = 'utf8NoBOM'; Value = 'utf8NoBOM'; Bom = $false }
            @{ Name = 'UTF8'; Value = 'UTF8'; Bom = $false }
            @{ Name = 'utf-8'; Value = 'utf-8'; Bom = $false }
            @{ Name = 'an Encoding'; Value = [Text.UTF8Encoding]::new($false); Bom = $false }
            @{ Name = 'an Encoding with a BOM'; Value = [Text.UTF8Encoding]::new($true); Bom = $true }
            @{ Name = 'a code page'; Value = 65001; Bom = $false }
        ) {
            Export-AiCodeCsv -Path $path -Kind Commit @range -Encoding $Value
            ([IO.File]::ReadAllBytes($path)[0] -eq 0xEF) | Should -Be $Bom
            $global:PSDefaultParameterValues['*:Encoding'] = $Value
            try {
                Get-AiCommit -First 3 | Export-AiCodeCsv -Path $path -WarningVariable warnings -WarningAction SilentlyContinue
            } finally {
                $global:PSDefaultParameterValues.Remove('*:Encoding')
            }

            $warnings | Should -BeNullOrEmpty
            ([IO.File]::ReadAllBytes($path)[0] -eq 0xEF) | Should -Be $Bom
        }

        It 'utf8BOM writes a BOM, from the API and from the pipeline' {
            Export-AiCodeCsv -Path $path -Kind Commit @range -Encoding utf8BOM
            [IO.File]::ReadAllBytes($path)[0..3] | Should -Be 0xEF, 0xBB, 0xBF, ([byte][char]'c')
            Compare-Records (Get-Row $path Commit) $apiRecords.Commit
            $result = Get-AiCommit -First 3 | Export-AiCodeCsv -Path $path -Encoding utf8BOM -PassThru
            [IO.File]::ReadAllBytes($path)[0..3] | Should -Be 0xEF, 0xBB, 0xBF, ([byte][char]'c')
            $result.Sha256 | Should -Be (Get-FileHash -LiteralPath $path).Hash
        }
    }

    Context 'A warning as an error' {
        It 'keeps the existing file: <Name>' -ForEach @(
            @{ Name = '-WarningAction Stop'; Script = { Export-AiCodeCsv -Path $path -Kind Commit @range -User nobody@company.com -WarningAction Stop } }
            @{ Name = '$WarningPreference'; Script = { $WarningPreference = 'Stop'; Export-AiCodeCsv -Path $path -Kind Commit @range -User nobody@company.com } }
            @{ Name = 'one of two users'; Script = { Export-AiCodeCsv -Path $path -Kind Change @range -User (Get-AiCodeChange -First 1).UserEmail, nobody@company.com -WarningAction Stop } }
            @{ Name = '$VerbosePreference'; Script = { $VerbosePreference = 'Stop'; Export-AiCodeCsv -Path $path -Kind Commit @range } }
            @{ Name = '$VerbosePreference, from the pipeline'; Script = { $commits = Get-AiCommit -First 3; $VerbosePreference = 'Stop'; $commits | Export-AiCodeCsv -Path $path } }
        ) {
            Set-Content -LiteralPath $path -Value 'old'
            foreach ($i in 1..3) {
                $failure = Get-Failure $Script
                $failure.FullyQualifiedErrorId | Should -Be "ActionPreferenceStop,$errorType"
                Get-Content -LiteralPath $path | Should -Be 'old'
                Get-FolderList | Should -Be 'records.csv'
            }
        }

        It 'keeps the existing file with -Append' -Tag 'Trial_F06' {
            Export-AiCodeCsv -Path $path -Kind Commit -StartDate $end.AddDays(-10) -EndDate $end.AddDays(-5) -RequestsPerMinute 10000
            $hash = (Get-FileHash -LiteralPath $path).Hash
            $failure = Get-Failure { Export-AiCodeCsv -Path $path -Kind Commit @range -Append -WarningAction Stop }
            $failure.FullyQualifiedErrorId | Should -Be "ActionPreferenceStop,$errorType"
            (Get-FileHash -LiteralPath $path).Hash | Should -Be $hash
            Get-FolderList | Should -Be 'records.csv'

            Export-AiCodeCsv -Path $path -Kind Commit @range -Append -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings.Count | Should -Be 1
            (Get-FileHash -LiteralPath $path).Hash | Should -Not -Be $hash
        }
    }

    Context 'Server faults' {
        It 'cause an error, keep the existing file and leave no temporary files' {
            # The cases run in parallel, because each retries several times after a delay.
            $cases = @(
                @{ Fault = 'stray-quote@commits.csv'; Transport = 'Csv'; Id = 'InvalidData' }
                @{ Fault = 'ragged-row@commits.csv'; Transport = 'Csv'; Id = 'InvalidData' }
                @{ Fault = 'text-number@commits.csv'; Transport = 'Csv'; Id = 'InvalidData' }
                @{ Fault = 'bad-utf8@commits.csv'; Transport = 'Csv'; Id = 'InvalidData' }
                @{ Fault = 'cut-records@commits.csv'; Transport = 'Csv'; Id = 'CountMismatch' }
                @{ Fault = 'cut-mid-body:20k@commits.csv'; Transport = 'Csv'; Id = 'IncompleteAnswer' }
                @{ Fault = 'reset-mid-body:20k@commits.csv'; Transport = 'Csv'; Id = 'IncompleteAnswer' }
                @{ Fault = 'html@commits.csv'; Transport = 'Csv'; Id = 'UnexpectedAnswer' }
                @{ Fault = 'status:500@commits.csv'; Transport = 'Csv'; Id = 'ServerError' }
                @{ Fault = 'gaps@commits'; Transport = 'Json'; Id = 'CountMismatch' }
            )
            $runs = foreach ($case in $cases) {
                $server = Start-Emulator -Option '--developers', '6', '--commits', '400', '--days', '20', '--fault', $case.Fault
                $runFolder = Join-Path $folder ([guid]::NewGuid())
                $null = New-Item -ItemType Directory -Path $runFolder
                Set-Content -LiteralPath "$runFolder/records.csv" -Value 'old'
                $arguments = @{ Path = "$runFolder/records.csv"; Kind = 'Commit'; StartDate = '25d'; Transport = $case.Transport; BaseUri = $server.Uri; RequestsPerMinute = 10000 }
                @{ Case = $case; Server = $server; Folder = $runFolder; Call = Start-Call 'Export-AiCodeCsv @arguments -PassThru -PageSize 100' @{ arguments = $arguments } }
            }

            $actual = foreach ($run in $runs) {
                $result = Receive-Call $run.Call
                Stop-Emulator $run.Server
                '{0}: {1}, {2} objects, {3}, {4}' -f $run.Case.Fault, $result.Failure.FullyQualifiedErrorId, $result.Output.Count,
                ((Get-ChildItem -LiteralPath $run.Folder -Force).Name -join '+'), (Get-Content -LiteralPath "$($run.Folder)/records.csv" -Raw).Trim()
            }
            $expected = foreach ($case in $cases) {
                "$($case.Fault): $($case.Id),$errorType, 0 objects, records.csv, old"
            }
            $actual -join "`n" | Should -Be ($expected -join "`n")
        }

        It 'are compensated with pages if only the CSV stream is faulty: <_>' -Tag 'Fault_05', 'Fault_08' -ForEach 'cut-mid-body:20k@commits.csv', 'status:500@commits.csv' {
            $server = Start-Emulator -Option '--developers', '6', '--commits', '400', '--days', '20', '--fault', $_
            $expected = Get-ApiRecord $server Commit $end.AddDays(-25) $end | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty
            Export-AiCodeCsv -Path $path -Kind Commit -StartDate $end.AddDays(-25) -EndDate $end -BaseUri $server.Uri -RequestsPerMinute 10000
            Compare-Records (Get-Row $path Commit) $expected
            Get-FolderList | Should -Be 'records.csv'
            Stop-Emulator $server
        }

        It 'do not delay a stopped export, which keeps the existing file and leaves no temporary files' {
            Set-Content -LiteralPath $path -Value 'old'
            $server = Start-Emulator -Option '--developers', '6', '--commits', '4000', '--days', '20', '--throttle', '0.1'
            $env:CURSOR_API_BASEURI = $server.Uri
            try {
                $call = Start-Call 'Export-AiCodeCsv -Path $path -Kind Commit -StartDate 25d -RequestsPerMinute 10000' @{ path = $path }
                Wait-Until { @(Get-ChildItem -LiteralPath $folder -Force).Count -gt 1 } | Should -BeTrue
                Start-Sleep -Milliseconds 300
                $call.Handle.IsCompleted | Should -BeFalse
                (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
                $call.Shell.Dispose()
                Get-Content -LiteralPath $path | Should -Be 'old'
                Get-FolderList | Should -Be 'records.csv'
            } finally {
                $env:CURSOR_API_BASEURI = $api.Uri
                Stop-Emulator $server
            }
        }
    }
}
