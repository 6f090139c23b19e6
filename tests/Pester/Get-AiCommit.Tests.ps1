#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-AiCommit' -ForEach @(
    @{
        Command   = 'Get-AiCommit'
        Kind      = 'Commit'
        Endpoint  = 'commits'
        Type      = 'Cursor.AiCode.AiCommit'
        ErrorType = 'Cursor.AiCode.Commands.GetAiCommitCommand'
        Columns   = 'CreatedAt', 'Commit', 'User', 'Repository', 'Added', 'AI', 'AI %', 'Message'
    }
) {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '12', '--commits', '1300', '--changes', '100', '--days', '60', '--max-range-days', '30' -Use
        $end = [datetimeoffset]::UtcNow
        $start = $end.AddDays(-55)
        $items = @(Get-ApiRecord $api $Kind $start $end)
        $apiRecords = @($items | ConvertTo-Fingerprint -Kind $Kind -As Json)
        $apiRecordsWithoutNull = @($items | ConvertTo-Fingerprint -Kind $Kind -As Json -NullIsEmpty)
        $null = $apiRecords, $apiRecordsWithoutNull
    }

    . (Join-Path $PSScriptRoot 'Support/GetRecords.ps1')

    Context 'AiCommit' {
        It 'has the property <Name> of the type <Type>' -ForEach @(
            @{ Name = 'CommitHash'; Type = [string] }
            @{ Name = 'UserId'; Type = [string] }
            @{ Name = 'UserEmail'; Type = [string] }
            @{ Name = 'RepoName'; Type = [string] }
            @{ Name = 'BranchName'; Type = [string] }
            @{ Name = 'IsPrimaryBranch'; Type = [System.Nullable[bool]] }
            @{ Name = 'CommitSource'; Type = [string] }
            @{ Name = 'TotalLinesAdded'; Type = [int] }
            @{ Name = 'TotalLinesDeleted'; Type = [int] }
            @{ Name = 'TabLinesAdded'; Type = [int] }
            @{ Name = 'TabLinesDeleted'; Type = [int] }
            @{ Name = 'ComposerLinesAdded'; Type = [int] }
            @{ Name = 'ComposerLinesDeleted'; Type = [int] }
            @{ Name = 'NonAiLinesAdded'; Type = [System.Nullable[int]] }
            @{ Name = 'NonAiLinesDeleted'; Type = [System.Nullable[int]] }
            @{ Name = 'Message'; Type = [string] }
            @{ Name = 'CommitTs'; Type = [System.Nullable[datetime]] }
            @{ Name = 'CreatedAt'; Type = [datetime] }
            @{ Name = 'AiLinesAdded'; Type = [int] }
            @{ Name = 'AiLinesDeleted'; Type = [int] }
            @{ Name = 'AiPercent'; Type = [System.Nullable[double]] }
        ) {
            [Cursor.AiCode.AiCommit].GetProperty($Name).PropertyType | Should -Be $Type
        }

        It 'calculates the AI lines and the AI percentage of the added lines' {
            foreach ($commit in Get-AiCommit $start $end) {
                if ($commit.AiLinesAdded -ne $commit.TabLinesAdded + $commit.ComposerLinesAdded -or
                    $commit.AiLinesDeleted -ne $commit.TabLinesDeleted + $commit.ComposerLinesDeleted) {
                    throw "The AI lines of $commit are incorrect."
                }

                $percent = $commit.TotalLinesAdded -eq 0 ? $null : 100.0 * ($commit.TabLinesAdded + $commit.ComposerLinesAdded) / $commit.TotalLinesAdded
                if ($commit.AiPercent -ne $percent) {
                    throw "The AI percentage of $commit is $($commit.AiPercent), not $percent."
                }
            }
        }

        It 'has local commit times, which can be compared with Get-Date' {
            $since = [datetime]::UtcNow.AddDays(-10)
            $expected = @($items | Where-Object { $_.commitTs -and $_.commitTs -gt $since })
            $commits = @(Get-AiCommit $start $end | Where-Object { $_.CommitTs -gt (Get-Date).AddDays(-10) })
            $commits | Should -HaveCount $expected.Count
            $commits[0].CommitTs.Kind | Should -Be 'Local'
        }

        It 'has null for fields that are missing in the older response format' {
            $older = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '20', '--shape', 'older'
            foreach ($transport in 'Json', 'Csv') {
                $commits = Get-AiCommit 25d -BaseUri $older.Uri -Transport $transport
                $commits | Should -HaveCount 200
                $commits | Where-Object { $null -ne $_.CommitSource } | Should -BeNullOrEmpty
            }

            Stop-Emulator $older
        }

        It 'reads the newer sample, where the source is the second column' {
            $sample = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '20', '--shape', 'newer-sample'
            $until = [datetimeoffset]::UtcNow
            $expected = Get-ApiRecord $sample Commit $until.AddDays(-25) $until | ConvertTo-Fingerprint -Kind Commit -As Json -NullIsEmpty
            Compare-Records (Get-AiCommit $until.AddDays(-25) $until -BaseUri $sample.Uri -Transport Csv | ConvertTo-Fingerprint -Kind Commit -As Object -NullIsEmpty) $expected
            Stop-Emulator $sample
        }

        It 'can be grouped, measured and sorted' {
            $commits = @(Get-AiCommit $start $end)
            $sum = ($items | Measure-Object -Property totalLinesAdded -Sum).Sum
            ($commits | Measure-Object -Property TotalLinesAdded -Sum).Sum | Should -Be $sum
            @($commits | Group-Object -Property RepoName).Count | Should -Be @($items | Group-Object -Property repoName).Count
            ($commits | Sort-Object -Property CreatedAt | Select-Object -First 1).CreatedAt | Should -Be ($commits.CreatedAt | Measure-Object -Minimum).Minimum
        }
    }
}
