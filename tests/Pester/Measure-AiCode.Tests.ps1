#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests Measure-AiCode: equal sums from all sources, compared with sums that PowerShell calculates from the JSON of the API,
# errors before any request, teams, time zones, views and serialization.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $excelProviders = @(Get-Provider -Module ImportExcel)
    $null = $excelProviders
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Enter-TestSession
    $now = '2025-07-31T00:00:00Z'
    $api = Start-Emulator -Option '--developers', '9', '--commits', '1500', '--changes', '1200', '--days', '40', '--now', $now -Use
    $range = @{ StartDate = '2025-06-20T00:00:00Z'; EndDate = $now }
    $noRateLimit = @{ RequestsPerMinute = 10000 }
    $start, $end = [datetimeoffset]$range.StartDate, [datetimeoffset]$now
    $json = @{ Commit = @(Get-ApiRecord $api Commit $start $end); Change = @(Get-ApiRecord $api Change $start $end) }
    $folder = New-TestFolder
    $files = @{ Commit = Join-Path $folder 'commits.csv'; Change = Join-Path $folder 'changes.csv' }
    foreach ($kind in 'Commit', 'Change') {
        Export-AiCodeCsv -Path $files[$kind] -Kind $kind @range @noRateLimit
    }

    $commits = @(Get-AiCommit @range)
    $changes = @(Get-AiCodeChange @range)

    # The newest record of each commit in the JSON of the API.
    $newest = @($json.Commit | Group-Object -Property commitHash, repoName, userId -CaseSensitive |
            ForEach-Object { $_.Group | Sort-Object -Property createdAt | Select-Object -Last 1 })

    function Get-Sum($Records, [string] $Name) {
        [long]($Records | ForEach-Object { $_.$Name } | Measure-Object -Sum).Sum
    }

    function ConvertTo-Line($Summary) {
        <# Converts all properties to text. #>
        foreach ($item in $Summary) {
            @($item.psobject.Properties | ForEach-Object { "$($_.Name)=$($_.Value -is [datetime] ? $_.Value.ToString('s') : $_.Value)" }) -join ' '
        }
    }

    $null = $commits, $changes, $newest, $excelProviders
}

AfterAll {
    Exit-TestSession
}

Describe 'The sums' {
    It 'of commits use the newest record of each commit: <By>' -ForEach @(
        @{ By = 'Repository'; Field = 'repoName'; Property = 'RepoName' }
        @{ By = 'User'; Field = 'userEmail'; Property = 'UserEmail' }
        @{ By = 'Source'; Field = 'commitSource'; Property = 'CommitSource' }
    ) {
        $newest.Count | Should -BeLessThan $json.Commit.Count -Because 'some commits have several records'
        $summaries = @(Measure-AiCode -Kind Commit -By $By @range @noRateLimit)
        $groups = @($newest | Group-Object -Property $Field)
        $summaries | Should -HaveCount $groups.Count
        foreach ($group in $groups) {
            $summary = $summaries | Where-Object { "$($_.$Property)" -eq $group.Name }
            $summary | Should -BeOfType Cursor.AiCode.AiCommitSummary
            $summary.CommitCount | Should -Be $group.Count
            $summary.UserCount | Should -Be @($group.Group.userEmail | Select-Object -Unique).Count
            $summary.TotalLinesAdded | Should -Be (Get-Sum $group.Group totalLinesAdded)
            $summary.TotalLinesDeleted | Should -Be (Get-Sum $group.Group totalLinesDeleted)
            $summary.TabLinesAdded | Should -Be (Get-Sum $group.Group tabLinesAdded)
            $summary.ComposerLinesDeleted | Should -Be (Get-Sum $group.Group composerLinesDeleted)
            $summary.AiLinesAdded | Should -Be ((Get-Sum $group.Group tabLinesAdded) + (Get-Sum $group.Group composerLinesAdded))
            $known = @($group.Group | Where-Object { $null -ne $_.nonAiLinesAdded })
            $summary.NonAiLinesAdded | Should -Be ($known ? (Get-Sum $known nonAiLinesAdded) : $null)
            $summary.UnknownCount | Should -Be ($group.Count - $known.Count)
            $summary.AiPercent | Should -Be (100.0 * $summary.AiLinesAdded / $summary.TotalLinesAdded)
            $summary.AiCommitCount | Should -Be @($group.Group | Where-Object { $_.tabLinesAdded + $_.tabLinesDeleted + $_.composerLinesAdded + $_.composerLinesDeleted }).Count
        }
    }

    It 'of changes include every change: <By>' -ForEach @(
        @{ By = 'Model'; Field = 'model' }
        @{ By = 'Source'; Field = 'source' }
    ) {
        $summaries = @(Measure-AiCode -Kind Change -By $By @range @noRateLimit)
        $groups = @($json.Change | Group-Object -Property $Field)
        $summaries | Should -HaveCount $groups.Count
        foreach ($group in $groups) {
            $summary = $summaries | Where-Object { "$($_.$By)" -eq $group.Name }
            $summary | Should -BeOfType Cursor.AiCode.AiChangeSummary
            $summary.ChangeCount | Should -Be $group.Count
            $summary.TotalLinesAdded | Should -Be (Get-Sum $group.Group totalLinesAdded)
            $summary.TotalLinesDeleted | Should -Be (Get-Sum $group.Group totalLinesDeleted)
        }
    }

    It 'by extension use the files of the changes' {
        $summaries = @(Measure-AiCode -Path $files.Change -By Extension)
        $groups = @($json.Change.metadata | Group-Object -Property fileExtension)
        foreach ($group in $groups) {
            $summary = $summaries | Where-Object { "$($_.Extension)" -eq $group.Name }
            $summary.TotalLinesAdded | Should -Be (Get-Sum $group.Group linesAdded)
            $summary.TotalLinesDeleted | Should -Be (Get-Sum $group.Group linesDeleted)
            $summary.ChangeCount | Should -Be @($json.Change | Where-Object { @($_.metadata.fileExtension) -contains $group.Group[0].fileExtension }).Count
        }
    }

    It 'by month use CommitTs in the time zone: <_>' -ForEach 'UTC', 'Asia/Tokyo', 'America/Los_Angeles' {
        $zone = [TimeZoneInfo]::FindSystemTimeZoneById($_)
        $summaries = @(Measure-AiCode -Path $files.Commit -By Month -TimeZone $_)
        $groups = @($newest | Group-Object { [TimeZoneInfo]::ConvertTime([datetimeoffset]($_.commitTs ?? $_.createdAt), $zone).ToString('yyyy-MM-01', [cultureinfo]::InvariantCulture) } | Sort-Object Name)
        $summaries.PeriodStart | ForEach-Object { $_.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) } | Should -Be $groups.Name
        $summaries.CommitCount | Should -Be ($groups | ForEach-Object Count)
        $summaries | ForEach-Object { $_.PeriodEnd } | Should -Be ($summaries | ForEach-Object { $_.PeriodStart.AddMonths(1) })
    }

    It 'are equal from the API, from files and from objects: <Kind> by <By>' -ForEach @(
        @{ Kind = 'Commit'; By = @() }
        @{ Kind = 'Commit'; By = 'Repository', 'Branch' }
        @{ Kind = 'Commit'; By = 'Week', 'User' }
        @{ Kind = 'Change'; By = @() }
        @{ Kind = 'Change'; By = 'Day', 'Extension', 'Model' }
    ) {
        $group = $By ? @{ By = $By } : @{}
        $expected = @(ConvertTo-Line (Measure-AiCode -Kind $Kind @group @range @noRateLimit))
        $expected | Should -Not -BeNullOrEmpty
        ConvertTo-Line (Measure-AiCode -Kind $Kind @group @range @noRateLimit -Transport Json -PageSize 300) | Should -Be $expected
        ConvertTo-Line (Measure-AiCode -Path $files[$Kind] @group) | Should -Be $expected
        ConvertTo-Line (Measure-AiCode -LiteralPath $files[$Kind], $files[$Kind] @group) | Should -Be $expected
        ConvertTo-Line (($Kind -eq 'Commit' ? $commits : $changes) | Measure-AiCode @group) | Should -Be $expected
        ConvertTo-Line (Import-AiCodeCsv $files[$Kind] | Measure-AiCode @group) | Should -Be $expected
    }

    It 'of overlapping files count each commit once, in any order' {
        $parts = New-TestFolder
        Export-AiCodeCsv -Path (Join-Path $parts 'b.csv') -Kind Commit -StartDate $range.StartDate -EndDate '2025-07-20T00:00:00Z' @noRateLimit
        Export-AiCodeCsv -Path (Join-Path $parts 'a.csv') -Kind Commit -StartDate '2025-07-10T00:00:00Z' -EndDate $now @noRateLimit
        ConvertTo-Line (Measure-AiCode -Path $parts -By Repository) | Should -Be (ConvertTo-Line (Measure-AiCode -Path $files.Commit -By Repository))
        ConvertTo-Line (Measure-AiCode -Path (Join-Path $parts '*.csv') Repository) | Should -Be (ConvertTo-Line (Measure-AiCode -Path $files.Commit -By Repository))
    }

    It 'of primary branches use only the records of these branches' {
        $primary = @($json.Commit | Where-Object { $null -ne $_.isPrimaryBranch ? $_.isPrimaryBranch : $_.branchName -cin 'main', 'master', 'production', 'prod' } |
                Group-Object -Property commitHash, repoName, userId)
        $primary.Count | Should -BeLessThan $newest.Count
        (Measure-AiCode -Path $files.Commit -PrimaryBranchOnly).CommitCount | Should -Be $primary.Count
        ($commits | Measure-AiCode -PrimaryBranchOnly).CommitCount | Should -Be $primary.Count
    }

    It 'require two requests for a window, and can be limited to a user' {
        $user = $commits[0].UserEmail
        @(Get-RequestLine { Measure-AiCode -Kind Commit -StartDate '2025-07-10T00:00:00Z' -EndDate $now @noRateLimit }) | Should -HaveCount 2
        (Measure-AiCode -Kind Commit -User $user @range @noRateLimit).CommitCount | Should -Be @($newest | Where-Object userEmail -EQ $user).Count
    }
}

Describe 'Missing records' {
    It 'cause a warning if an earlier command wrote an error' {
        $commits = @(Get-AiCommit -StartDate $start -EndDate $end -First 3)
        $total = & { Write-Error 'first' -ErrorAction SilentlyContinue; $commits } | Measure-AiCode -WarningVariable warnings -WarningAction SilentlyContinue
        $total.CommitCount | Should -Be @($commits.CommitHash | Select-Object -Unique).Count
        "$warnings" | Should -BeLike '*records can be missing*first*'
        (Get-Failure { & { Write-Error 'first' -ErrorAction SilentlyContinue; $commits } | Measure-AiCode -WarningAction Stop }).FullyQualifiedErrorId | Should -BeLike 'ActionPreferenceStop,*'

        $null = $commits | Measure-AiCode -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }

    It 'in an empty pipeline can be grouped by a property of changes: <_>' -ForEach 'Model', 'Extension' {
        @() | Measure-AiCode -By $_ | Should -BeNullOrEmpty
    }

    It 'cause a total of zero without -By, and no output with -By' {
        $emptyRange = @{ StartDate = '2024-01-01'; EndDate = '2024-01-02' }
        $empty = Join-Path $folder 'empty.csv'
        Set-Content -LiteralPath $empty -Value (Get-Content -LiteralPath $files.Change -TotalCount 1)
        foreach ($total in (Measure-AiCode -Kind Commit @emptyRange @noRateLimit), (@() | Measure-AiCode)) {
            $total | Should -BeOfType Cursor.AiCode.AiCommitSummary
            $total.CommitCount | Should -Be 0
            $total.AiPercent | Should -BeNullOrEmpty
        }

        foreach ($total in (Measure-AiCode -Kind Change @emptyRange @noRateLimit), (Measure-AiCode -Path $empty)) {
            $total | Should -BeOfType Cursor.AiCode.AiChangeSummary
            $total.ChangeCount | Should -Be 0
        }

        Measure-AiCode -Kind Commit -By Repository @emptyRange @noRateLimit | Should -BeNullOrEmpty
        Measure-AiCode -Path $empty -By Model | Should -BeNullOrEmpty
        @() | Measure-AiCode -By Week | Should -BeNullOrEmpty
    }
}

Describe 'Errors' {
    It 'occur before any request: <Id>, <Call>' -ForEach @(
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Commit -By Extension -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Commit -By Repository, Model -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Change -By Branch -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Change -By Repository -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Change -PrimaryBranchOnly -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Commit -By Week, Month -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Kind Commit -By Team -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'StartAfterEnd'; Call = { Measure-AiCode -Kind Commit -StartDate 1d -EndDate 2d -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'ParameterArgumentValidationError'; Call = { Measure-AiCode -Kind Commit -By Day -TimeZone Mars/Olympus -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'CannotConvertArgumentNoMessage'; Call = { Measure-AiCode -Kind Commit -By Weekday -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'NotOneSource'; Call = { Measure-AiCode -By Day } }
        @{ Id = 'NotOneSource'; Call = { $commits[0] | Measure-AiCode -Path $files.Commit } }
        @{ Id = 'KindWithInput'; Call = { $commits[0] | Measure-AiCode -Kind Commit } }
        @{ Id = 'ParameterNeedsKind'; Call = { Measure-AiCode -Path $files.Commit -StartDate 7d } }
        @{ Id = 'ParameterNeedsKind'; Call = { $commits | Measure-AiCode -User ann@company.com } }
        @{ Id = 'AmbiguousParameterSet'; Call = { Measure-AiCode -Path $files.Commit -Kind Commit } }
        @{ Id = 'InvalidGrouping'; Call = { $commits | Measure-AiCode -By Model } }
        @{ Id = 'InvalidGrouping'; Call = { $changes | Measure-AiCode -By Branch } }
        @{ Id = 'InvalidGrouping'; Call = { @() | Measure-AiCode -By Branch, Extension } }
        @{ Id = 'InvalidGrouping'; Call = { Measure-AiCode -Path $files.Change -By Repository } }
        @{ Id = 'MixedRecords'; Call = { @($commits[0]; $changes[0]) | Measure-AiCode } }
        @{ Id = 'MixedRecords'; Call = { @($changes[0]; $commits[0]) | Measure-AiCode } }
        @{ Id = 'MixedRecords'; Call = { Measure-AiCode -Path $files.Commit, $files.Change } }
        @{ Id = 'NotARecord'; Call = { 1 | Measure-AiCode } }
        @{ Id = 'NotARecord'; Call = { Get-AiCodeChange @range -ExpandFile -First 1 | Measure-AiCode } }
        @{ Id = 'NotARecord'; Call = { $null | Measure-AiCode } }
        @{ Id = 'FileNotFound'; Call = { Measure-AiCode -Path (Join-Path $folder 'none.csv') } }
        @{ Id = 'FileNotFound'; Call = { Measure-AiCode -Path (Join-Path $folder 'none*.csv') } }
        @{ Id = 'NotFileSystem'; Call = { Measure-AiCode -Path Env:HOME } }
    ) {
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'list the supported values' {
        $message = (Get-Failure { Measure-AiCode -Kind Change -By Repository -BaseUri http://127.0.0.1:1 }).Exception.Message
        foreach ($word in 'Repository', 'Model', 'Extension', 'User', 'Week') {
            $message | Should -Match "\b$word\b"
        }
    }

    It 'contain the file, the line and the column' {
        $invalid = Join-Path $folder 'bad.csv'
        $lines = @(Get-Content -LiteralPath $files.Commit)[0..2]
        $names = $lines[0] -split ','
        Set-Content -LiteralPath $invalid -Value $lines[0], ((@('a') + @('x') * ($names.Count - 1)) -join ',')
        $failure = Get-Failure { Measure-AiCode -Path $invalid }
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidFile,*'
        $failure.Exception.Message | Should -Match ([regex]::Escape($invalid))
        $failure.Exception.Message | Should -Match 'Line 2\b'
        $failure.Exception.Message | Should -Match '_lines_|created_at|commit_ts'
        $failure.TargetObject | Should -Not -BeNullOrEmpty
    }

    It 'do not occur for $PSDefaultParameterValues that apply to all cmdlets' {
        $global:PSDefaultParameterValues['*-AiCo*:StartDate'] = $range.StartDate
        $global:PSDefaultParameterValues['*-AiCo*:User'] = $commits[0].UserEmail
        $global:PSDefaultParameterValues['*-AiCo*:BaseUri'] = $api.Uri
        try {
            ($commits | Measure-AiCode).CommitCount | Should -Be $newest.Count
            (Measure-AiCode -Path $files.Commit).CommitCount | Should -Be $newest.Count
            (Measure-AiCode -Kind Commit -EndDate $now @noRateLimit).CommitCount | Should -BeLessThan $newest.Count
        } finally {
            '*-AiCo*:StartDate', '*-AiCo*:User', '*-AiCo*:BaseUri' | ForEach-Object { $global:PSDefaultParameterValues.Remove($_) }
        }
    }
}

Describe '-Team' {
    BeforeAll {
        $emails = @($commits.UserEmail | Select-Object -Unique)
        $ids = @{}
        $commits | ForEach-Object { $ids[$_.UserEmail] = $_.UserId }
        $null = $ids
    }

    It 'accepts rows with several addresses' {
        $team = [pscustomobject]@{ Mail = @($emails[0], 'alias@example.com'); Team = 'A' }, [pscustomobject]@{ Mail = @($emails[1]); Team = 'B' }
        $summaries = @($commits | Measure-AiCode -By Team -Team $team)
        ($summaries | Where-Object Team -EQ A).CommitCount | Should -Be @($newest | Where-Object userEmail -EQ $emails[0]).Count
        ($summaries | Where-Object Team -EQ B).CommitCount | Should -Be @($newest | Where-Object userEmail -EQ $emails[1]).Count
    }

    It 'accepts rows with <Property>' -ForEach @(
        @{ Property = 'UserEmail' }, @{ Property = 'Email' }, @{ Property = 'Mail' }, @{ Property = 'UserPrincipalName' }, @{ Property = 'EmailAddress' }, @{ Property = 'UserId' }, @{ Property = 'user_email' }
    ) {
        $team = @(
            [pscustomobject]@{ $Property = $Property -eq 'UserId' ? $ids[$emails[0]] : $emails[0].ToUpperInvariant(); Team = 'A' }
            [pscustomobject]@{ $Property = $Property -eq 'UserId' ? $ids[$emails[1]] : $emails[1]; Team = 'B' }
            [pscustomobject]@{ $Property = ''; Team = '' }
            $null
            [pscustomobject]@{ $Property = $Property -eq 'UserId' ? $ids[$emails[1]] : $emails[1]; Team = 'B' }
        )
        # E-mail addresses are not case-sensitive. IDs are.
        $summaries = @($commits | Measure-AiCode -By Team -Team $team)
        $summaries | Should -HaveCount 3
        ($summaries | Where-Object Team -EQ A).CommitCount | Should -Be @($newest | Where-Object userEmail -EQ $emails[0]).Count
        ($summaries | Where-Object Team -EQ B).CommitCount | Should -Be @($newest | Where-Object userEmail -EQ $emails[1]).Count
        $withoutTeam = $summaries | Where-Object { $null -eq $_.Team }
        $withoutTeam.CommitCount | Should -Be @($newest | Where-Object userEmail -NotIn $emails[0, 1]).Count
        $withoutTeam.UserCount | Should -Be ($emails.Count - 2)
    }

    It 'accepts rows of Import-Csv and hashtables, also with records from the API' {
        $list = Join-Path $folder 'teams.csv'
        @('Email,Team'; $emails | ForEach-Object { "$_,All" }; ',') | Set-Content -LiteralPath $list
        $summary = @(Measure-AiCode -Kind Commit -By Team -Team (Import-Csv -LiteralPath $list) @range @noRateLimit)
        $summary | Should -HaveCount 1
        $summary[0].Team | Should -Be 'All'
        $summary[0].UserCount | Should -Be $emails.Count
        (Measure-AiCode -Path $files.Commit -By Team -Team @{ Email = $emails[0]; Team = 'A' }).Team | Should -Contain 'A'
        @(Measure-AiCode -Path $files.Commit -By Team -Team @()) | Should -HaveCount 1
    }

    It 'rejects a user in two teams with an error that contains the user' {
        $failure = Get-Failure { $commits | Measure-AiCode -By Team -Team @([pscustomobject]@{ Mail = 'ann@company.com'; Team = 'A' }, [pscustomobject]@{ Mail = 'ANN@company.com'; Team = 'B' }) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UserInTwoTeams,*'
        $failure.Exception.Message | Should -Match 'ann@company\.com'
    }

    It 'rejects a row without <_>' -ForEach 'Team', 'Mail', 'a user' {
        $row = @{ Team = [pscustomobject]@{ Mail = 'ann@company.com' }; Mail = [pscustomobject]@{ Team = 'A'; Name = 'Ann' }; 'a user' = [pscustomobject]@{ Mail = ''; Team = 'A' } }[$_]
        (Get-Failure { $commits | Measure-AiCode -By Team -Team $row }).FullyQualifiedErrorId | Should -BeLike 'InvalidTeam,*'
    }
}

Describe '-TimeZone' {
    It 'accepts IANA and Windows IDs' {
        $iana = ConvertTo-Line (Measure-AiCode -Path $files.Commit -By Day -TimeZone Asia/Tokyo)
        ConvertTo-Line (Measure-AiCode -Path $files.Commit -By Day -TimeZone 'Tokyo Standard Time') | Should -Be $iana
        ConvertTo-Line (Measure-AiCode -Path $files.Commit -By Day -TimeZone America/New_York) | Should -Not -Be $iana
    }

    It 'defaults to the time zone of the session' {
        $script = "Import-Module `$module; Measure-AiCode -Path '$($files.Commit)' -By Day | ForEach-Object { `$_.CommitCount } | ConvertTo-Json -Compress"
        Get-ChildResult -Script $script -Environment @{ TZ = 'Asia/Tokyo' } | Should -Be (Measure-AiCode -Path $files.Commit -By Day -TimeZone Asia/Tokyo).CommitCount
    }
}

Describe 'The objects' {
    BeforeAll {
        $byRepository = @(Measure-AiCode -Path $files.Commit -By Repository)
        $byWeek = @(Measure-AiCode -Path $files.Commit -By Week, Source)
        $null = $byRepository, $byWeek
    }

    It 'are sorted by the period, and then by the added lines' {
        ConvertTo-Line ($byRepository | Sort-Object -Property TotalLinesAdded -Descending -Stable) | Should -Be (ConvertTo-Line $byRepository)
        ConvertTo-Line ($byWeek | Sort-Object -Property PeriodStart, @{ e = 'TotalLinesAdded'; Descending = $true } -Stable) | Should -Be (ConvertTo-Line $byWeek)
        $byWeek.PeriodStart.DayOfWeek | Select-Object -Unique | Should -Be 'Monday'
    }

    It 'have no nested objects, so that ConvertTo-Json and Export-Csv keep all values' {
        $converted = $byWeek | ConvertTo-Json | ConvertFrom-Json
        ConvertTo-Line $converted | Should -Be (ConvertTo-Line $byWeek)
        $file = Join-Path $folder 'summary.csv'
        $byWeek | Export-Csv -LiteralPath $file
        @(Import-Csv -LiteralPath $file) | ForEach-Object CommitCount | Should -Be $byWeek.CommitCount
    }

    It 'can be returned by a job' {
        $job = Start-Job -ScriptBlock { Import-Module $args[0]; Measure-AiCode -Path $args[1] -By Repository } -ArgumentList (Get-TestedModulePath), $files.Commit
        $received = @($job | Receive-Job -Wait -AutoRemoveJob)
        $received.AiPercent | Should -Be $byRepository.AiPercent
    }

    It 'have every property in strict mode, with 0, 1 and many records' {
        $result = Get-ChildResult -Script @"
Set-StrictMode -Version Latest
`$ErrorActionPreference = 'Stop'
Import-Module `$module
`$commits = @(Import-AiCodeCsv '$($files.Commit)')
`$sums = foreach (`$part in @(), @(`$commits[0]), `$commits) {
    `$total = `$part | Measure-AiCode
    `$total.CommitCount + `$total.UnknownCount
    `$null = `$total | Format-List | Out-String
    `$null = `$part | Measure-AiCode -By Repository, Week | Format-Table | Out-String
    `$null = `$part | Measure-AiCode -By Repository | ForEach-Object { `$_.RepoName, `$_.Team, `$_.PeriodStart }
}
@{ sums = `$sums } | ConvertTo-Json -Compress
"@
        $result.sums[0] | Should -Be 0
        $result.sums[1] | Should -BeGreaterOrEqual 1
        $result.sums[2] | Should -BeGreaterThan 100
    }

    foreach ($provider in $excelProviders) {
        Context "In a workbook, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            It 'keep dates and numbers' {
                Import-Module -Name ($StandIn ? "$StandIn/ImportExcel" : 'ImportExcel') -Force 3>$null
                $file = Join-Path $folder "$([guid]::NewGuid()).xlsx"
                $byWeek | Export-Excel -Path $file
                $rows = @(Import-Excel -Path $file)
                $rows.CommitCount | Should -Be $byWeek.CommitCount
                $rows.AiPercent | ForEach-Object { [Math]::Round($_, 6) } | Should -Be ($byWeek.AiPercent | ForEach-Object { [Math]::Round($_, 6) })
                $rows | ForEach-Object { $_.PeriodStart -is [datetime] ? $_.PeriodStart : [datetime]::FromOADate($_.PeriodStart) } | Should -Be $byWeek.PeriodStart
            }
        }
    }
}

Describe 'The views' {
    BeforeAll {
        function Get-Table($Summary, [int] $Width) {
            @(($Summary | Out-String -Width $Width) -split '\r?\n' | Where-Object { $_ } | ForEach-Object TrimEnd)
        }

        $users = @($commits.UserEmail | Select-Object -Unique | ForEach-Object { @{ Email = $_; Team = 'A' } })
        $null = $users
    }

    It 'have columns only for the grouping, with a width of 80 and 120 columns: <Kind>, <By>' -ForEach @(
        @{ Kind = 'Commit'; By = 'Repository'; First = 'Repository' }
        @{ Kind = 'Commit'; By = 'Branch'; First = 'Branch' }
        @{ Kind = 'Commit'; By = 'User'; First = 'User' }
        @{ Kind = 'Commit'; By = 'Team'; First = 'Team' }
        @{ Kind = 'Commit'; By = 'Source'; First = 'Source' }
        @{ Kind = 'Commit'; By = 'Day'; First = 'Period' }
        @{ Kind = 'Commit'; By = 'Repository', 'Source'; First = 'Group' }
        @{ Kind = 'Commit'; By = 'Month', 'Repository', 'User'; First = 'Period', 'Group' }
        @{ Kind = 'Change'; By = 'User'; First = 'User' }
        @{ Kind = 'Change'; By = 'Team'; First = 'Team' }
        @{ Kind = 'Change'; By = 'Source'; First = 'Source' }
        @{ Kind = 'Change'; By = 'Model'; First = 'Model' }
        @{ Kind = 'Change'; By = 'Extension'; First = 'Extension' }
        @{ Kind = 'Change'; By = 'Week'; First = 'Period' }
        @{ Kind = 'Change'; By = 'Week', 'Model'; First = 'Period', 'Group' }
    ) {
        $summaries = @(Measure-AiCode -Path $files[$Kind] -By $By -Team $users)
        $numbers = $Kind -eq 'Commit' ? @('Commits', 'Users', 'Added', 'AI', 'AI %') : @('Changes', 'Users', 'Added', 'Deleted')
        $narrow = switch ($Kind) { 'Commit' { $By -eq 'Day' ? @('Tab', 'Composer') : @() } default { @() } }
        foreach ($width in 79, 80, 119, 120) {
            $lines = Get-Table $summaries $width
            $lines | Should -HaveCount ($summaries.Count + 2) -Because 'no row is wrapped'
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $width
            $labels = [regex]::Matches($lines[0], '\S+( %)?').Value
            $wide = $Kind -eq 'Commit' ? @('Tab', 'Composer', 'Non-AI', 'Unknown') : @()
            $labels | Should -Be (@($First) + $numbers + ($width -lt 100 ? $narrow : $wide))
        }
    }

    It 'have right-aligned numbers and ISO dates in any culture' {
        foreach ($culture in 'en-US', 'th-TH', 'ar-SA', 'fa-IR') {
            $old = [cultureinfo]::CurrentCulture
            [cultureinfo]::CurrentCulture = $culture
            try {
                $lines = Get-Table @(Measure-AiCode -Path $files.Commit -By Week) 120
                $list = (Measure-AiCode -Path $files.Commit -By Week)[0] | Format-List | Out-String
            } finally {
                [cultureinfo]::CurrentCulture = $old
            }

            $lines[2..($lines.Count - 1)] | Should -Match '^2025-0[67]-\d\d +\d+ +\d+ +\d+ +\d+ +\d+% +\d+ +\d+ +\d+ +\d+$'
            $lines[2..($lines.Count - 1)].Length | Select-Object -Unique | Should -HaveCount 1
            $list | Should -Match 'PeriodStart +: 2025-0[67]-\d\d\s'
        }
    }

    It 'have a percentage bar only with colors' {
        $summary = $byRepository = @(Measure-AiCode -Path $files.Commit -By Repository)
        $plain = $summary | Out-String -Width 120
        $plain | Should -Not -Match "[\e\u2588]"
        $old = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try {
            $ansi = $summary | Out-String -Width 120
            $env:NO_COLOR = '1'
            $noColor = $summary | Out-String -Width 120
        } finally {
            $PSStyle.OutputRendering = $old
            $env:NO_COLOR = $null
        }

        $noColor | Should -Not -Match '\u2588'
        $bars = [regex]::Matches($ansi, '(\d+)% \e\[\d+m(\u2588*)\e\[\d+m(\u2591*)\e')
        $bars.Count | Should -Be $byRepository.Count
        foreach ($bar in $bars) {
            ($bar.Groups[2].Length + $bar.Groups[3].Length) | Should -Be 10
            [Math]::Abs($bar.Groups[2].Length - [Math]::Min(10.0, [int]$bar.Groups[1].Value / 10.0)) | Should -BeLessOrEqual 0.55
        }
    }

    It 'omit an undefined percentage, and show a percentage far above 100' {
        $none = [Cursor.AiCode.AiCommit]@{ CommitHash = 'a'; RepoName = 'r'; CreatedAt = [datetime]'2025-07-30' }
        $high = [Cursor.AiCode.AiCommit]@{ CommitHash = 'a'; RepoName = 'r'; CreatedAt = [datetime]'2025-07-30'; TotalLinesAdded = 1; TabLinesAdded = 5000 }
        (Get-Table ($none | Measure-AiCode -By Repository) 79)[2] | Should -Match '^r +1 +0 +0 +0$'
        (Get-Table ($high | Measure-AiCode -By Repository) 79)[2] | Should -Match '^r +1 +0 +1 +5000 +>999%$'
    }

    It 'show missing values, and remove control characters' {
        $unsafe = [Cursor.AiCode.AiCommit]@{ CommitHash = 'a'; RepoName = "r$([char]27)[31m$([char]0x202e)x"; CreatedAt = [datetime]'2025-07-30' }
        $unknown = [Cursor.AiCode.AiCommit]@{ CommitHash = 'b'; CreatedAt = [datetime]'2025-07-30' }
        $lines = Get-Table @($unsafe, $unknown | Measure-AiCode -By Repository) 79
        $lines | Should -Not -Match '[\e\u202e]'
        $lines[3] | Should -Match '^\(none\) '
    }

    It 'show a total as a list, and all properties with Format-List' {
        $total = $commits | Measure-AiCode
        $total | Out-String | Should -Match 'CommitCount +: \d+'
        $total | Out-String | Should -Not -Match 'RepoName'
        $labels = @(($commits | Measure-AiCode -By Repository)[0] | Format-List | Out-String -Width 200) -split '\r?\n' | Where-Object { $_ } | ForEach-Object { ($_ -split ' +:')[0] }
        $labels | Sort-Object | Should -Be ([Cursor.AiCode.AiCommitSummary].GetProperties().Name | Sort-Object)
        $labels = @(($changes | Measure-AiCode -By Model)[0] | Format-List | Out-String -Width 200) -split '\r?\n' | Where-Object { $_ } | ForEach-Object { ($_ -split ' +:')[0] }
        $labels | Sort-Object | Should -Be ([Cursor.AiCode.AiChangeSummary].GetProperties().Name | Sort-Object)
    }

    It 'have the same number columns in all tables of a kind' {
        $formats = [xml](Get-Content -LiteralPath (Join-Path (Split-Path (Get-TestedModulePath)) 'Cursor.AiCode.Format.ps1xml') -Raw)
        foreach ($kind in @{ Type = 'AiCommitSummary'; Columns = 9 }, @{ Type = 'AiChangeSummary'; Columns = 4 }) {
            $tables = @($formats.SelectNodes("//View[starts-with(Name, 'Cursor.AiCode.$($kind.Type)') and TableControl]"))
            $tables | Should -HaveCount 10
            foreach ($part in './/TableColumnHeader', './/TableColumnItem') {
                $tables | ForEach-Object { (@($_.SelectNodes($part).OuterXml) | Select-Object -Last $kind.Columns) -join "`n" } | Select-Object -Unique | Should -HaveCount 1
            }
        }
    }
}

Describe 'Progress' {
    It 'has records, a percentage and the remaining time, and the call stops immediately: <Source>' -ForEach @(
        @{ Source = 'API'; Script = "Measure-AiCode -Kind Commit -StartDate '2025-07-02T00:00:00Z' -EndDate '2025-07-31T00:00:00Z' -By Repository -BaseUri `$uri -RequestsPerMinute 10000" }
    ) {
        $slow = Start-Emulator -Option '--commits', '20000', '--changes', '10', '--days', '28', '--now', $now, '--throttle', '1'
        $env:CURSOR_API_KEY = $slow.Key
        $call = Start-Call -Script $Script -Variable @{ uri = $slow.Uri }
        $matching = { @($call.Shell.Streams.Progress | Where-Object { $_.StatusDescription -match '[\d,]+ of [\d,]+ records' -and $_.SecondsRemaining -ge 0 }) }
        Wait-Until { (& $matching).Count -gt 0 } 60 | Should -BeTrue
        (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
        $last = (& $matching)[-1]
        $last.PercentComplete | Should -BeGreaterThan 0
        $last.SecondsRemaining | Should -BeGreaterOrEqual 0
        Stop-Emulator $slow
        Use-Emulator $api
    }

    It 'is summarized in one verbose line' {
        @(Get-VerboseLine { Measure-AiCode -Path $files.Commit, $files.Commit })[-1] | Should -Match '^[\d,]+ records from 1 file, \d+\.\d{3} s$'
        @(Get-VerboseLine { Measure-AiCode -Kind Commit @range @noRateLimit })[-1] | Should -Match '^\d+ requests, \d+\.\d{3} s$'
    }

    It 'ends with Select-Object -First' {
        @(Measure-AiCode -Kind Commit -By Repository @range @noRateLimit | Select-Object -First 2) | Should -HaveCount 2
        @(Measure-AiCode -Path $files.Commit -By Repository | Select-Object -First 2) | Should -HaveCount 2
    }
}

Describe 'Tab completion' {
    BeforeAll {
        function Get-Completion([string] $Line) {
            @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches)
        }
    }

    It 'suggests the properties to group by' {
        (Get-Completion 'Measure-AiCode -Kind Commit -By ').CompletionText | Should -Be ([enum]::GetNames([Cursor.AiCode.AiCodeGrouping]) | Sort-Object)
        (Get-Completion 'Get-AiCommit | Measure-AiCode ').CompletionText | Should -Be ([enum]::GetNames([Cursor.AiCode.AiCodeGrouping]) | Sort-Object)
        (Get-Completion 'Measure-AiCode -Kind Commit -By Repository, wee').CompletionText | Should -Be 'Week'
    }

    It 'suggests the time zones of the computer, the local one first' {
        (Get-Completion 'Measure-AiCode -TimeZone ')[0].ListItemText | Should -Be ([TimeZoneInfo]::Local.Id)
        (Get-Completion 'Measure-AiCode -TimeZone berl').CompletionText | Should -Match 'Berlin'
    }

    It 'suggests dates and kinds' {
        (Get-Completion 'Measure-AiCode -Kind ').CompletionText | Should -Be 'Change', 'Commit'
        (Get-Completion 'Measure-AiCode -Kind Commit -StartDate 3').CompletionText | Should -Be '30d'
    }
}
