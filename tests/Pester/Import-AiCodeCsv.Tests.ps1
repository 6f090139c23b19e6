#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $errorType = 'Cursor.AiCode.Commands.ImportAiCodeCsvCommand'
    $api = Start-Emulator -Option '--developers', '12', '--commits', '300', '--changes', '300', '--days', '28', '--privacy', '0.3' -Use
    $end = [datetimeoffset]::UtcNow
    $range = @{ StartDate = $end.AddDays(-29); EndDate = $end }
    $query = @{ startDate = $range.StartDate; endDate = $range.EndDate }
    $endpoint = @{ Commit = 'commits.csv'; Change = 'changes.csv' }
    $apiRecords = @{ Commit = @(Get-AiCommit @range); Change = @(Get-AiCodeChange @range) }
    $source = New-TestFolder
    $paths = @{}
    $text = @{}
    foreach ($kind in 'Commit', 'Change') {
        # The response of the API, without the module.
        $text[$kind] = Get-ApiResponse $api $endpoint[$kind] $query
        $paths[$kind] = Join-Path $source "$kind.csv"
        [IO.File]::WriteAllText($paths[$kind], $text[$kind])
    }

    $null = $errorType, $text

    function ConvertTo-RecordJson([Parameter(ValueFromPipeline)] $InputObject) {
        process {
            ConvertTo-Json -InputObject $InputObject -Depth 4 -Compress
        }
    }

    function Set-Gzip([string] $Path, [string] $Text) {
        $file = [IO.Compression.GZipStream]::new([IO.File]::Create($Path), [IO.Compression.CompressionLevel]::Fastest)
        $file.Write([Text.Encoding]::UTF8.GetBytes($Text))
        $file.Dispose()
    }

    function Assert-Failure([string] $Id, [string] $Category, [string] $MessageText, [scriptblock] $Call) {
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -Be "$Id,$errorType"
        "$($failure.CategoryInfo.Category)" | Should -Be $Category
        $failure.Exception.Message | Should -BeLike "*$([WildcardPattern]::Escape($MessageText))*"
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Import-AiCodeCsv' {
    BeforeEach {
        $folder = New-TestFolder
        $path = Join-Path $folder 'records.csv'
        $null = $path
    }

    Context 'Records' {
        It 'equal those of the API in each property: <_>' -ForEach 'Commit', 'Change' {
            $apiRecords[$_].Count | Should -Be 300
            Import-AiCodeCsv $paths[$_] | ConvertTo-RecordJson | Should -Be ($apiRecords[$_] | ConvertTo-RecordJson)
            Export-AiCodeCsv $path -Kind $_ @range -RequestsPerMinute 10000
            Import-AiCodeCsv $path | ConvertTo-RecordJson | Should -Be ($apiRecords[$_] | ConvertTo-RecordJson)
        }

        It 'have the type and the views of those from the API: <_>' -ForEach 'Commit', 'Change' {
            $records = @(Import-AiCodeCsv $paths[$_])
            $records | ForEach-Object { $_.GetType() } | Select-Object -Unique | Should -Be $apiRecords[$_][0].GetType()
            $records | Select-Object -First 20 | Out-String -Width 120 | Should -Be ($apiRecords[$_] | Select-Object -First 20 | Out-String -Width 120)
            (Get-Command Import-AiCodeCsv).OutputType.Name | Should -Contain $records[0].GetType().FullName
        }

        It 'have numbers, Booleans, local times and nulls' {
            $records = @(Import-AiCodeCsv $paths.Commit)
            $records | ForEach-Object { $_.TotalLinesAdded } | Should -BeOfType [int]
            $records[0].CreatedAt.Kind | Should -Be 'Local'
            @($records | Where-Object { $_.IsPrimaryBranch -eq $false }).Count | Should -BeGreaterThan 0
            @($records | Where-Object { -not $_.IsPrimaryBranch }).Count | Should -BeGreaterOrEqual @($records | Where-Object { $_.IsPrimaryBranch -eq $false }).Count
            ($records | Sort-Object TotalLinesAdded -Descending)[0].TotalLinesAdded | Should -Be ($records | Measure-Object TotalLinesAdded -Maximum).Maximum
            foreach ($record in $records) {
                $record.psobject.Properties | Where-Object { $_.Value -is [string] -and $_.Value -eq '' } | Should -BeNullOrEmpty
            }
        }

        It 'can be exported again with the same bytes: <_>' -ForEach 'Commit', 'Change' {
            $apiRecords[$_] | Export-AiCodeCsv $path
            $secondPath = Join-Path $folder 'second.csv'
            Import-AiCodeCsv $path | Export-AiCodeCsv $secondPath
            (Get-FileHash $secondPath).Hash | Should -Be (Get-FileHash $path).Hash
            Import-AiCodeCsv $secondPath | Export-AiCodeCsv $secondPath
            (Get-FileHash $secondPath).Hash | Should -Be (Get-FileHash $path).Hash
        }

        It 'are not appended twice' {
            Import-AiCodeCsv $paths.Change | Export-AiCodeCsv $path
            (Import-AiCodeCsv $paths.Change | Export-AiCodeCsv $path -Append -PassThru).RecordCount | Should -Be 0
        }

        It 'are empty for an export without records' {
            @() | Export-AiCodeCsv $path
            Import-AiCodeCsv $path | Should -BeNullOrEmpty
            Export-AiCodeCsv $path -Kind Commit -StartDate now -RequestsPerMinute 10000
            Import-AiCodeCsv $path | Should -BeNullOrEmpty
        }
    }

    Context 'Files' {
        It 'can have <Name>' -ForEach @(
            @{ Name = 'a BOM'; Edit = { [char]0xFEFF + $args[0] } }
            @{ Name = 'CRLF line breaks'; Edit = { $args[0] -replace '(?<!\r)\n', "`r`n" } }
            @{ Name = 'blank lines at the end'; Edit = { $args[0] + "`r`n  `n" + [char]0x1A } }
            @{ Name = 'an additional column'; Edit = { ($args[0] -split '\n' | ForEach-Object { $_ ? "x,$_" : $_ }) -join "`n" } }
        ) {
            # Uses changes, because messages of commits can contain line breaks, and the edits apply to lines.
            $lines = @(Import-Csv $paths.Change | ForEach-Object { $_.metadata_json = ''; $_ } | ConvertTo-Csv -UseQuotes AsNeeded)
            [IO.File]::WriteAllText($path, (& $Edit ("$($lines -join "`n")`n")))
            $expected = $apiRecords.Change | ForEach-Object { $_.ChangeId }
            Import-AiCodeCsv $path | ForEach-Object { $_.ChangeId } | Should -Be $expected
        }

        It 'can be gzip-compressed, with any name: <_>' -ForEach 'a.csv.gz', 'a.csv', 'a' {
            Set-Gzip (Join-Path $folder $_) $text.Commit
            Import-AiCodeCsv (Join-Path $folder $_) | ConvertTo-RecordJson | Should -Be ($apiRecords.Commit | ConvertTo-RecordJson)
        }

        It 'can have the columns of older and newer API versions: <_>' -ForEach 'newer-sample', 'older' {
            $other = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--shape', $_, '--fault', 'new-column'
            try {
                [IO.File]::WriteAllText($path, (Get-ApiResponse $other commits.csv $query))
                Import-AiCodeCsv $path | ConvertTo-RecordJson | Should -Be (Get-AiCommit @range -BaseUri $other.Uri | ConvertTo-RecordJson)
            } finally {
                Stop-Emulator $other
            }
        }

        It 'can come from Import-Csv, Where-Object and Export-Csv' {
            Import-Csv $paths.Commit | Where-Object is_primary_branch -EQ 'true' | Export-Csv $path
            Import-AiCodeCsv $path | ConvertTo-RecordJson | Should -Be ($apiRecords.Commit | Where-Object { $_.IsPrimaryBranch } | ConvertTo-RecordJson)
        }

        It 'cause a warning if the last line can be truncated' {
            [IO.File]::WriteAllText($path, $text.Commit.TrimEnd("`n"))
            @(Import-AiCodeCsv $path -WarningVariable warnings -WarningAction SilentlyContinue).Count | Should -Be 300
            $warnings | Should -HaveCount 1
            $null = Import-AiCodeCsv $paths.Commit -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }
    }

    Context 'Paths' {
        BeforeEach {
            foreach ($day in 1..3) {
                $null = New-Item -ItemType Directory -Path (Join-Path $folder "set/created_date=2025-07-0$day")
                $apiRecords.Change | Select-Object -Skip ($day * 10) -First 10 | Export-AiCodeCsv (Join-Path $folder "set/created_date=2025-07-0$day/changes.csv")
            }

            $expected = $apiRecords.Change | Select-Object -Skip 10 -First 30 | ForEach-Object ChangeId
            Push-Location -LiteralPath $folder
            $null = $expected
        }

        AfterEach {
            Pop-Location
        }

        It 'can be <Name>' -ForEach @(
            @{ Name = 'a folder'; Call = { Import-AiCodeCsv set } }
            @{ Name = 'wildcards for folders'; Call = { Import-AiCodeCsv set/created* } }
            @{ Name = 'wildcards for files'; Call = { Import-AiCodeCsv set/*/*.csv } }
            @{ Name = 'several'; Call = { Import-AiCodeCsv set/created_date=2025-07-01, set/created_date=2025-07-0[23] } }
            @{ Name = 'paths from the pipeline'; Call = { 'set/created_date=2025-07-01', 'set/created_date=2025-07-0[23]' | Import-AiCodeCsv } }
            @{ Name = 'files from Get-ChildItem'; Call = { Get-ChildItem set -Recurse -File | Sort-Object FullName | Import-AiCodeCsv } }
            @{ Name = 'folders with their files, which are read once'; Call = { Get-ChildItem . -Recurse | Sort-Object FullName | Import-AiCodeCsv } }
            @{ Name = 'objects with FullName'; Call = { [pscustomobject]@{ FullName = "$PWD/set" } | Import-AiCodeCsv } }
            @{ Name = 'a literal path'; Call = { Import-AiCodeCsv -LiteralPath set } }
            @{ Name = 'a provider path'; Call = { Import-AiCodeCsv "Microsoft.PowerShell.Core\FileSystem::$PWD/set" } }
            @{ Name = 'a path in a PSDrive'; Call = { $null = New-PSDrive -Name Records -PSProvider FileSystem -Root $PWD; try { Import-AiCodeCsv Records:\set } finally { Remove-PSDrive Records } } }
        ) {
            & $Call | ForEach-Object ChangeId | Should -Be $expected
        }

        It 'can be the result of an export' {
            $apiRecords.Change | Export-AiCodeCsv $path -PassThru | Import-AiCodeCsv | Should -HaveCount 300
        }

        It 'can be the result of an export or a file whose name has brackets: <Name>' -ForEach @(
            @{ Name = 'from the pipeline'; Call = { $_ | Import-AiCodeCsv } }
            @{ Name = 'as an argument'; Call = { Import-AiCodeCsv $_ } }
            @{ Name = 'of Measure-AiCode'; Call = { Measure-AiCode -Path $_ | ForEach-Object { 1..$_.ChangeCount } } }
        ) {
            Copy-Item $paths.Change (Join-Path $folder 'b1.csv')
            $result = $apiRecords.Change | Select-Object -First 3 | Export-AiCodeCsv -LiteralPath (Join-Path $folder 'b[1].csv') -PassThru
            foreach ($source in $result, (Get-Item -LiteralPath (Join-Path $folder 'b[1].csv'))) {
                @($source | ForEach-Object $Call) | Should -HaveCount 3
            }
        }

        It 'with brackets can be literal, from Get-ChildItem or escaped' {
            Copy-Item $paths.Commit (Join-Path $folder 'x.csv')
            [IO.File]::Copy($paths.Commit, (Join-Path $folder 'a[x].csv'))
            @(Import-AiCodeCsv -LiteralPath 'a[x].csv').Count | Should -Be 300
            @(Import-AiCodeCsv -Path 'a`[x`].csv').Count | Should -Be 300
            @(Get-ChildItem 'a*.csv' | Import-AiCodeCsv).Count | Should -Be 300
            Assert-Failure FileNotFound ObjectNotFound 'a[x].csv' { Import-AiCodeCsv -Path 'a[x].csv' }
        }

        It 'of both kinds return both kinds, file by file' {
            $types = Import-AiCodeCsv $paths.Commit, $paths.Change, $paths.Commit | ForEach-Object { $_.GetType().Name }
            @($types | Get-Unique) | Should -Be 'AiCommit', 'AiCodeChange'
            $types.Count | Should -Be 600 -Because 'each file is read once'
        }

        It 'that do not exist cause an error before the first object: <Name>' -ForEach @(
            @{ Name = 'a file'; Target = 'none.csv' }
            @{ Name = 'wildcards'; Target = 'none*.csv' }
            @{ Name = 'a folder without data files'; Target = 'empty' }
        ) {
            $null = New-Item -ItemType Directory -Path empty/_other
            Set-Content empty/.hidden.csv, empty/_other/a.csv, empty/readme.txt 'a'
            $objects = [System.Collections.Generic.List[object]]::new()
            Assert-Failure FileNotFound ObjectNotFound ($Target.TrimEnd('*')) { Import-AiCodeCsv $paths.Commit, $Target | ForEach-Object { $objects.Add($_) } }
            $objects.Count | Should -Be 0
        }

        It 'that are not in the file system cause an error: <Target>' -ForEach @{ Target = 'Env:PATH' }, @{ Target = 'Variable:HOME' }, @{ Target = 'Function:*' } {
            Assert-Failure NotFileSystem InvalidArgument $Target { Import-AiCodeCsv $Target }
        }

        It 'from an empty pipeline return nothing' {
            @() | Import-AiCodeCsv | Should -BeNullOrEmpty
        }
    }

    Context 'Invalid files' {
        It 'cause a terminating error with the file, the line and the column: <Name>' -ForEach @(
            @{ Name = 'a row with missing fields'; Row = 'a,b,c'; Contains = 'Line 3' }
            @{ Name = 'a blank line'; Row = "`nmore"; Contains = 'Line 3' }
            @{ Name = 'an open quote'; Row = '1,u,e,TAB,"open,1,2,2025-07-30T14:12:03.000Z,'; Contains = 'Line 3' }
            @{ Name = 'an invalid number'; Row = '1,u,e,TAB,m,many,2,2025-07-30T14:12:03.000Z,'; Contains = "column 'total_lines_added'" }
            @{ Name = 'an invalid time'; Row = '1,u,e,TAB,m,1,2,30.07.2025,'; Contains = "column 'created_at'" }
            @{ Name = 'a missing ID'; Row = ',u,e,TAB,m,1,2,2025-07-30T14:12:03.000Z,'; Contains = "column 'change_id'" }
        ) {
            $header = 'change_id,user_id,user_email,source,model,total_lines_added,total_lines_deleted,created_at,metadata_json'
            [IO.File]::WriteAllText($path, "$header`n1,u,e,TAB,m,1,2,2025-07-30T14:12:03.000Z,`n$Row`n")
            Assert-Failure InvalidFile InvalidData $Contains { Import-AiCodeCsv $path }
            Assert-Failure InvalidFile InvalidData $path { Import-AiCodeCsv $path -ErrorAction SilentlyContinue }
            (Get-Failure { Import-AiCodeCsv $path }).TargetObject | Should -Be $path
        }

        It 'cause an error if they are not from the API: <Name>' -ForEach @(
            @{ Name = 'another CSV file'; Content = "Name,Email`nOne,one@company.com`n" }
            @{ Name = 'a file of Export-Csv'; Content = "CommitHash,UserId,TotalLinesAdded`na,b,1`n" }
            @{ Name = 'a web page'; Content = '<html><body>Sign in</body></html>' }
        ) {
            Set-Content -LiteralPath $path -Value $Content
            Assert-Failure InvalidFile InvalidData $path { Import-AiCodeCsv $path }
        }

        It 'cause an error if a gzip file is truncated' {
            Set-Gzip $path $text.Commit
            $bytes = [IO.File]::ReadAllBytes($path)
            [IO.File]::WriteAllBytes($path, $bytes[0..($bytes.Length / 2)])
            Assert-Failure InvalidFile InvalidData $path { Import-AiCodeCsv $path }
        }

        It 'cause an error if the account has no permission' -Tag 'Needs another account than root' -Skip:($IsWindows -or (id -u) -eq 0) {
            Copy-Item $paths.Commit $path
            chmod 000 $path
            Assert-Failure FileNotReadable ReadError $path { Import-AiCodeCsv $path }
        }

        It 'cause an error if another program locks the file' {
            Copy-Item $paths.Commit $path
            $lock = [IO.FileStream]::new($path, 'Open', 'ReadWrite', 'None')
            try {
                Assert-Failure FileNotReadable ReadError $path { Import-AiCodeCsv $path }
            } finally {
                $lock.Dispose()
            }
        }
    }

    Context 'Execution' {
        BeforeAll {
            $large = Join-Path $source 'large.csv'
            $lines = $text.Change.TrimEnd("`n") -split '\n'
            $writer = [IO.StreamWriter]::new($large)
            $writer.Write($lines[0] + "`n")
            $block = ($lines[1..($lines.Count - 1)] -join "`n") + "`n"
            foreach ($time in 1..450) {
                $writer.Write($block)
            }

            $writer.Dispose()
            $null = $large
        }

        It 'stops with Select-Object -First, and closes the file' {
            Copy-Item $large $path
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Import-AiCodeCsv $path | Select-Object -First 5 | Should -HaveCount 5
            $firstElapsed = $clock.Elapsed
            [IO.FileStream]::new($path, 'Open', 'ReadWrite', 'None').Dispose()
            Remove-Item -LiteralPath $path
            $clock.Restart()
            (Import-AiCodeCsv $large | Measure-Object).Count | Should -Be 135000
            $firstElapsed | Should -BeLessThan ($clock.Elapsed / 2)
        }

        It 'reports a percentage and the remaining time after a second, and completes the progress' {
            $result = Receive-Call (Start-Call "Import-AiCodeCsv '$large' | ForEach-Object { if (++`$count % 9000 -eq 0) { Start-Sleep -Milliseconds 150 } }")
            $result.Failure | Should -BeNullOrEmpty
            $result.Progress.Count | Should -BeGreaterThan 2
            $progress = @($result.Progress | Where-Object RecordType -EQ 'Processing')
            $progress.PercentComplete | Should -Be ($progress.PercentComplete | Sort-Object)
            @($progress | Where-Object { $_.PercentComplete -gt 0 -and $_.SecondsRemaining -ge 0 }).Count | Should -BeGreaterThan 0
            $result.Progress[-1].RecordType | Should -Be 'Completed'
            (Receive-Call (Start-Call "Import-AiCodeCsv '$($paths.Commit)'")).Progress | Should -BeNullOrEmpty
        }

        It 'ends immediately with Ctrl+C, and closes the file' {
            Copy-Item $large $path
            $call = Start-Call "Import-AiCodeCsv '$path' | ForEach-Object { `$null = `$_ | Select-Object -Property ChangeId; `$_ }"
            Wait-Until { $call.Output.Count -gt 0 } | Should -BeTrue
            (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
            $call.Output.Count | Should -BeLessThan 135000
            $call.Shell.Dispose()
            [IO.FileStream]::new($path, 'Open', 'ReadWrite', 'None').Dispose()
        }

        It 'writes a summary with -Verbose' {
            $lines = @(Get-VerboseLine { Import-AiCodeCsv $paths.Commit, $paths.Change })
            $lines | Where-Object { $_ -like "*$($paths.Commit)*300 records*" } | Should -HaveCount 1
            $lines | Where-Object { $_ -like '600 records from 2 files*' } | Should -HaveCount 1
        }

        It 'requires no key and no request' {
            $result = Get-ChildResult -Environment @{ CURSOR_API_KEY = $null; CURSOR_API_BASEURI = 'http://127.0.0.1:1' } -Script @"
Import-Module `$module
`$records = @(Import-AiCodeCsv '$($paths.Commit)').Count
`$csvHelper = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'CsvHelper' }
@{ records = `$records; contexts = @(`$csvHelper | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }) } | ConvertTo-Json -Compress
"@
            $result.records | Should -Be 300
            $result.contexts | Should -Be 'Cursor.AiCode'
        }
    }
}
