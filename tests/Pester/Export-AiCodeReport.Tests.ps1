#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $errorType = 'Cursor.AiCode.Commands.ExportAiCodeReportCommand'
    $api = Start-Emulator -Option '--developers', '12', '--commits', '1300', '--changes', '600', '--days', '50' -Use
    $end = [datetimeoffset]::UtcNow
    $range = @{ StartDate = $end.AddDays(-20); EndDate = $end }
    $global:PSDefaultParameterValues['Export-AiCode*:RequestsPerMinute'] = 10000
    $global:PSDefaultParameterValues['Measure-AiCode:RequestsPerMinute'] = 10000
    $files = New-TestFolder
    Export-AiCodeCsv "$files/commits.csv" -Kind Commit -StartDate 55d
    Export-AiCodeCsv "$files/changes.csv" -Kind Change -StartDate 55d
    $total = Measure-AiCode -Kind Commit @range
    $null = $errorType, $total

    function Read-Report([string] $Path) {
        <# Reads the page, which is well-formed XML. #>
        [xml]([IO.File]::ReadAllText($Path) -replace '^<!DOCTYPE html>')
    }

    function Get-Tile([xml] $Page) {
        $tiles = [ordered]@{}
        foreach ($tile in $Page.SelectNodes('//dl/div')) {
            $tiles[$tile.dt] = $tile.SelectSingleNode('dd').InnerText
        }

        $tiles
    }

    function Get-Figure([xml] $Page) {
        $Page.SelectNodes('//figure//h3') | ForEach-Object InnerText
    }

    function Get-FolderList {
        Get-ChildItem -LiteralPath $folder -Force | ForEach-Object Name | Sort-Object
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Export-AiCodeReport' {
    BeforeEach {
        $folder = New-TestFolder
        $path = Join-Path $folder 'report.html'
    }

    AfterEach {
        Get-ChildItem -LiteralPath $folder -File -Force | ForEach-Object { $_.IsReadOnly = $false }
    }

    It 'has the numbers of Measure-AiCode from the API' {
        $result = Export-AiCodeReport $path @range -Culture en-US -PassThru
        $result.psobject.TypeNames[0] | Should -Be 'Cursor.AiCode.AiCodeReport'
        $result.Path | Should -Be $path
        $result.Length | Should -Be (Get-Item -LiteralPath $path).Length
        $result.CommitCount | Should -Be $total.CommitCount
        $result.ChangeCount | Should -Be 0
        '{0:s}' -f $result.StartDate | Should -Be ('{0:s}' -f $range.StartDate.LocalDateTime)
        '{0:s}' -f $result.EndDate | Should -Be ('{0:s}' -f $range.EndDate.LocalDateTime)
        $result.EndDate.Kind | Should -Be 'Local'
        $page = Read-Report $path
        $tiles = Get-Tile $page
        $tiles['AI share'] | Should -Be ('{0:N1}%' -f $total.AiPercent)
        $tiles['AI lines added'] | Should -Be ('{0:N0}' -f $total.AiLinesAdded)
        $tiles['Commits'] | Should -Be ('{0:N0}' -f $total.CommitCount)
        $tiles['Active users'] | Should -Be "$($total.UserCount)"
        $page.SelectNodes('//dd[@class="change"]').Count | Should -Be 4 -Because 'the emulator has records of the previous period'
        Get-Figure $page | Should -Be 'AI share by week', 'Lines added by week', 'By repository', 'By user', 'By source'
        Get-FolderList | Should -Be 'report.html'
    }

    It 'is equal from the API, from files and from the pipeline' {
        $reports = @{}
        Export-AiCodeReport $path @range -IncludeChange
        $reports.Api = Read-Report $path
        Export-AiCodeReport $path @range -InputPath "$files/commits.csv", "$files/changes.csv"
        $reports.Files = Read-Report $path
        Export-AiCodeReport $path @range -InputPath $files
        $reports.Folder = Read-Report $path
        & { Get-AiCommit 55d; Get-AiCodeChange 55d } | Export-AiCodeReport $path @range
        $reports.Pipeline = Read-Report $path
        Import-AiCodeCsv "$files/c*.csv" | Export-AiCodeReport $path @range
        $reports.Import = Read-Report $path
        foreach ($source in 'Files', 'Folder', 'Pipeline', 'Import') {
            $reports[$source].html.body.main.OuterXml | Should -BeExactly $reports.Api.html.body.main.OuterXml -Because $source
        }

        Get-Figure $reports.Api | Select-Object -Last 2 | Should -Be 'By model', 'By language'
    }

    It 'includes all records of files, and the last 90 days from the API by default' {
        $all = Export-AiCodeReport $path -InputPath "$files/commits.csv" -PassThru
        $all.CommitCount | Should -Be (Measure-AiCode -Path "$files/commits.csv").CommitCount
        (Read-Report $path).SelectNodes('//dd[@class="change"]').Count | Should -Be 0
        $default = Export-AiCodeReport $path -PassThru
        $default.CommitCount | Should -Be $all.CommitCount
        [math]::Round(($default.EndDate - $default.StartDate).TotalDays) | Should -Be 90
    }

    It 'accepts an empty pipeline' {
        (@() | Export-AiCodeReport $path -PassThru).CommitCount | Should -Be 0
        (Get-Tile (Read-Report $path))['Commits'] | Should -Be '0'
    }

    It 'applies the title, teams, branches, the time zone and the culture' {
        $users = @(Measure-AiCode -Path "$files/commits.csv" -By User | ForEach-Object UserEmail)
        $team = $users | Select-Object -First 3 | ForEach-Object { [pscustomobject]@{ Email = $_; Team = 'Payments <b>' } }
        Export-AiCodeReport $path -InputPath "$files/commits.csv" -Title 'Our <code>' -Team $team -PrimaryBranchOnly -TimeZone UTC -Culture de-DE
        $page = Read-Report $path
        $page.html.body.header.h1.InnerText | Should -Be 'Our <code>'
        Get-Figure $page | Should -Contain 'By team'
        $page.SelectNodes('//figure[.//h3="By team"]//tbody/tr/th') | ForEach-Object InnerText | Sort-Object | Should -Be 'No team', 'Payments <b>'
        $expected = Measure-AiCode -Path "$files/commits.csv" -PrimaryBranchOnly
        (Get-Tile $page)['AI lines added'] | Should -Be $expected.AiLinesAdded.ToString('N0', [cultureinfo]'de-DE')
        $page.html.body.footer.InnerText | Should -Match 'UTC'
        foreach ($user in $users) {
            $page.OuterXml | Should -Not -Match ([regex]::Escape($user)) -Because 'teams replace users'
        }
    }

    It 'contains no user with -Anonymize' {
        $commits = Import-AiCodeCsv "$files/commits.csv"
        Export-AiCodeReport $path -InputPath $files -Anonymize -Title "For $($commits[0].UserEmail)"
        $text = [Text.Encoding]::UTF8.GetString([IO.File]::ReadAllBytes($path))
        $known = @($commits.UserEmail) + @($commits.UserId) + @($commits.UserEmail | ForEach-Object { ($_ -split '@')[0] }) | Where-Object { $_ } | Select-Object -Unique
        $known.Count | Should -BeGreaterThan 20
        $known | Where-Object { $text.Contains($_, [StringComparison]::OrdinalIgnoreCase) } | Should -BeNullOrEmpty
        (Read-Report $path).SelectNodes('//figure[.//h3="By user"]//tbody/tr/th') | ForEach-Object InnerText | Should -Match '^User \d+$'
    }

    It 'has no output without -PassThru, and one line with -Verbose' {
        Export-AiCodeReport $path -InputPath $files | Should -BeNullOrEmpty
        Get-VerboseLine { Export-AiCodeReport $path -InputPath $files } | Should -Contain "Wrote a report of $((Measure-AiCode -Path "$files/commits.csv").CommitCount.ToString('N0')) commits and 600 changes to '$path': $(((Get-Item -LiteralPath $path).Length / 1KB).ToString('0.0', [cultureinfo]::InvariantCulture)) KB"
    }

    It 'writes nothing with -WhatIf, and sends no request' {
        Export-AiCodeReport $path -BaseUri http://127.0.0.1:1 -WhatIf
        Get-FolderList | Should -BeNullOrEmpty
    }

    It 'replaces a file, but not with -NoClobber or if it is read-only' {
        Set-Content -LiteralPath $path -Value 'old'
        (Get-Failure { Export-AiCodeReport $path -BaseUri http://127.0.0.1:1 -NoClobber }).FullyQualifiedErrorId | Should -Be "FileExists,$errorType"
        Set-ItemProperty -LiteralPath $path -Name IsReadOnly -Value $true
        (Get-Failure { Export-AiCodeReport $path -BaseUri http://127.0.0.1:1 }).FullyQualifiedErrorId | Should -Be "FileReadOnly,$errorType"
        Get-Content -LiteralPath $path | Should -Be 'old'
        Export-AiCodeReport $path -InputPath $files -Force
        Get-Content -LiteralPath $path -TotalCount 1 | Should -BeLike '<!DOCTYPE html>*'
    }

    It 'keeps the existing file after an error: <Id>' -ForEach @(
        @{ Id = 'Unreachable'; Category = 'ConnectionError'; Call = { Export-AiCodeReport $path -BaseUri http://127.0.0.1:1 } }
        @{ Id = 'FileNotFound'; Category = 'ObjectNotFound'; Call = { Export-AiCodeReport $path -InputPath "$folder/none.csv" } }
        @{ Id = 'InvalidFile'; Category = 'InvalidData'; Call = { Set-Content "$folder/bad.csv" 'a,b'; Export-AiCodeReport $path -InputPath "$folder/bad.csv" } }
        @{ Id = 'NotARecord'; Category = 'InvalidType'; Call = { 1 | Export-AiCodeReport $path } }
        @{ Id = 'UpstreamError'; Category = 'InvalidResult'; Call = { & { Write-Error 'bad' -ErrorAction SilentlyContinue; Get-AiCommit 1d } | Export-AiCodeReport $path } }
        @{ Id = 'NotOneSource'; Category = 'InvalidArgument'; Call = { Get-AiCommit 1d | Export-AiCodeReport $path -InputPath $files } }
        @{ Id = 'ParameterNeedsApi'; Category = 'InvalidArgument'; Call = { Export-AiCodeReport $path -InputPath $files -User 42 } }
        @{ Id = 'ParameterNeedsApi'; Category = 'InvalidArgument'; Call = { Get-AiCommit 1d | Export-AiCodeReport $path -IncludeChange } }
        @{ Id = 'StartAfterEnd'; Category = 'InvalidArgument'; Call = { Export-AiCodeReport $path now 7d } }
        @{ Id = 'InvalidTeam'; Category = 'InvalidArgument'; Call = { Export-AiCodeReport $path -InputPath $files -Team ([pscustomobject]@{ Team = 'x' }) } }
        @{ Id = 'WildcardPath'; Category = 'InvalidArgument'; Call = { Export-AiCodeReport "$folder/*.html" } }
        @{ Id = 'FolderNotFound'; Category = 'ObjectNotFound'; Call = { Export-AiCodeReport "$folder/none/report.html" } }
    ) {
        Set-Content -LiteralPath $path -Value 'old'
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
        $failure.CategoryInfo.Category | Should -Be $Category
        Get-Content -LiteralPath $path | Should -Be 'old'
        Get-FolderList | Where-Object { $_ -notin 'report.html', 'bad.csv' } | Should -BeNullOrEmpty
    }

    It 'names the file with an error as its target, after files that were read' {
        Set-Content "$folder/z.csv" 'a,b'
        $failure = Get-Failure { Export-AiCodeReport $path -InputPath "$files/commits.csv", "$folder/z.csv" }
        $failure.FullyQualifiedErrorId | Should -Be "InvalidFile,$errorType"
        $failure.TargetObject | Should -Be (Get-Item -LiteralPath "$folder/z.csv").FullName
    }

    It 'accepts deserialized records and records of Import-Csv' {
        $direct = Import-AiCodeCsv "$files/commits.csv" | Export-AiCodeReport $path -PassThru
        (Start-Job { param($module, $file) Import-Module $module; Import-AiCodeCsv $file } -ArgumentList (Get-TestedModulePath), "$files/commits.csv" |
            Receive-Job -Wait -AutoRemoveJob | Export-AiCodeReport $path -PassThru).CommitCount | Should -Be $direct.CommitCount
        (Import-Csv "$files/commits.csv" | Export-AiCodeReport $path -PassThru).CommitCount | Should -Be $direct.CommitCount
    }

    It 'uses -LiteralPath literally' {
        Export-AiCodeReport -LiteralPath "$folder/a[1].html" -InputPath $files
        Get-FolderList | Should -Be 'a[1].html'
    }

    It 'works with $PSDefaultParameterValues that apply to all cmdlets' {
        $global:PSDefaultParameterValues['*-AiCo*:User'] = '1'
        try {
            Get-AiCommit 5d -User 2 | Export-AiCodeReport $path
            (Read-Report $path).html.lang | Should -Be 'en'
        } finally {
            $global:PSDefaultParameterValues.Remove('*-AiCo*:User')
        }
    }

    It 'shows one row in the table view' {
        $text = Export-AiCodeReport $path -InputPath $files -PassThru | Format-Table | Out-String
        $text | Should -Match '(?m)^StartDate +EndDate +Commits +Changes +Length File\s*$'
        $text | Should -Match 'report\.html'
    }
}

Describe 'The report assembly' {
    It 'is loaded on first use' {
        $result = Get-ChildResult -Environment @{ TEST_FILES = $files } -Script @'
function Get-Loaded { @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -eq 'Cursor.AiCode.Report' }) }
Import-Module $module
$null = Measure-AiCode -Path "$env:TEST_FILES/commits.csv"
$before = Get-Loaded
Export-AiCodeReport (Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).html") -InputPath $env:TEST_FILES -PassThru | ForEach-Object Path | Remove-Item
@{ before = $before; after = Get-Loaded } | ConvertTo-Json -Compress
'@
        $result.before | Should -BeNullOrEmpty
        $result.after | Should -Be 'Cursor.AiCode.Report'
    }
}
