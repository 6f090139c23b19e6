#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests the folder with one file for each day. Cursor.AiCode.Parquet.Tests tests the content of Parquet files.
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $errorType = 'Cursor.AiCode.Commands.ExportAiCodeDatasetCommand'
    $api = Start-Emulator -Option '--developers', '12', '--commits', '650', '--changes', '650', '--days', '50', '--max-range-days', '30', '--privacy', '0.3' -Use
    $end = [datetimeoffset]::UtcNow
    $start = $end.AddDays(-55)
    $range = @{ StartDate = $start; EndDate = $end; RequestsPerMinute = 10000 }
    $unreachable = @{ BaseUri = 'http://127.0.0.1:1'; RequestsPerMinute = 10000 }
    $null = $errorType, $range, $unreachable

    $apiRecords = @{}
    foreach ($kind in 'Commit', 'Change') {
        $apiRecords[$kind] = @(Get-ApiRecord $api $kind $start $end)
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

    Context 'New datasets' {
        It 'contain the records of each day in one file: <Kind>, <Name>' -ForEach @(
            foreach ($kind in 'Commit', 'Change') {
                @{ Kind = $kind; Name = 'csv'; Options = @{ Format = 'Csv' } }
                @{ Kind = $kind; Name = 'csv.gz'; Options = @{ Format = 'Csv'; Compress = $true } }
            }
        ) {
            Export-AiCodeDataset $path -Kind $Kind @range @Options | Should -BeNullOrEmpty
            Compare-Records (Import-AiCodeCsv $path | ConvertTo-Fingerprint -Kind $Kind -As Object) ($apiRecords[$Kind] | ConvertTo-Fingerprint -Kind $Kind -As Json)
            $expected = $apiRecords[$Kind] | Group-Object { ([datetime]$_.createdAt).ToUniversalTime().ToString('yyyy-MM-dd') } | ForEach-Object { "created_date=$($_.Name): $($_.Count)" } | Sort-Object
            Get-ChildItem -LiteralPath $path -Directory | ForEach-Object { "$($_.Name): $(@(Import-AiCodeCsv -LiteralPath $_.FullName).Count)" } | Sort-Object | Should -Be $expected
            Get-ChildItem -LiteralPath $path -File -Force | ForEach-Object Name | Should -Be 'README.md'
        }

        It 'are Parquet by default: <_>' -ForEach 'Commit', 'Change' {
            $result = Export-AiCodeDataset -Path $path -Kind $_ @range -PassThru
            $result.Format | Should -Be 'Parquet'
            $result.RecordCount | Should -Be $apiRecords[$_].Count
            $result.DayCount | Should -Be @($apiRecords[$_] | Group-Object { ([datetime]$_.createdAt).ToUniversalTime().Date }).Count
            $files = Get-DataFile ($_ -eq 'Commit' ? 'commits.parquet' : 'changes.parquet')
            $files.Count | Should -Be $result.DayCount
            ($files | Measure-Object Length -Sum).Sum | Should -Be $result.Length
            foreach ($file in $files) {
                $bytes = [IO.File]::ReadAllBytes($file.FullName)
                [Text.Encoding]::ASCII.GetString($bytes[0..3] + $bytes[-4..-1]) | Should -BeExactly 'PAR1PAR1'
            }
        }

        It 'are described with -PassThru' {
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

        It 'can have a literal path or a relative path' {
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

    Context 'Existing datasets' {
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

        It 'are rejected with another format or kind, before any request: <Name>' -ForEach @(
            @{ Name = 'Csv'; Options = @{ Kind = 'Commit'; Format = 'Csv' } }
            @{ Name = 'Change'; Options = @{ Kind = 'Change' } }
        ) {
            Export-AiCodeDataset $path -Kind Commit @range
            $failure = Get-Failure { Export-AiCodeDataset $path @Options @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "DatasetMismatch,$errorType"
            $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        }
    }

    Context 'Errors' {
        It 'occur for <Name>' -ForEach @(
            @{ Name = '-Compress with Parquet'; Id = 'CompressWithParquet'; Category = 'InvalidArgument'; Options = @{ Compress = $true } }
            @{ Name = 'a start after the end'; Id = 'StartAfterEnd'; Category = 'InvalidArgument'; Options = @{ StartDate = '1d'; EndDate = '2d' } }
        ) {
            $failure = Get-Failure { Export-AiCodeDataset $path -Kind Commit @Options @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
            $failure.CategoryInfo.Category | Should -Be $Category
            Test-Path -LiteralPath $path | Should -BeFalse
        }

        It 'occur for invalid paths: <Target>' -ForEach @(
            @{ Target = 'none/set'; Id = 'FolderNotFound'; Category = 'ObjectNotFound' }
            @{ Target = 'file'; Id = 'PathIsFile'; Category = 'InvalidArgument' }
            @{ Target = 'se*'; Id = 'WildcardPath'; Category = 'InvalidArgument' }
        ) {
            Set-Content -LiteralPath (Join-Path $folder 'file') -Value ''
            $failure = Get-Failure { Export-AiCodeDataset (Join-Path $folder $Target) -Kind Commit @unreachable }
            $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
            $failure.CategoryInfo.Category | Should -Be $Category
            Get-ChildItem -LiteralPath $folder -Force | ForEach-Object Name | Should -Be 'file'
        }

        It 'leave no files if the API can''t be reached' {
            (Get-Failure { Export-AiCodeDataset $path -Kind Commit @unreachable }).FullyQualifiedErrorId | Should -Be "Unreachable,$errorType"
            Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
        }
    }

    Context '-WhatIf' {
        It 'sends no request and writes nothing' {
            Get-VerboseLine { Export-AiCodeDataset $path -Kind Commit @unreachable -WhatIf -PassThru } | Should -Not -Match 'GET '
            Get-ChildItem -LiteralPath $folder -Force | Should -BeNullOrEmpty
        }
    }

    Context 'The Parquet library' {
        It 'is loaded on first use, and is not visible to scripts' {
            $result = Get-ChildResult -Environment @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key; TEST_FOLDER = $folder } -Script @'
function Get-Loaded { @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -in 'Parquet', 'Cursor.AiCode.Parquet' } | Sort-Object) }
Import-Module $module
Export-AiCodeDataset "$env:TEST_FOLDER/csv" -Kind Commit -Format Csv -RequestsPerMinute 10000
$csv = Get-Loaded
Export-AiCodeDataset "$env:TEST_FOLDER/parquet" -Kind Commit -RequestsPerMinute 10000
@{ csv = $csv; parquet = Get-Loaded; visible = [bool]('Parquet.ParquetWriter' -as [type])
   context = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Parquet' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }) } | ConvertTo-Json -Compress
'@
            $result.csv | Should -BeNullOrEmpty
            $result.parquet | Should -Be 'Cursor.AiCode.Parquet', 'Parquet'
            $result.visible | Should -BeFalse
            $result.context | Should -Be 'Cursor.AiCode'
        }
    }
}
