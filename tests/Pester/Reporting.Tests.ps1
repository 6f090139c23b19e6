#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# What a call tells while it works: verbose lines from beginning to end, progress, warnings.
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $time = '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'
    $key = '^The API key comes from \w+; the API is at http://127\.0\.0\.1:\d+/$'
    $null = $time, $key

    function Assert-Story {
        <# Each line as its pattern says, and no line more. #>
        param([string[]] $Line, [string[]] $Pattern)

        $Line | Should -HaveCount $Pattern.Count -Because ($Line -join "`n")
        for ($i = 0; $i -lt $Pattern.Count; $i++) {
            $Line[$i] | Should -Match $Pattern[$i]
        }

        $Line | Select-Object -Unique | Should -HaveCount $Line.Count -Because 'no line is told twice'
    }
}

AfterAll {
    Exit-TestSession
}

Describe '-Verbose tells a story' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '5', '--commits', '1600', '--changes', '300', '--days', '40' -Use
        $someone = Get-AiCommit 40d -First 1 | ForEach-Object UserEmail
        $path = Join-Path $TestDrive 'story.csv'
        $null = $api, $someone, $path
    }

    It 'of one window' {
        Assert-Story (Get-VerboseLine { Get-AiCodeChange 20d }) @(
            $key
            "^Requesting changes from $time to $time\.$"
            '^GET http://127\.0\.0\.1:\d+/analytics/ai-code/changes\?\S+ -> 200, \d+ records, \d+\.\d KB, \d\.\d{3} s$'
            '^\d+ objects, 1 request, \d\.\d{3} s$')
    }

    It 'of many windows and users' {
        Assert-Story (Get-VerboseLine { Get-AiCommit 35d -User $someone, 'nobody@company.com' -WarningAction SilentlyContinue }) @(
            $key
            "^Requesting commits of 2 users from $time to $time, in windows of at most 30 days\.$"
            "^GET .*&user=$([regex]::Escape([uri]::EscapeDataString($someone)))&.* -> 200, \d+ records, "
            "^GET .*&user=$([regex]::Escape([uri]::EscapeDataString($someone)))&.* -> 200, \d+ records, "
            '^GET .*&user=nobody%40company\.com&.* -> 200, 0 records, \d+ bytes, '
            '^GET .*&user=nobody%40company\.com&.* -> 200, 0 records, \d+ bytes, '
            '^\d+ objects, 4 requests, \d\.\d{3} s$')
    }

    It 'of the CSV stream' {
        Assert-Story (Get-VerboseLine { Get-AiCommit 29d -Transport Csv }) @(
            $key
            "^Requesting commits from $time to $time\.$"
            '^GET .*/commits\?.*&pageSize=1 -> 200, 1 record, \d+ bytes, '
            '^GET .*/commits\.csv\?.* -> 200, [\d,]+ records, \d+\.\d KB, '
            '^[\d,]+ objects, 2 requests, \d\.\d{3} s$')
    }

    It 'of one object, one record, one request' {
        (Get-VerboseLine { Get-AiCommit -First 1 })[-2] | Should -Match ' -> 200, 1 record, \d+ bytes, '
        (Get-VerboseLine { Get-AiCommit -First 1 })[-1] | Should -Match '^1 object, 1 request, '
    }

    It 'of an export, and of what is appended to it' {
        Assert-Story (Get-VerboseLine { Export-AiCodeCsv $path -Kind Commit -StartDate 20d -EndDate 10d -RequestsPerMinute 10000 }) @(
            "^Performing the operation `"Write the Commit records from $($time -replace '\\\.\\d\{3\}Z') to $($time -replace '\\\.\\d\{3\}Z')`" on target `"$([regex]::Escape($path))`"\.$"
            $key
            "^Requesting commits from $time to $time\.$"
            '^GET .*/commits\?.* -> 200, 1 record, '
            '^GET .*/commits\.csv\?.* -> 200, \d+ records, '
            "^Wrote \d+ records to '$([regex]::Escape($path))': \d+\.\d KB, 2 requests, \d\.\d{3} s$")
        $held = @(Import-Csv -LiteralPath $path).Count
        Assert-Story (Get-VerboseLine { Export-AiCodeCsv $path -Kind Commit -Append -EndDate 5d -RequestsPerMinute 10000 }) @(
            '^Performing the operation "Add the missing Commit records up to \S+" on target '
            $key
            "^The newest record in '$([regex]::Escape($path))' was ingested at $time\.$"
            "^Requesting commits from $time to $time\.$"
            '^GET .*/commits\?.* -> 200, 1 record, '
            '^GET .*/commits\.csv\?.* -> 200, \d+ records, '
            "^Added \d+ records; '$([regex]::Escape($path))' now contains \d+: \d+\.\d KB, 2 requests, \d\.\d{3} s$")
        $now = @(Import-Csv -LiteralPath $path).Count
        $now | Should -BeGreaterThan $held
        (Get-VerboseLine { Export-AiCodeCsv $path -Kind Commit -Append -EndDate 5d -RequestsPerMinute 10000 })[-1] | Should -BeLike "Added 0 records; '*' now contains ${now}: *"
        Assert-Story (Get-VerboseLine { Get-AiCommit -First 3 | Export-AiCodeCsv $path } | Where-Object { $_ -notmatch '^(The API|Requesting|GET|3 objects)' }) @(
            '^Performing the operation "Write the records from the pipeline" on target '
            "^Writing '$([regex]::Escape($path))'\.$"
            "^Wrote 3 records to '.*': [\d,]+ bytes, \d\.\d{3} s$")
    }

    It 'of a failure that passes, with each address once' {
        $failing = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'status:503:1'
        Assert-Story (Get-VerboseLine { Get-AiCommit 10d -BaseUri $failing.Uri }) @(
            $key
            "^Requesting commits from $time to $time\.$"
            '^GET \S+ -> 503, \d\.\d{3} s - The API failed \(503 Service Unavailable\)\. The API reported: [^:]*$'
            '^Waiting \d\.\d s: the API failed\.$'
            '^GET \S+ -> 200, 20 records, '
            '^20 objects, 2 requests, ')
        Stop-Emulator $failing
    }

    It 'of the limit' {
        $limited = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'retry-after:1:1'
        Assert-Story (Get-VerboseLine { Get-AiCommit 10d -BaseUri $limited.Uri }) @(
            $key
            "^Requesting commits from $time to $time\.$"
            "^GET \S+ -> 429, \d\.\d{3} s - The API's rate limit is reached \(429 Too Many Requests\)\. "
            "^Waiting \d\.\d s: the API's rate limit is reached\.$"
            '^GET \S+ -> 200, 20 records, '
            '^20 objects, 2 requests, ')
        Stop-Emulator $limited
    }

    It 'of a test of the connection' {
        $lines = Get-VerboseLine { Test-AiCodeConnection -RequestsPerMinute 10000 }
        $lines | Should -HaveCount 6
        $lines[0] | Should -Match $key
        @($lines[1..5] -match '^GET \S+ -> 200, \d+ records?, \d+ bytes, ') | Should -HaveCount 4
        @($lines[1..5] -match '^GET \S+/commits/[0-9a-f]{40} -> 404, ') | Should -HaveCount 1 -Because 'this service has no details of commits'
    }
}

Describe 'Progress' {
    BeforeAll {
        # 1,000 commits are about 250 KB: some seconds.
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

    It 'has records, percent and time left, by what the API announces: <_>' -ForEach 'export', 'get' {
        $results.$_.Failure | Should -BeNullOrEmpty
        $told = @($results.$_.Progress | Where-Object RecordType -eq 'Processing')
        $told.Count | Should -BeGreaterThan 2
        $told[0].Activity | Should -Be @{ export = 'Export-AiCodeCsv'; get = 'Get-AiCommit' }[$_]
        foreach ($record in $told | Where-Object PercentComplete -gt 0) {
            $record.StatusDescription | Should -Match '^[\d,]+ of 1,000 records$'
            $records = [int]($record.StatusDescription -split ' ')[0].Replace(',', '')
            $record.PercentComplete | Should -Be ([math]::Floor($records / 10))
            $record.SecondsRemaining | Should -BeGreaterOrEqual 0
            $record.SecondsRemaining | Should -BeLessThan 60
        }

        @($told | Where-Object PercentComplete -gt 0).Count | Should -BeGreaterThan 0
        $told.PercentComplete | Should -Be ($told.PercentComplete | Sort-Object)
    }

    It 'is gone in the end, whatever the end: <_>' -ForEach 'export', 'get', 'first', 'fails' {
        $results.$_.Progress.Count | Should -BeGreaterThan 1
        $results.$_.Progress[-1].RecordType | Should -Be 'Completed'
        @($results.$_.Progress | Where-Object RecordType -eq 'Completed') | Should -HaveCount 1
        @($results.$_.Progress | Select-Object -ExpandProperty ActivityId -Unique) | Should -HaveCount 1
    }

    It 'comes a few times a second, and not from what is quick' {
        # Windows PowerShell draws each one.
        $told = $results.export.Progress.Count
        $told | Should -BeLessThan 40
        $results.quick.Progress | Should -BeNullOrEmpty
    }

    It 'fails and waits visibly' {
        $results.fails.Failure.FullyQualifiedErrorId | Should -BeLike 'ServerError,*'
        $waits = @($results.fails.Progress | Where-Object { $_.CurrentOperation -like 'Waiting *' })
        $waits.Count | Should -BeGreaterThan 0
        $waits[0].StatusDescription | Should -Match '^Sending request, waiting \d+ s$' -Because 'the usual view of PowerShell 7 shows this line alone'
        $waits[0].CurrentOperation | Should -Match '^Waiting \d+ s: the API failed$'
    }
}

Describe 'Warnings' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '5', '--commits', '100', '--changes', '100', '--days', '20' -Use
        $null = $api
    }

    It 'come once for all users whom the API does not know of' {
        $warnings = @()
        $null = 'nobody@company.com', (Get-AiCommit 20d -First 1).UserEmail, 'noone@company.com' | Get-AiCommit -StartDate 20d -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "The API has no records of 'nobody@company.com', 'noone@company.com' from *"
    }

    It 'do not come from what is no one''s business: <_>' -ForEach @(
        'Get-AiCommit 20d', 'Get-AiCommit 40d -IncludeTotalCount', 'Get-AiCodeChange now now', 'Get-AiCodeChange 20d -ExpandFile -First 3'
        'Test-AiCodeConnection -RequestsPerMinute 10000', 'Test-AiCodeConnection -BaseUri http://127.0.0.1:1 -RequestsPerMinute 10000'
    ) {
        $result = Receive-Call (Start-Call $_)
        $result.Failure | Should -BeNullOrEmpty
        $result.Warnings | Should -BeNullOrEmpty
        $result.Information | Should -BeNullOrEmpty
    }
}
