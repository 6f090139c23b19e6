#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '6', '--commits', '400', '--changes', '400', '--days', '250', '--now', '2025-07-30T00:00:00Z', '--max-range-days', '30'
    $script = @"
if (`$env:TEST_CULTURE) {
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = `$env:TEST_CULTURE
    [cultureinfo]::DefaultThreadCurrentCulture = [cultureinfo]::DefaultThreadCurrentUICulture = `$env:TEST_CULTURE
}

Import-Module '$(Join-Path $PSScriptRoot 'Support/Support.psm1')'
Import-Module `$module
`$PSDefaultParameterValues['*-AiCo*:RequestsPerMinute'] = 10000
`$range = @{ StartDate = '2024-12-01T00:00:00Z'; EndDate = '2025-07-30T00:00:00Z'; RequestsPerMinute = 10000 }
`$folder = New-TestFolder
`$result = [ordered]@{
    culture = (Get-Culture).Name
    offset = [timezoneinfo]::Local.GetUtcOffset([datetime]'2025-07-30').TotalHours
    local = 'x{0:N1}' -f 1234.5
}
foreach (`$kind in 'Commit', 'Change') {
    `$command = `$kind -eq 'Commit' ? 'Get-AiCommit' : 'Get-AiCodeChange'
    foreach (`$transport in 'Json', 'Csv') {
        `$records = & `$command @range -Transport `$transport
        `$fingerprints = `$records | ConvertTo-Fingerprint -Kind `$kind -As Object -NullIsEmpty
        `$result["`$kind`$transport"] = (`$fingerprints | Sort-Object -CaseSensitive -Culture '' | Get-TextHash)
        `$result["`$kind`${transport}Kinds"] = (`$records.CreatedAt.Kind | Select-Object -Unique) -join ','
    }

    `$records | Export-AiCodeCsv "`$folder/pipeline.csv"
    Export-AiCodeCsv "`$folder/api.csv" -Kind `$kind @range
    Export-AiCodeCsv "`$folder/json.csv" -Kind `$kind @range -Transport Json
    foreach (`$name in 'pipeline', 'api', 'json') {
        `$result["`$kind-`$name"] = (Get-FileHash "`$folder/`$name.csv").Hash
    }
}

function Get-StartDate([scriptblock] `$Call) {
    'at ' + ([regex]'startDate=([^&]+)').Match("`$(& `$Call 4>&1 | Where-Object { `$_ -is [System.Management.Automation.VerboseRecord] })").Groups[1].Value
}

`$result.date = Get-StartDate { Get-AiCommit 2025-07-20 2025-07-22 -Verbose -First 1 }
`$result.winter = Get-StartDate { Get-AiCommit 2025-01-20 2025-01-22 -Verbose -First 1 }
`$result.clock = Get-StartDate { Get-AiCommit ([datetime]'2025-07-20T12:00:00') '2025-07-22T00:00:00Z' -Verbose -First 1 }
`$result.german = try { Get-AiCommit '20.07.2025'; 'accepted' } catch { `$_.FullyQualifiedErrorId.Split(',')[0] }
`$result.json = ((Get-AiCommit 2025-07-01 2025-07-29 -First 1 | ConvertTo-Json) -split '\n' | Where-Object { `$_ -like '*CreatedAt*' }) -join ''
`$result.percent = (Get-AiCommit @range | Where-Object { `$_.AiPercent -gt 50 } | Measure-Object).Count
`$result.verbose = [bool](Get-AiCommit 2025-07-01 2025-07-29 -Verbose 4>&1 | Where-Object { "`$_" -match '^GET .* -> 200, \d+ records, [\d,]+\.\d KB, \d+\.\d{3} s`$' })
`$result | ConvertTo-Json -Compress
"@
    $script = $script.Replace("Import-Module `$module`n", @'
Import-Module $module
function Get-TextHash {
    $bytes = [Text.Encoding]::UTF8.GetBytes(($input -join "`n"))
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes))
}

'@)

    function Invoke-InCulture([string] $Culture, [string] $Zone) {
        $environment = @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key; TEST_CULTURE = $Culture }
        if ($Zone) {
            $environment['TZ'] = $Zone
        }

        if ($Culture) {
            $environment['LANG'] = $environment['LC_ALL'] = $Culture.Replace('-', '_') + '.UTF-8'
        }

        Get-ChildResult -Script $script -Environment $environment -TimeoutSeconds 300
    }

    $baseline = Invoke-InCulture '' 'UTC'
    $null = $baseline
}

AfterAll {
    Exit-TestSession
}

Describe 'Culture <Culture>, time zone <Zone>' -ForEach @(
    @{ Culture = 'de-DE'; Zone = 'America/New_York'; Summer = -4; Date = '2025-07-20T04:00:00.000Z'; Winter = '2025-01-20T05:00:00.000Z'; Clock = '2025-07-20T16:00:00.000Z'; Offset = '-04:00' }
    @{ Culture = 'ar-SA'; Zone = 'Asia/Kolkata'; Summer = 5.5; Date = '2025-07-19T18:30:00.000Z'; Winter = '2025-01-19T18:30:00.000Z'; Clock = '2025-07-20T06:30:00.000Z'; Offset = '+05:30' }
    @{ Culture = 'tr-TR'; Zone = 'Australia/Lord_Howe'; Summer = 10.5; Date = '2025-07-19T13:30:00.000Z'; Winter = '2025-01-19T13:00:00.000Z'; Clock = '2025-07-20T01:30:00.000Z'; Offset = '+10:30' }
) {
    BeforeAll {
        # TZ sets the time zone, except on Windows, where the tests of the zone are skipped.
        $actual = Invoke-InCulture $Culture ($IsWindows ? $null : $Zone)
        $null = $actual
    }

    It 'is the culture of the session' {
        $actual.culture | Should -Be $Culture
        if ($Culture -eq 'de-DE') {
            $actual.local | Should -Be 'x1.234,5'
        }
    }

    It 'is the time zone of the session' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
        $actual.offset | Should -Be $Summer
    }

    It 'returns the same records: <_>' -ForEach 'CommitJson', 'CommitCsv', 'ChangeJson', 'ChangeCsv' {
        $actual.$_ | Should -Be $baseline.$_
        $actual."${_}Kinds" | Should -Be 'Local'
    }

    It 'writes the same files: <_>' -ForEach 'Commit-pipeline', 'Commit-api', 'Commit-json', 'Change-pipeline', 'Change-api', 'Change-json' {
        $actual.$_ | Should -Be $baseline.$_
    }

    It 'interprets dates without an offset as local' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
        $actual.date | Should -Be "at $Date"
        $actual.winter | Should -Be "at $Winter"
        $actual.clock | Should -Be "at $Clock"
    }

    It 'rejects dates in the format of the culture' {
        $actual.german | Should -Be 'ParameterArgumentTransformationError'
    }

    It 'keeps the offset in ConvertTo-Json' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
        $actual.json | Should -Match ([regex]::Escape($Offset))
    }

    It 'calculates and writes the same numbers' {
        $actual.percent | Should -Be $baseline.percent
        $actual.verbose | Should -BeTrue
    }
}
