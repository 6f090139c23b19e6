#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $excelProviders = @(Get-Provider -Module ImportExcel)
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    $pages = @(Join-Path $PSScriptRoot '../../README.md') + @((Get-ChildItem -Path (Join-Path $PSScriptRoot '../../docs/en-US') -Filter *.md).FullName)
    $excelExamples = @($pages | ForEach-Object { Get-Example -Path $_ } | Where-Object { $_.Code -match 'Export-Excel' -and $_.Code -notmatch 'Get-SecretInfo' })
    $null = $excelProviders, $excelExamples
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Enter-TestSession
}

AfterAll {
    Exit-TestSession
}

foreach ($provider in $excelProviders) {
    Describe "Export-Excel, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
        BeforeAll {
            Import-Module -Name ($StandIn ? "$StandIn/ImportExcel" : 'ImportExcel') -Force
            $null = Start-Emulator -Option '--developers', '5', '--commits', '120', '--changes', '120', '--days', '20', '--privacy', '0.3' -Use
            $folder = New-TestFolder
            $commits = @(Get-AiCommit 25d)
            $changes = @(Get-AiCodeChange 25d)
            $files = @(Get-AiCodeChange 25d -ExpandFile)
            $commits | Export-Excel -Path "$folder/commits.xlsx" -WorksheetName Data
            $changes | Select-Object -Property * -ExcludeProperty Metadata | Export-Excel -Path "$folder/changes.xlsx" -WorksheetName Data
            $changes | Export-Excel -Path "$folder/nested.xlsx" -WorksheetName Data
            $files | Export-Excel -Path "$folder/files.xlsx" -WorksheetName Data

            # Gets the stored cells by column name.
            function Get-Cell([string] $Path, [string] $Worksheet = 'Data') {
                $package = Open-ExcelPackage -Path $Path
                try {
                    $sheet = $package.Workbook.Worksheets[$Worksheet]
                    for ($row = 2; $row -le $sheet.Dimension.End.Row; $row++) {
                        $cells = [ordered]@{}
                        for ($column = 1; $column -le $sheet.Dimension.End.Column; $column++) {
                            $cell = $sheet.Cells[$row, $column]
                            $cells["$($sheet.Cells[1, $column].Value)"] = @{ Value = $cell.Value; Format = $cell.Style.Numberformat.Format; Text = $cell.Text; Formula = $cell.Formula; Hyperlink = $cell.Hyperlink }
                        }

                        $cells
                    }
                } finally {
                    Close-ExcelPackage -ExcelPackage $package -NoSave
                }
            }

            function ConvertFrom-Cell($Value) {
                $Value -is [datetime] ? $Value : [datetime]::FromOADate($Value)
            }

            $commitCells = @(Get-Cell "$folder/commits.xlsx")
            $null = $commitCells
        }

        AfterAll {
            Remove-Module -Name ImportExcel
            Remove-Item -LiteralPath $folder -Recurse -Force
        }

        It 'writes a row for each record' {
            $commitCells | Should -HaveCount $commits.Count
            @(Get-Cell "$folder/changes.xlsx") | Should -HaveCount $changes.Count
            @(Get-Cell "$folder/files.xlsx") | Should -HaveCount $files.Count
        }

        It 'writes dates: <_>' -ForEach 'CreatedAt', 'CommitTs' {
            for ($i = 0; $i -lt $commits.Count; $i++) {
                $cell = $commitCells[$i][$_]
                if ($null -eq $commits[$i].$_) {
                    $cell.Value | Should -BeNullOrEmpty
                    continue
                }

                ($cell.Value -is [datetime] -or $cell.Value -is [double]) | Should -BeTrue -Because "a cell of $_ is a $($cell.Value.GetType())"
                $cell.Format | Should -Match '[dmy]' -Because 'it is shown as a date'
                [math]::Abs(((ConvertFrom-Cell $cell.Value) - $commits[$i].$_).TotalSeconds) | Should -BeLessThan 1
            }
        }

        It 'writes numbers: <_>' -ForEach 'TotalLinesAdded', 'TabLinesDeleted', 'NonAiLinesAdded', 'AiLinesAdded', 'AiPercent' {
            for ($i = 0; $i -lt $commits.Count; $i++) {
                $value = $commitCells[$i][$_].Value
                if ($null -eq $commits[$i].$_) {
                    $value | Should -BeNullOrEmpty
                } else {
                    $value | Should -BeOfType [ValueType]
                    [math]::Abs([double]$value - $commits[$i].$_) | Should -BeLessThan 0.000001
                }
            }
        }

        It 'writes no System.Object[] and no type names' {
            foreach ($name in 'commits', 'changes', 'files', 'nested') {
                Get-Cell "$folder/$name.xlsx" | ForEach-Object { $_.Values } | Where-Object { "$($_.Value)" -match 'System\.|Cursor\.AiCode' } | ForEach-Object Value | Should -BeNullOrEmpty -Because "$name.xlsx contains only values"
            }
        }

        It 'writes simple columns for the files of a change, and their names' {
            $cells = @(Get-Cell "$folder/nested.xlsx")
            for ($i = 0; $i -lt $changes.Count; $i++) {
                $cells[$i]['FileCount'].Value | Should -Be $changes[$i].FileCount
                $cells[$i]['Extensions'].Value | Should -Be $changes[$i].Extensions
                $cells[$i]['Metadata'].Value | Should -Be (@($changes[$i].Metadata | ForEach-Object { $_.FileName ?? "*.$($_.FileExtension)" }) -join ', ')
            }
        }

        It 'Trial P8: keeps text unchanged with the example in <Page>, line <Line>' -ForEach $excelExamples {
            $hostile = Start-Emulator -Option '--developers', '5', '--commits', '60', '--changes', '60', '--days', '1', '--commit-details', 'current', '--fault', 'hostile-text'
            $baseUri = $env:CURSOR_API_BASEURI
            $exampleFolder = New-TestFolder
            Push-Location -LiteralPath $exampleFolder
            try {
                $env:CURSOR_API_BASEURI = $hostile.Uri
                $null = . ([scriptblock]::Create($Code))
                $rows = @(Get-Cell (Get-ChildItem -Path "$exampleFolder/*.xlsx").FullName 'Sheet1')
                $textColumns = @($rows[0].Keys | Where-Object { $_ -in 'Message', 'BranchName', 'RepoName', 'FileName', 'FilePath', 'Model', 'OperationType', 'ConversationTitle' })
                $changed = foreach ($row in $rows) {
                    foreach ($name in $row.Keys) {
                        $cell = $row[$name]
                        $converted = $name -in $textColumns -and $null -ne $cell.Value -and $cell.Value -isnot [string]
                        if ($cell.Formula -or $cell.Hyperlink -or $converted) {
                            "${name}: value '$($cell.Value)', formula '$($cell.Formula)', link '$($cell.Hyperlink)'"
                        }
                    }
                }

                $changed | Should -BeNullOrEmpty
                $texts = @($rows.Values.Value | Where-Object { $_ -is [string] })
                if ($textColumns -contains 'Message' -or $textColumns -contains 'FileName') {
                    foreach ($text in "'=HYPERLINK(`"http://example.com`",`"x`")", "'=> fix", '1.10', '007', '1e5', '2024', '1,234', 'fix:typo') {
                        $texts | Should -Contain $text
                    }
                } elseif ($textColumns) {
                    $texts | Should -Not -BeNullOrEmpty
                }
            } finally {
                Pop-Location
                $env:CURSOR_API_BASEURI = $baseUri
                Stop-Emulator $hostile
            }
        }

        It 'writes workbooks that Import-Excel reads' {
            $rows = @(Import-Excel -Path "$folder/commits.xlsx" -WorksheetName Data)
            $rows | Should -HaveCount $commits.Count
            for ($i = 0; $i -lt $rows.Count; $i++) {
                $rows[$i].CommitHash | Should -BeExactly $commits[$i].CommitHash
                $rows[$i].UserEmail | Should -BeExactly $commits[$i].UserEmail
                $rows[$i].TotalLinesAdded | Should -Be $commits[$i].TotalLinesAdded
            }

            $rows = @(Import-Excel -Path "$folder/files.xlsx" -WorksheetName Data)
            ($rows | Measure-Object -Property LinesAdded -Sum).Sum | Should -Be ($files | Measure-Object -Property LinesAdded -Sum).Sum
        }
    }
}
