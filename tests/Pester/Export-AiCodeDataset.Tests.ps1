#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# The folder with one file for each day. What is in Parquet files is tested by tests/Cursor.AiCode.Parquet.Tests.
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $errorType = 'Cursor.AiCode.Commands.ExportAiCodeDatasetCommand'
    $api = Start-Emulator -Option '--developers', '12', '--commits', '1300', '--changes', '1300', '--days', '50', '--max-range-days', '30', '--privacy', '0.3' -Use
    $end = [datetimeoffset]::UtcNow
    $start = $end.AddDays(-55)
    $range = @{ StartDate = $start; EndDate = $end; RequestsPerMinute = 10000 }
    $dead = @{ BaseUri = 'http://127.0.0.1:1'; RequestsPerMinute = 10000 }
    $null = $errorType, $range, $dead

    $truth = @{}
    foreach ($kind in 'Commit', 'Change') {
        $truth[$kind] = @(Get-ApiRecord $api $kind $start $end)
    }

    function Get-DataFile([string] $Filter) {
        Get-ChildItem -LiteralPath $path -Recurse -File -Filter $Filter
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Export-AiCodeDataset' {
    BeforeEach {
        $folder = New-TestFolder
        $path = Join-Path $folder 'set'
        $null = $path
    }

    Context 'New data sets' {
        It 'has the records of each day in the file of the day: <Kind>, <Name>' -ForEach @(
            foreach ($kind in 'Commit', 'Change') {
                @{ Kind = $kind; Name = 'csv'; Options = @{ Format = 'Csv' } }
                @{ Kind = $kind; Name = 'csv.gz'; Options = @{ Format = 'Csv'; Compress = $true } }
            }
        ) {
            Export-AiCodeDataset $path -Kind $Kind @range @Options | Should -BeNullOrEmpty
            Compare-Records (Import-AiCodeCsv $path | ConvertTo-Fingerprint -Kind $Kind -As Object) ($truth[$Kind] | ConvertTo-Fingerprint -Kind $Kind -As Json)
            $expected = $truth[$Kind] | Group-Object { ([datetime]$_.createdAt).ToUniversalTime().ToString('yyyy-MM-dd') } | ForEach-Object { "created_date=$($_.Name): $($_.Count)" } | Sort-Object
            Get-ChildItem -LiteralPath $path -Directory | ForEach-Object { "$($_.Name): $(@(Import-AiCodeCsv -LiteralPath $_.FullName).Count)" } | Sort-Object | Should -Be $expected
            Get-ChildItem -LiteralPath $path -File -Force | ForEach-Object Name | Should -Be 'README.md'
        }

        It 'is Parquet by default: <_>' -ForEach 'Commit', 'Change' {
            $result = Export-AiCodeDataset -Path $path -Kind $_ @range -PassThru
            $result.Format | Should -Be 'Parquet'
            $result.RecordCount | Should -Be $truth[$_].Count
            $result.DayCount | Should -Be @($truth[$_] | Group-Object { ([datetime]$_.createdAt).ToUniversalTime().Date }).Count
            $files = Get-DataFile ($_ -eq 'Commit' ? 'commits.parquet' : 'changes.parquet')
            $files.Count | Should -Be $result.DayCount
            ($files | Measure-Object Length -Sum).Sum | Should -Be $result.Length
            foreach ($file in $files) {
                $bytes = [IO.File]::ReadAllBytes($file.FullName)
                [Text.Encoding]::ASCII.GetString($bytes[0..3] + $bytes[-4..-1]) | Should -BeExactly 'PAR1PAR1'
            }
        }

        It '-PassThru tells what was written' {
            $result = Export-AiCodeDataset $path -Kind Commit @range -Format Csv -PassThru
            $result | Should -BeOfType Cursor.AiCode.AiCodeDataset
            $result.Path | Should -Be $path
            $result.Kind | Should -Be 'Commit'
            $result.Format | Should -Be 'Csv'
            $result.Compress | Should -BeFalse
            $result.StartDate.ToUniversalTime() | Should -Be $start.UtcDateTime.Date
            $result.EndDate.Kind | Should -Be 'Local'
            $result.RequestCount | Should -BeGreaterThan 2
            $result.Duration | Should -BeGreaterThan ([timespan]::Zero)
        }

        It 'takes a path as it is by -LiteralPath, and a relative one' {
            Export-AiCodeDataset -LiteralPath (Join-Path $folder 'a[1]') -Kind Commit -Format Csv @range
            Join-Path $folder 'a[1]' 'README.md' | ForEach-Object { Test-Path -LiteralPath $_ } | Should -BeTrue
            Push-Location -LiteralPath $folder
            try {
                (Export-AiCodeDataset b -Kind Commit -Format Csv @range -PassThru).Path | Should -Be (Join-Path $folder 'b')
            } finally {
                Pop-Location
            }
        }
    }

    Context 'Data sets that exist' {
        It 'are continued: <_>' -ForEach 'Parquet', 'Csv' {
            $first = Export-AiCodeDataset $path -Kind Commit -Format $_ @range -PassThru
            $before = Get-DataFile commits* | Sort-Object FullName
            $second = Export-AiCodeDataset $path -Kind Commit -Format $_ -RequestsPerMinute 10000 -PassThru
            $second.DayCount | Should -BeLessOrEqual 3
            $second.RequestCount | Should -Be 2
            $after = Get-DataFile commits* | Sort-Object FullName
            $after.Count | Should -Be $before.Count
            @(0..($before.Count - 1) | Where-Object { $before[$_].LastWriteTimeUtc -ne $after[$_].LastWriteTimeUtc }).Count | Should -Be $second.DayCount
            $first.DayCount | Should -Be $before.Count
        }

        It 'are refused in another format or kind, before the first request: <Name>' -ForEach @(
            @{ Name = 'Csv'; Options = @{ Kind = 'Commit'; Format = 'Csv' } }
            @{ Name = 'Change'; Options = @{ Kind = 'Change' } }
        ) {
            Export-AiCodeDataset $path -Kind Commit @range
            $failure = Get-Failure { Export-AiCodeDataset $path @Options @dead }
            $failure.FullyQualifiedErrorId | Should -Be "DatasetMismatch,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        }
    }

    Context 'Errors' {
        It 'refuses <Name>' -ForEach @(
            @{ Name = '-Compress with Parquet'; Id = 'CompressWithParquet'; Category = 'InvalidArgument'; Options = @{ Compress = $true } }
            @{ Name = 'a start after the end'; Id = 'StartAfterEnd'; Category = 'InvalidArgument'; Options = @{ StartDate = '1d'; EndDate = '2d' } }
        ) {
            $failure = Get-Failure { Export-AiCodeDataset $path -Kind Commit @Options @dead }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
            $failure.CategoryInfo.Category | Should -Be $Category
            Test-Path -LiteralPath $path | Should -BeFalse
        }

        It 'refuses paths that can''t be: <Target>' -ForEach @(
            @{ Target = 'none/set'; Id = 'FolderNotFound'; Category = 'ObjectNotFound' }
            @{ Target = 'file'; Id = 'PathIsFile'; Category = 'InvalidArgument' }
            @{ Target = 'se*'; Id = 'WildcardPath'; Category = 'InvalidArgument' }
        ) {
            Set-Content -LiteralPath (Join-Path $folder 'file') -Value ''
            $failure = Get-Failure { Export-AiCodeDataset (Join-Path $folder $Target) -Kind Commit @dead }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
            $failure.CategoryInfo.Category | Should -Be $Category
            Get-ChildItem -LiteralPath $folder -Force | ForEach-Object Name | Should -Be 'file'
        }

        It 'leaves nothing behind where the API can''t be reached' {
            (Get-Failure { Export-AiCodeDataset $path -Kind Commit @dead }).FullyQualifiedErrorId | Should -Be "Unreachable,$errorType"
            Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
        }
    }

    Context '-WhatIf' {
        It 'asks for nothing and writes nothing' {
            Get-VerboseLine { Export-AiCodeDataset $path -Kind Commit @dead -WhatIf -PassThru } | Should -Not -Match 'GET '
            Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
        }
    }

    Context 'The library of Parquet' {
        It 'is loaded when a Parquet file is written and not before, and out of the sight of scripts' {
            $seen = Get-ChildResult -Environment @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key; TEST_FOLDER = $folder } -Script @'
function Get-Loaded { @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -in 'Parquet', 'Cursor.AiCode.Parquet' } | Sort-Object) }
Import-Module $module
Export-AiCodeDataset "$env:TEST_FOLDER/csv" -Kind Commit -Format Csv -RequestsPerMinute 10000
$csv = Get-Loaded
Export-AiCodeDataset "$env:TEST_FOLDER/parquet" -Kind Commit -RequestsPerMinute 10000
@{ csv = $csv; parquet = Get-Loaded; visible = [bool]('Parquet.ParquetWriter' -as [type])
   context = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Parquet' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }) } | ConvertTo-Json -Compress
'@
            $seen.csv | Should -BeNullOrEmpty
            $seen.parquet | Should -Be 'Cursor.AiCode.Parquet', 'Parquet'
            $seen.visible | Should -BeFalse
            $seen.context | Should -Be 'Cursor.AiCode'
        }
    }
}
