#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests the verbose lines, the progress and the warnings of calls.
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $time = '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'
    $key = '^The API key comes from \w+; the API is at http://127\.0\.0\.1:\d+/$'
    $null = $time, $key

    function Assert-VerboseLine {
        <# Tests that each line matches its pattern, and that there are no other lines. #>
        param([string[]] $Line, [string[]] $Pattern)

        $Line | Should -HaveCount $Pattern.Count -Because ($Line -join "`n")
        for ($i = 0; $i -lt $Pattern.Count; $i++) {
            $Line[$i] | Should -Match $Pattern[$i]
        }

        $Line | Select-Object -Unique | Should -HaveCount $Line.Count -Because 'no line is repeated'
    }
}

AfterAll {
    Exit-TestSession
}

Describe '-Verbose' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '5', '--commits', '1600', '--changes', '300', '--days', '40' -Use
        $user = Get-AiCommit 40d -First 1 | ForEach-Object UserEmail
        $path = Join-Path $TestDrive 'records.csv'
        $null = $api, $user, $path
    }

    It 'describes a call with one window' {
        Assert-VerboseLine (Get-VerboseLine { Get-AiCodeChange 20d }) @(
            $key
            "^Requesting changes from $time to $time\.$"
            '^GET http://127\.0\.0\.1:\d+/analytics/ai-code/changes\?\S+ -> 200, \d+ records, \d+\.\d KB, \d\.\d{3} s$'
            '^\d+ objects, 1 request, \d\.\d{3} s$')
    }

    It 'describes a call with several windows and users' {
        Assert-VerboseLine (Get-VerboseLine { Get-AiCommit 35d -User $user, 'nobody@company.com' -WarningAction SilentlyContinue }) @(
            $key
            "^Requesting commits of 2 users from $time to $time, in windows of at most 30 days\.$"
            "^GET .*&user=$([regex]::Escape([uri]::EscapeDataString($user)))&.* -> 200, \d+ records, "
            "^GET .*&user=$([regex]::Escape([uri]::EscapeDataString($user)))&.* -> 200, \d+ records, "
            '^GET .*&user=nobody%40company\.com&.* -> 200, 0 records, \d+ bytes, '
            '^GET .*&user=nobody%40company\.com&.* -> 200, 0 records, \d+ bytes, '
            '^\d+ objects, 4 requests, \d\.\d{3} s$')
    }

    It 'describes a call with the CSV stream' {
        Assert-VerboseLine (Get-VerboseLine { Get-AiCommit 29d -Transport Csv }) @(
            $key
            "^Requesting commits from $time to $time\.$"
            '^GET .*/commits\?.*&pageSize=1 -> 200, 1 record, \d+ bytes, '
            '^GET .*/commits\.csv\?.* -> 200, [\d,]+ records, \d+\.\d KB, '
            '^[\d,]+ objects, 2 requests, \d\.\d{3} s$')
    }

    It 'uses the singular for one object, record and request' {
        (Get-VerboseLine { Get-AiCommit -First 1 })[-2] | Should -Match ' -> 200, 1 record, \d+ bytes, '
        (Get-VerboseLine { Get-AiCommit -First 1 })[-1] | Should -Match '^1 object, 1 request, '
    }

    It 'describes an export and an export with -Append' {
        Assert-VerboseLine (Get-VerboseLine { Export-AiCodeCsv $path -Kind Commit -StartDate 20d -EndDate 10d -RequestsPerMinute 10000 }) @(
            "^Performing the operation `"Write the Commit records from $($time -replace '\\\.\\d\{3\}Z') to $($time -replace '\\\.\\d\{3\}Z')`" on target `"$([regex]::Escape($path))`"\.$"
            $key
            "^Requesting commits from $time to $time\.$"
            '^GET .*/commits\?.* -> 200, 1 record, '
            '^GET .*/commits\.csv\?.* -> 200, \d+ records, '
            "^Wrote \d+ records to '$([regex]::Escape($path))': \d+\.\d KB, 2 requests, \d\.\d{3} s$")
        $countBefore = @(Import-Csv -LiteralPath $path).Count
        Assert-VerboseLine (Get-VerboseLine { Export-AiCodeCsv $path -Kind Commit -Append -EndDate 5d -RequestsPerMinute 10000 }) @(
            '^Performing the operation "Add the missing Commit records up to \S+" on target '
            $key
            "^The newest record in '$([regex]::Escape($path))' was ingested at $time\.$"
            "^Requesting commits from $time to $time\.$"
            '^GET .*/commits\?.* -> 200, 1 record, '
            '^GET .*/commits\.csv\?.* -> 200, \d+ records, '
            "^Added \d+ records; '$([regex]::Escape($path))' now contains \d+: \d+\.\d KB, 2 requests, \d\.\d{3} s$")
        $countAfter = @(Import-Csv -LiteralPath $path).Count
        $countAfter | Should -BeGreaterThan $countBefore
        (Get-VerboseLine { Export-AiCodeCsv $path -Kind Commit -Append -EndDate 5d -RequestsPerMinute 10000 })[-1] | Should -BeLike "Added 0 records; '*' now contains ${countAfter}: *"
        Assert-VerboseLine (Get-VerboseLine { Get-AiCommit -First 3 | Export-AiCodeCsv $path } | Where-Object { $_ -notmatch '^(The API|Requesting|GET|3 objects)' }) @(
            '^Performing the operation "Write the records from the pipeline" on target '
            "^Writing '$([regex]::Escape($path))'\.$"
            "^Wrote 3 records to '.*': [\d,]+ bytes, \d\.\d{3} s$")
    }

    It 'describes a transient failure' {
        $failing = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'status:503:1'
        Assert-VerboseLine (Get-VerboseLine { Get-AiCommit 10d -BaseUri $failing.Uri }) @(
            $key
            "^Requesting commits from $time to $time\.$"
            '^GET \S+ -> 503, \d\.\d{3} s - The API failed \(503 Service Unavailable\)\. The API reported: [^:]*$'
            '^Waiting \d\.\d s: the API failed\.$'
            '^GET \S+ -> 200, 20 records, '
            '^20 objects, 2 requests, ')
        Stop-Emulator $failing
    }

    It 'describes the rate limit' {
        $limited = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'retry-after:1:1'
        Assert-VerboseLine (Get-VerboseLine { Get-AiCommit 10d -BaseUri $limited.Uri }) @(
            $key
            "^Requesting commits from $time to $time\.$"
            "^GET \S+ -> 429, \d\.\d{3} s - The API's rate limit is reached \(429 Too Many Requests\)\. "
            "^Waiting \d\.\d s: the API's rate limit is reached\.$"
            '^GET \S+ -> 200, 20 records, '
            '^20 objects, 2 requests, ')
        Stop-Emulator $limited
    }

    It 'describes a connection test' {
        $lines = Get-VerboseLine { Test-AiCodeConnection -RequestsPerMinute 10000 }
        $lines | Should -HaveCount 6
        $lines[0] | Should -Match $key
        @($lines[1..5] -match '^GET \S+ -> 200, \d+ records?, \d+ bytes, ') | Should -HaveCount 4
        @($lines[1..5] -match '^GET \S+/commits/[0-9a-f]{40} -> 404, ') | Should -HaveCount 1 -Because 'this emulator has no commit details'
    }
}

Describe 'Progress' {
    BeforeAll {
        # 1,000 commits are about 250 KB, which takes a few seconds.
        $slow = Start-Emulator -Option '--developers', '9', '--commits', '1000', '--days', '20', '--throttle', '0.1' -Use
        $failing = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'status:503'
        $csv = Join-Path $TestDrive 'progress.csv'
        $calls = @{
            export = Start-Call "Export-AiCodeCsv '$csv' -Kind Commit 20d -RequestsPerMinute 10000"
            get    = Start-Call 'Get-AiCommit 20d -Transport Csv -RequestsPerMinute 10000'
            first  = Start-Call 'Get-AiCommit 20d -Transport Csv -RequestsPerMinute 10000 | Select-Object -First 900'
            fails  = Start-Call "Get-AiCommit 3d -BaseUri $($failing.Uri) -RequestsPerMinute 10000"
            quick  = Start-Call 'Get-AiCommit 20d -Transport Json -RequestsPerMinute 10000'
        }
        $results = @{}
        foreach ($name in $calls.Keys) {
            $results[$name] = Receive-Call $calls[$name]
        }

        $null = $results
    }

    It 'has records, a percentage and the remaining time from the count of the API: <_>' -ForEach 'export', 'get' {
        $results.$_.Failure | Should -BeNullOrEmpty
        $progress = @($results.$_.Progress | Where-Object RecordType -eq 'Processing')
        $progress.Count | Should -BeGreaterThan 2
        $progress[0].Activity | Should -Be @{ export = 'Export-AiCodeCsv'; get = 'Get-AiCommit' }[$_]
        foreach ($record in $progress | Where-Object PercentComplete -gt 0) {
            $record.StatusDescription | Should -Match '^[\d,]+ of 1,000 records$'
            $records = [int]($record.StatusDescription -split ' ')[0].Replace(',', '')
            $record.PercentComplete | Should -Be ([math]::Floor($records / 10))
            $record.SecondsRemaining | Should -BeGreaterOrEqual 0
            $record.SecondsRemaining | Should -BeLessThan 60
        }

        @($progress | Where-Object PercentComplete -gt 0).Count | Should -BeGreaterThan 0
        $progress.PercentComplete | Should -Be ($progress.PercentComplete | Sort-Object)
    }

    It 'is completed after any result: <_>' -ForEach 'export', 'get', 'first', 'fails' {
        $results.$_.Progress.Count | Should -BeGreaterThan 1
        $results.$_.Progress[-1].RecordType | Should -Be 'Completed'
        @($results.$_.Progress | Where-Object RecordType -eq 'Completed') | Should -HaveCount 1
        @($results.$_.Progress | Select-Object -ExpandProperty ActivityId -Unique) | Should -HaveCount 1
    }

    It 'is written a few times a second, and not for fast calls' {
        # Windows PowerShell renders each progress record.
        $results.export.Progress.Count | Should -BeLessThan 40
        $results.quick.Progress | Should -BeNullOrEmpty
    }

    It 'includes the delay before a retry' {
        $results.fails.Failure.FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
        $waits = @($results.fails.Progress | Where-Object { $_.CurrentOperation -like 'Waiting *' })
        $waits.Count | Should -BeGreaterThan 0
        $waits[0].StatusDescription | Should -Match '^Sending request, waiting \d+ s$' -Because 'PowerShell 7 shows only this line by default'
        $waits[0].CurrentOperation | Should -Match '^Waiting \d+ s: the API failed$'
    }
}

Describe 'Warnings' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '5', '--commits', '100', '--changes', '100', '--days', '20' -Use
        $null = $api
    }

    It 'are written once for all users without records' {
        $warnings = @()
        $null = 'nobody@company.com', (Get-AiCommit 20d -First 1).UserEmail, 'noone@company.com' | Get-AiCommit -StartDate 20d -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "The API has no records of 'nobody@company.com', 'noone@company.com' from *"
    }

    It 'are not written by: <_>' -ForEach @(
        'Get-AiCommit 20d', 'Get-AiCommit 40d -IncludeTotalCount', 'Get-AiCodeChange now now', 'Get-AiCodeChange 20d -ExpandFile -First 3'
        'Test-AiCodeConnection -RequestsPerMinute 10000', 'Test-AiCodeConnection -BaseUri http://127.0.0.1:1 -RequestsPerMinute 10000'
    ) {
        $result = Receive-Call (Start-Call $_)
        $result.Failure | Should -BeNullOrEmpty
        $result.Warnings | Should -BeNullOrEmpty
        $result.Information | Should -BeNullOrEmpty
    }
}
