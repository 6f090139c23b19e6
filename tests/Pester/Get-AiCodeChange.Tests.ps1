#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-AiCodeChange' -ForEach @(
    @{
        Command   = 'Get-AiCodeChange'
        Kind      = 'Change'
        Endpoint  = 'changes'
        Type      = 'Cursor.AiCode.AiCodeChange'
        ErrorType = 'Cursor.AiCode.Commands.GetAiCodeChangeCommand'
        Columns   = 'CreatedAt', 'ChangeId', 'User', 'Source', 'Model', 'Added', 'Deleted', 'Files', 'Extensions'
    }
) {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '12', '--commits', '100', '--changes', '1300', '--days', '60', '--max-range-days', '30', '--privacy', '0.3' -Use
        $end = [datetimeoffset]::UtcNow
        $start = $end.AddDays(-55)
        $items = @(Get-ApiRecord $api $Kind $start $end)
        $apiRecords = @($items | ConvertTo-Fingerprint -Kind $Kind -As Json)
        $apiRecordsWithoutNull = @($items | ConvertTo-Fingerprint -Kind $Kind -As Json -NullIsEmpty)
        $null = $apiRecords, $apiRecordsWithoutNull
    }

    . (Join-Path $PSScriptRoot 'Support/GetRecords.ps1')

    Context 'AiCodeChange' {
        It 'has the property <Name> of the type <Type>' -ForEach @(
            @{ Name = 'ChangeId'; Type = [string] }
            @{ Name = 'UserId'; Type = [string] }
            @{ Name = 'UserEmail'; Type = [string] }
            @{ Name = 'Source'; Type = [string] }
            @{ Name = 'Model'; Type = [string] }
            @{ Name = 'TotalLinesAdded'; Type = [int] }
            @{ Name = 'TotalLinesDeleted'; Type = [int] }
            @{ Name = 'CreatedAt'; Type = [datetime] }
            @{ Name = 'FileCount'; Type = [System.Nullable[int]] }
            @{ Name = 'Extensions'; Type = [string] }
        ) {
            [Cursor.AiCode.AiCodeChange].GetProperty($Name).PropertyType | Should -Be $Type
        }

        It 'has an array of files' {
            $change = Get-AiCodeChange $start $end | Where-Object { $_.FileCount -gt 1 } | Select-Object -First 1
            , $change.Metadata | Should -BeOfType [array]
            $change.Metadata[0].psobject.Properties.Name | Should -Be 'FileName', 'FileExtension', 'LinesAdded', 'LinesDeleted'
            $change.Metadata[0].LinesAdded | Should -BeOfType [int]
        }

        It 'has the file count and the extensions as simple properties' {
            foreach ($change in Get-AiCodeChange $start $end) {
                $extensions = @($change.Metadata.FileExtension | Where-Object { $_ } | Select-Object -Unique) -join ','
                if ($change.FileCount -ne @($change.Metadata).Count -or "$($change.Extensions)" -cne $extensions) {
                    throw "$change has $($change.FileCount) files, $($change.Extensions)"
                }
            }
        }

        It 'has null file names in privacy mode' {
            $private = @($items | Where-Object { $_.metadata -and -not $_.metadata[0].psobject.Properties['fileName'] })
            $private.Count | Should -BeGreaterThan 0
            foreach ($transport in 'Json', 'Csv') {
                $changes = Get-AiCodeChange $start $end -Transport $transport | Where-Object { $_.Metadata -and $null -eq $_.Metadata[0].FileName }
                @($changes).Count | Should -Be $private.Count
                $changes[0].Extensions | Should -Not -BeNullOrEmpty
            }
        }
    }

    Context 'Serialization' {
        It 'Trial P6: keeps the lines of each file with <_>' -ForEach 'Start-Job', 'Export-Clixml', 'ConvertTo-Json' {
            $module = Get-TestedModulePath
            $from, $to = $start.ToString('o'), $end.ToString('o')
            $null = $module, $from, $to
            $changes = switch ($_) {
                'Start-Job' { Start-Job { Import-Module $using:module; Get-AiCodeChange $using:from $using:to -RequestsPerMinute 10000 } | Receive-Job -Wait }
                'Export-Clixml' { Get-AiCodeChange $start $end | Export-Clixml -LiteralPath "$TestDrive/c.xml"; Import-Clixml -LiteralPath "$TestDrive/c.xml" }
                'ConvertTo-Json' { Get-AiCodeChange $start $end | ConvertTo-Json -Depth 4 | ConvertFrom-Json }
            }
            $lines = { $_.ChangeId + ' ' + ($_.Metadata | ForEach-Object { "$($_.FileName) $($_.FileExtension) $($_.LinesAdded) $($_.LinesDeleted)" }) -join '|' }
            @($changes | ForEach-Object $lines) | Should -Be @(Get-AiCodeChange $start $end | ForEach-Object $lines)
        }

        It 'Trial P12: are equal if their content is, and Sort-Object -Unique keeps each of them' {
            $first = @(Get-AiCodeChange $start $end)
            $second = @(Get-AiCodeChange $start $end)
            $first.Count | Should -BeGreaterThan 100
            for ($i = 0; $i -lt $first.Count; $i++) {
                if ($first[$i] -ne $second[$i] -or $first[$i].GetHashCode() -ne $second[$i].GetHashCode()) {
                    throw "$($first[$i]) differs"
                }
            }

            @($first + $second | Sort-Object -Unique).Count | Should -Be $first.Count
        }
    }

    Context '-ExpandFile' {
        It 'returns a row for each file' {
            $expected = foreach ($item in $items) {
                foreach ($file in $item.metadata) {
                    $name = $file.psobject.Properties['fileName']
                    $item.changeId, $item.userId, $item.userEmail, $item.source, $item.model, $item.totalLinesAdded, $item.totalLinesDeleted,
                    (ConvertTo-ApiTime $item.createdAt), ($name ? $name.Value : $null), $file.fileExtension, $file.linesAdded, $file.linesDeleted -join '|'
                }
            }
            $rows = Get-AiCodeChange $start $end -ExpandFile
            $actual = foreach ($row in $rows) {
                $row.ChangeId, $row.UserId, $row.UserEmail, $row.Source, $row.Model, $row.TotalLinesAdded, $row.TotalLinesDeleted,
                (ConvertTo-ApiTime $row.CreatedAt), $row.FileName, $row.FileExtension, $row.LinesAdded, $row.LinesDeleted -join '|'
            }
            Compare-Records $actual $expected
        }

        It 'returns objects of a separate type, without nested objects' {
            $row = Get-AiCodeChange -ExpandFile -First 1
            $row.GetType().FullName | Should -Be 'Cursor.AiCode.AiCodeChangeFile'
            (Get-Command Get-AiCodeChange).OutputType.Name | Should -Contain 'Cursor.AiCode.AiCodeChangeFile'
            $row.psobject.Properties.Name | Should -Be 'ChangeId', 'UserId', 'UserEmail', 'Source', 'Model', 'TotalLinesAdded', 'TotalLinesDeleted', 'CreatedAt', 'FileName', 'FileExtension', 'LinesAdded', 'LinesDeleted'
            foreach ($property in $row.psobject.Properties) {
                $property.TypeNameOfValue | Should -BeIn 'System.String', 'System.Int32', 'System.DateTime'
            }
        }

        It 'applies -First and -Skip to rows' {
            $all = @(Get-AiCodeChange -ExpandFile | ForEach-Object { "$_" })
            @(Get-AiCodeChange -ExpandFile -First 7 | ForEach-Object { "$_" }) | Should -Be $all[0..6]
            @(Get-AiCodeChange -ExpandFile -Skip 4 -First 3 | ForEach-Object { "$_" }) | Should -Be $all[4..6]
            @(Get-AiCodeChange -ExpandFile -Skip 4).Count | Should -Be ($all.Count - 4)
        }
    }
}
