#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests the tables and lists in Cursor.AiCode.Format.ps1xml, as text, with colors and in a terminal.
BeforeDiscovery {
    # The program script of util-linux provides a terminal. The one of macOS has other options.
    $hasTerminal = $IsLinux -and (Get-Command -Name script, stty -CommandType Application -ErrorAction Ignore).Count -ge 2
    $hasAnalyzer = [bool](Get-Module -ListAvailable -Name PSScriptAnalyzer)
    $null = $hasTerminal, $hasAnalyzer
    $types = 'AiCommit', 'AiCodeChange', 'AiCodeChangeFile', 'AiCodeExport', 'AiCodeDataset', 'AiCodeConnectionTest', 'AiCommitDetail', 'AiCommitDetailRange', 'AiCommitDetailFile', 'AiCommitDetailGroup', 'AiCommitDetailConversation'
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Compatibility.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '9', '--commits', '300', '--changes', '300', '--days', '20', '--commit-details', 'current' -Use
    $esc = [char]27
    $formats = [xml](Get-Content -LiteralPath (Join-Path (Split-Path (Get-TestedModulePath)) 'Cursor.AiCode.Format.ps1xml') -Raw)
    $objects = @{
        AiCommit             = @(Get-AiCommit 25d -First 100)
        AiCodeChange         = @(Get-AiCodeChange 25d -First 100)
        AiCodeChangeFile     = @(Get-AiCodeChange 25d -ExpandFile -First 100)
        AiCodeExport         = @(Export-AiCodeCsv -Path (Join-Path $TestDrive 'a.csv') -StartDate 25d -Kind Commit -PassThru -RequestsPerMinute 10000)
        AiCodeDataset        = @(Export-AiCodeDataset -Path (Join-Path $TestDrive 'set') -StartDate 25d -Kind Commit -PassThru -RequestsPerMinute 10000)
        AiCodeConnectionTest = @(Test-AiCodeConnection -RequestsPerMinute 10000)

        # Excludes IDs with line breaks, which the views of other types show on two lines.
        AiCommitDetail       = @(Get-AiCommit 25d | Get-AiCommitDetail | Where-Object { $_.LineCount -and "$($_.Conversations)" -notmatch "`n" } | Select-Object -First 100)
        AiCommitDetailRange  = @(Get-AiCommit 25d | Get-AiCommitDetail -ExpandRange | Where-Object { $_.ConversationId -notmatch "`n" } | Select-Object -First 100)
    }
    $objects.AiCommitDetailFile = @($objects.AiCommitDetail.Files | Select-Object -First 50)
    $objects.AiCommitDetailGroup = @($objects.AiCommitDetailFile.Groups | Where-Object { $_.ConversationId -notmatch "`n" } | Select-Object -First 50)
    $objects.AiCommitDetailConversation = @($objects.AiCommitDetail.Conversations | Where-Object { $_.Title -and -not $_.Overview -and $_.Id -notmatch "`n" } | Select-Object -First 50)

    # A record with long values and control characters.
    $unusual = [Cursor.AiCode.AiCommit]@{
        CommitHash         = 'a' * 64
        UserEmail          = 'a.very.long.name.of.someone@company.com'
        RepoName           = 'company/group/a-repository-with-a-long-name/'
        BranchName         = 'feature/' + 'x' * 200
        Message            = "`n  First`tline $esc[31m red`r`nSecond line " + 'y' * 300
        TotalLinesAdded    = 1
        ComposerLinesAdded = 123456
        CreatedAt          = [datetime]'2025-07-30T14:12:03'
    }
    $minimal = [Cursor.AiCode.AiCommit]@{ CommitHash = 'abc'; UserId = 'user_1'; CreatedAt = [datetime]'2025-07-30' }
    $null = $api, $formats, $objects, $unusual, $minimal

    function Get-TextLine {
        <# Formats objects with a given width, without colors, and returns the lines. #>
        param([Parameter(ValueFromPipeline)] $InputObject, [int] $Width = 120, [scriptblock] $Format = { $input })

        end {
            ($input | & $Format | Out-String -Width $Width) -split '\r?\n' | Where-Object { $_ } | ForEach-Object TrimEnd
        }
    }

    function Get-Column {
        <# Gets the labels of a table with the start and end positions of their columns. #>
        param([string[]] $Line)

        foreach ($match in [regex]::Matches($Line[0], '\S+( %)?')) {
            [pscustomobject]@{ Label = $match.Value; Start = $match.Index; End = $match.Index + $match.Length }
        }
    }

    function Get-AiPercentCell {
        <# Gets the cell with the AI percentage of a commit, with colors. #>
        param([int] $AiLines, [int] $Lines = 100)

        $commit = [Cursor.AiCode.AiCommit]@{ CommitHash = 'abcdefg'; UserEmail = 'a@b.c'; RepoName = 'r'; TotalLinesAdded = $Lines; TabLinesAdded = $AiLines; Message = 'm' }
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try {
            $row = ($commit | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ -like '*abcdefg*' }
        } finally {
            $PSStyle.OutputRendering = $rendering
        }

        # The cell is between the number of lines and the message.
        ([regex]' r +\d+ (.*) m\s*$').Match($row).Groups[1].Value.Trim()
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Tables' {
    It 'of <Type> have these columns with the width <Width>: <Columns>' -ForEach @(
        @{ Type = 'AiCommit'; Width = 80; Columns = 'CreatedAt', 'Commit', 'User', 'Repository', 'Added', 'AI %', 'Message' }
        @{ Type = 'AiCommit'; Width = 120; Columns = 'CreatedAt', 'Commit', 'User', 'Repository', 'Added', 'AI %', 'Message' }
        @{ Type = 'AiCodeChange'; Width = 80; Columns = 'CreatedAt', 'User', 'Source', 'Added', 'Deleted', 'Extensions', 'Model' }
        @{ Type = 'AiCodeChange'; Width = 120; Columns = 'CreatedAt', 'User', 'Source', 'Added', 'Deleted', 'Extensions', 'Model', 'Files', 'ChangeId' }
        @{ Type = 'AiCodeChangeFile'; Width = 80; Columns = 'CreatedAt', 'User', 'Source', 'Added', 'Deleted', 'File' }
        @{ Type = 'AiCodeChangeFile'; Width = 120; Columns = 'CreatedAt', 'User', 'Source', 'Added', 'Deleted', 'File' }
        @{ Type = 'AiCodeExport'; Width = 80; Columns = 'Kind', 'Added', 'Total', 'Length', 'Requests', 'Seconds', 'File' }
        @{ Type = 'AiCodeExport'; Width = 120; Columns = 'Kind', 'Added', 'Total', 'Length', 'Requests', 'Seconds', 'File' }
        @{ Type = 'AiCodeConnectionTest'; Width = 80; Columns = 'Commits', 'Changes', 'CommitsCsv', 'ChangesCsv', 'KeySource' }
        @{ Type = 'AiCodeConnectionTest'; Width = 120; Columns = 'Commits', 'Changes', 'CommitsCsv', 'ChangesCsv', 'KeySource', 'CommitDetail', 'Advice' }
        @{ Type = 'AiCommitDetail'; Width = 80; Columns = 'Commit', 'Source', 'Files', 'Lines', 'Models', 'Conversations' }
        @{ Type = 'AiCommitDetail'; Width = 120; Columns = 'Commit', 'Source', 'Files', 'Lines', 'Models', 'Conversations' }
        @{ Type = 'AiCommitDetailRange'; Width = 80; Columns = 'Commit', 'Lines', 'Count', 'File', 'Model' }
        @{ Type = 'AiCommitDetailRange'; Width = 120; Columns = 'Commit', 'Lines', 'Count', 'File', 'Model', 'Conversation' }
        @{ Type = 'AiCommitDetailFile'; Width = 80; Columns = 'Lines', 'Models', 'File' }
        @{ Type = 'AiCommitDetailGroup'; Width = 80; Columns = 'Lines', 'Operation', 'Model', 'Ranges' }
        @{ Type = 'AiCommitDetailConversation'; Width = 80; Columns = 'Title', 'Tldr' }
    ) {
        # PowerShell doesn't use the last column of a terminal.
        $lines = @($objects[$Type] | Get-TextLine -Width ($Width - 1) -Format { $input | Format-Table })
        $lines | Should -HaveCount ($objects[$Type].Count + 2) -Because 'no row is wrapped'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessThan $Width
        (Get-Column $lines).Label | Should -Be $Columns
    }

    It 'have right-aligned numbers: <Type>, <Label>' -ForEach @(
        @{ Type = 'AiCommit'; Label = 'Added' }
        @{ Type = 'AiCommit'; Label = 'AI %' }
        @{ Type = 'AiCodeChange'; Label = 'Added' }
        @{ Type = 'AiCodeChange'; Label = 'Deleted' }
        @{ Type = 'AiCodeChange'; Label = 'Files' }
        @{ Type = 'AiCodeChangeFile'; Label = 'Added' }
        @{ Type = 'AiCodeChangeFile'; Label = 'Deleted' }
    ) {
        $lines = @($objects[$Type] | Get-TextLine)
        $end = (Get-Column $lines | Where-Object Label -eq $Label).End
        $cells = $lines | Select-Object -Skip 2 | ForEach-Object { ($_.Substring(0, $end) -split ' ')[-1] }
        $cells | Where-Object { $_ } | Should -Match '^\d+%?$'
        $cells | Select-Object -Unique | Measure-Object | ForEach-Object Count | Should -BeGreaterThan 1
        $lines | Select-Object -Skip 2 | ForEach-Object { $_.PadRight($end + 1)[$end] } | Select-Object -Unique | Should -Be ' '
    }

    It 'are the default view of records, and lists are the default view of results' {
        foreach ($type in 'AiCommit', 'AiCodeChange', 'AiCodeChangeFile') {
            @($objects[$type] | Get-TextLine)[0] | Should -BeLike 'CreatedAt*'
        }

        @($objects.AiCodeExport | Get-TextLine)[0] | Should -BeLike 'Path * : *'
        @($objects.AiCodeConnectionTest | Get-TextLine)[0] | Should -BeLike 'BaseUri * : *'
    }

    It 'show shortened values of the record' {
        $commit = $objects.AiCommit | Where-Object { $_.RepoName -and $_.AiPercent -and $_.Message -notmatch '\n' } | Select-Object -First 1
        $row = @($commit | Get-TextLine -Width 400)[2]
        $row | Should -Be ('{0:yyyy-MM-dd HH:mm} {1} {2} {3} {4} {5} {6}' -f
            $commit.CreatedAt, $commit.CommitHash.Substring(0, 7), ($commit.UserEmail -split '@')[0].PadRight(14), ($commit.RepoName -split '/')[-1].PadRight(15),
            "$($commit.TotalLinesAdded)".PadLeft(6), ('{0:0}%' -f $commit.AiPercent).PadLeft(5), $commit.Message)
    }

    It 'keep their layout with long, unusual and missing values, with the width <_>' -ForEach 79, 119, 200 {
        $lines = @($unusual, $minimal | Get-TextLine -Width $_)
        $lines | Should -HaveCount 4
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $lines[2] | Should -Match '^2025-07-30 14:12 aaaaaaa a\.very\.long\.n… a-repository-w…      1 >999% First lin'
        $lines[2] | Should -Not -Match '[\x00-\x1f]' -Because 'control characters of a message are removed'
        $lines[3] | Should -Be '2025-07-30 00:00 abc     user_1                              0'
    }

    It 'show the file name before the folder' {
        $change = [Cursor.AiCode.AiCodeChange]@{ ChangeId = '1'; UserEmail = 'a@b.c'; Source = 'TAB' }
        $file = {
            $row = [Cursor.AiCode.AiCodeChangeFile]::new($change, [Cursor.AiCode.AiCodeChangeMetadata]@{ FileName = $args[0]; FileExtension = $args[1] })
            @($row | Get-TextLine)[2].Substring(56)
        }
        & $file 'src/api/index.ts' ts | Should -Be 'index.ts (src/api)'
        & $file 'src\api\index.ts' ts | Should -Be 'index.ts (src\api)'
        & $file 'index.ts' ts | Should -Be 'index.ts'
        & $file $null ts | Should -Be '*.ts' -Because 'privacy mode omits the name'
    }
}

Describe 'The AI percentage' {
    It 'has a color by value: <Ai> of 100 is <Text> in <Color>' -ForEach @(
        @{ Ai = 0; Text = '0%'; Color = 'BrightBlack' }
        @{ Ai = 1; Text = '1%'; Color = 'Cyan' }
        @{ Ai = 49; Text = '49%'; Color = 'Cyan' }
        @{ Ai = 50; Text = '50%'; Color = 'Magenta' }
        @{ Ai = 100; Text = '100%'; Color = 'Magenta' }
        @{ Ai = 105; Text = '105%'; Color = 'Magenta' }
    ) {
        Get-AiPercentCell $Ai | Should -BeExactly ($PSStyle.Foreground.$Color + $Text + $PSStyle.Reset)
    }

    It 'is empty if no lines were added' {
        Get-AiPercentCell 0 0 | Should -BeExactly ''
    }

    It 'has no color with NO_COLOR' {
        $env:NO_COLOR = '1'
        try {
            Get-AiPercentCell 60 | Should -BeExactly '60%'
        } finally {
            $env:NO_COLOR = $null
        }
    }

    It 'has no color in a string' {
        $PSStyle.OutputRendering | Should -Not -Be 'Ansi'
        $objects.AiCommit | Out-String | Should -Not -Match $esc
    }

    It 'has no color in redirected output of pwsh' {
        $child = Invoke-ChildPwsh -Script '$PSStyle.OutputRendering = "Host"; $PSStyle.Formatting.TableHeader = $PSStyle.Formatting.CustomTableHeaderLabel = ""; Import-Module $module; Get-AiCommit 25d -First 50'
        $child.Output | Should -Match '\d%'
        $child.Output -replace "$esc\[0m" | Should -Not -Match $esc
    }

    It 'has the same text without color in Windows PowerShell, which has no $PSStyle' {
        $cell = $formats.SelectSingleNode("//View[Name='Cursor.AiCode.AiCommit']//ScriptBlock[contains(., 'AiPercent')]").InnerText
        $state = [initialsessionstate]::Create()
        $state.LanguageMode = 'FullLanguage'
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new('PSVersionTable', @{ PSVersion = [version]'5.1' }, ''))
        $shell = [powershell]::Create($state)
        try {
            $text = $shell.AddScript("param(`$record) `$_ = `$record; $cell").AddParameter('record', $objects.AiCommit[0]).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $text | Should -BeExactly ('{0:0}%' -f $objects.AiCommit[0].AiPercent)
        } finally {
            $shell.Dispose()
        }
    }

    It 'and the other cells have scripts that are compatible with Windows PowerShell' {
        $scripts = $formats.SelectNodes('//ScriptBlock')
        $scripts.Count | Should -BeGreaterThan 5
        foreach ($script in $scripts) {
            $script.InnerText | Should -Not -Match '[^\x00-\x7f]'
            Get-Incompatibility -Text $script.InnerText | Should -BeNullOrEmpty
        }
    }

    It 'and the other cells have scripts that PSScriptAnalyzer reports as compatible' -Tag 'Needs PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
        foreach ($script in $formats.SelectNodes('//ScriptBlock')) {
            Invoke-ScriptAnalyzer -ScriptDefinition $script.InnerText -ErrorAction Stop -Settings @{
                IncludeRules = 'PSUseCompatibleSyntax'; Rules = @{ PSUseCompatibleSyntax = @{ Enable = $true; TargetVersions = '5.1', '7.4' } }
            } | Should -BeNullOrEmpty
        }
    }
}

Describe 'A terminal' -Tag 'Needs Linux with script and stty' -Skip:(-not $hasTerminal) {
    BeforeAll {
        function Get-TerminalLine([int] $Width, [string] $Command, [string] $NoColor) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
            Set-Content -LiteralPath $file -Value "`$ProgressPreference = 'SilentlyContinue'`nImport-Module '$(Get-TestedModulePath)'`n$Command"
            $old = $env:TERM
            $env:TERM = 'xterm-256color'
            $env:NO_COLOR = $NoColor ? $NoColor : $null
            try {
                # An interactive session.
                ($null | script -qec "stty cols $Width rows 40; '$(Get-PwshPath)' -NoProfile -File '$file'" /dev/null) -replace "$esc\[\?1h$esc=" | Where-Object { $_ }
            } finally {
                $env:TERM = $old
                $env:NO_COLOR = $null
            }
        }
    }

    It 'with <_> columns shows complete rows in color' -ForEach 80, 120 {
        $lines = @(Get-TerminalLine $_ 'Get-AiCommit 25d -First 20')
        $lines | Should -HaveCount 22
        $percentages = $lines -match "$esc\[(36|35|90)m *\d+%$esc\[0m"
        $percentages | Should -HaveCount (@($objects.AiCommit[0..19] | Where-Object { $null -ne $_.AiPercent }).Count)
        foreach ($line in $lines -replace "$esc\[[\d;]*m") {
            $line.Length | Should -BeLessThan $_
        }
    }

    It 'with 80 columns shows every type without wrapped lines' {
        $lines = Get-TerminalLine 80 @"
Get-AiCodeChange 25d -First 20 | Out-Host
Get-AiCodeChange 25d -First 20 -ExpandFile | Out-Host
Export-AiCodeCsv '$TestDrive/b.csv' 25d -Kind Commit -PassThru | Format-Table | Out-Host
Test-AiCodeConnection | Out-Host
"@
        $lines.Count | Should -BeGreaterThan 50
        foreach ($line in $lines -replace "$esc\[[\d;]*m") {
            $line.Length | Should -BeLessOrEqual 80
        }
    }

    It 'with NO_COLOR shows no color' {
        $lines = @(Get-TerminalLine 80 'Get-AiCommit 25d -First 20' '1')
        $lines | Should -HaveCount 22
        "$lines" | Should -Not -Match $esc
    }

    It 'with $PSStyle.OutputRendering PlainText shows no color' {
        $lines = @(Get-TerminalLine 80 '$PSStyle.OutputRendering = "PlainText"; Get-AiCommit 25d -First 20')
        $lines | Should -HaveCount 22
        "$lines" | Should -Not -Match $esc
    }
}

Describe 'Lists' {
    It 'of <_> contain every property, the most important ones first' -ForEach $types {
        $record = $objects[$_][0]
        $labels = @($record | Get-TextLine -Width 500 -Format { $input | Format-List } | ForEach-Object { ($_ -split ' +:')[0] })
        $labels | Sort-Object | Should -Be ($record.psobject.Properties.Name | Sort-Object)
        $labels[0] | Should -Be @{ AiCommit = 'CommitHash'; AiCodeChange = 'ChangeId'; AiCodeChangeFile = 'ChangeId'; AiCodeExport = 'Path'; AiCodeDataset = 'Path'; AiCodeConnectionTest = 'BaseUri'
            AiCommitDetail = 'CommitHash'; AiCommitDetailRange = 'CommitHash'; AiCommitDetailFile = 'FilePath'; AiCommitDetailGroup = 'Model'; AiCommitDetailConversation = 'Title' }[$_]
    }

    It 'of a commit group related properties' {
        $text = $objects.AiCommit[0] | Format-List | Out-String
        $text | Should -Match '(?s)CommitHash.*Message.*RepoName.*BranchName.*UserEmail.*CreatedAt.*TotalLinesAdded.*AiLinesAdded.*AiPercent.*NonAiLinesAdded.*TotalLinesDeleted.*NonAiLinesDeleted'
    }

    It 'show the complete message' {
        $unusual | Format-List | Out-String -Width 500 | Should -Match '(?s)First.*Second line y{300}'
    }
}

Describe 'Trial P11: untrusted text' {
    BeforeAll {
        $text = "a$esc[31m b$([char]0x9b)31m$([char]0x202e)c$([char]0x2066)`rd`0$([char]127)"
        $file = [Cursor.AiCode.AiCodeChangeMetadata]@{ FileName = $text; FileExtension = $text }
        $change = [Cursor.AiCode.AiCodeChange]@{ ChangeId = $text; UserEmail = $text; UserId = $text; Source = $text; Model = $text; Metadata = @($file, $file) }
        $range = [Cursor.AiCode.AiLineRange]@{ Start = 1; End = 3 }
        $group = [Cursor.AiCode.AiCommitDetailGroup]@{ ConversationId = $text; Model = $text; OperationType = $text; Ranges = @($range) }
        $detailFile = [Cursor.AiCode.AiCommitDetailFile]@{ FilePath = $text; Groups = @($group) }
        $conversation = [Cursor.AiCode.AiCommitDetailConversation]@{ Id = $text; Title = $text; Tldr = $text; Overview = $text; SummaryBullets = @($text) }
        $detail = [Cursor.AiCode.AiCommitDetail]@{ CommitHash = $text; CommitSource = $text; Files = @($detailFile); Conversations = @($conversation) }
        $hostile = @{
            AiCodeDataset              = [Cursor.AiCode.AiCodeDataset]@{ Path = $text }
            AiCommitDetail             = $detail
            AiCommitDetailRange        = @($detail.ExpandRanges())[0]
            AiCommitDetailFile         = $detailFile
            AiCommitDetailGroup        = $group
            AiCommitDetailConversation = $conversation
            AiCommit             = [Cursor.AiCode.AiCommit]@{ CommitHash = $text; UserEmail = $text; UserId = $text; RepoName = $text; BranchName = $text; CommitSource = $text; Message = "$text`r`n$text" }
            AiCodeChange         = $change
            AiCodeChangeFile     = [Cursor.AiCode.AiCodeChangeFile]::new($change, $file)
            AiCodeExport         = [Cursor.AiCode.AiCodeExport]@{ Path = $text; Sha256 = $text }
            AiCodeConnectionTest = [Cursor.AiCode.AiCodeConnectionTest]@{ KeySource = $text; Commits = $text; Changes = $text; CommitsCsv = $text; ChangesCsv = $text; Advice = "$text`r`n$text" }
        }
        $unsafe = '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)'
        $null = $hostile, $unsafe
    }

    It 'is escaped in the views of <_>' -ForEach $types {
        foreach ($view in { $input }, { $input | Format-Table }, { $input | Format-List }) {
            $output = $hostile[$_] | & $view | Out-String -Width 300
            $output | Should -Match 'a'
            $output | Should -Match ([char]0xFFFD)
            $output | Should -Not -Match $unsafe
        }
    }

    It 'is escaped in errors, warnings and verbose lines' {
        $calls = { Get-AiCommit -User $text }, { Get-AiCommit $text }, { Get-AiCommit -BaseUri $text }, { Export-AiCodeCsv "*$text" -Kind Commit }, { Export-AiCodeCsv "$TestDrive/$text/x.csv" -Kind Commit }
        foreach ($call in $calls) {
            $failure = Get-Failure $call
            $failure | Should -Not -BeNullOrEmpty
            $failure.Exception.Message | Should -Not -Match $unsafe
        }

        $null = Get-AiCommit -User "nobody$esc[31m@company.com" -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Not -Match $unsafe
        Get-VerboseLine { Get-AiCommit 25d -First 1 -Skip 1 | Export-AiCodeCsv -LiteralPath "$TestDrive/a$esc]31m.csv" } | Should -Not -Match $unsafe
    }
}

Describe 'Trial P9: a culture with another calendar' {
    It 'has ISO dates of the Gregorian calendar in every view: <_>' -ForEach 'th-TH', 'ar-SA', 'fa-IR' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $time = [datetime]::new(2025, 7, 30, 14, 12, 3, [DateTimeKind]::Local)
            $change = [Cursor.AiCode.AiCodeChange]@{ ChangeId = '1'; CreatedAt = $time }
            $records = @(
                [Cursor.AiCode.AiCommit]@{ CommitHash = 'a'; CommitTs = $time; CreatedAt = $time }
                $change
                [Cursor.AiCode.AiCodeChangeFile]::new($change, [Cursor.AiCode.AiCodeChangeMetadata]@{ FileName = 'a' })
                [Cursor.AiCode.AiCodeExport]@{ Path = 'a'; StartDate = $time; EndDate = $time }
            )
            foreach ($record in $records) {
                $list = $record | Format-List | Out-String -Width 200
                [regex]::Matches($list, '2025-07-30 14:12:03').Count | Should -Be @($record.psobject.Properties | Where-Object { $_.Value -is [datetime] }).Count
                if ($record -isnot [Cursor.AiCode.AiCodeExport]) {
                    $record | Format-Table | Out-String -Width 200 | Should -Match '(?m)^2025-07-30 14:12 '
                }
            }

            # A time that is copied from a view is valid input.
            $null = Get-AiCommit '2025-07-30 14:12' '2025-07-30 14:12:03' -First 1
        } finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }
}

Describe 'Conversions and explicit properties' {
    It 'do not depend on the views: <_>' -ForEach $types {
        $record = $objects[$_][0]
        $names = $record.psobject.Properties.Name
        ($record | ConvertTo-Csv)[0] | Should -Be (($names | ForEach-Object { '"' + $_ + '"' }) -join ',')
        ($record | ConvertTo-Json | ConvertFrom-Json).psobject.Properties.Name | Should -Be $names
        (Get-Column @($record | Get-TextLine -Width 2000 -Format { $input | Format-Table -Property * })).Label | Should -Be $names
        @($record | Get-TextLine -Width 2000 -Format { $input | Format-List -Property * } | ForEach-Object { ($_ -split ' +:')[0] }) | Should -Be $names
        ($record | Select-Object -Property *).psobject.Properties.Name | Should -Be $names
    }

    It 'have the complete value if a table shortens it' {
        $row = $unusual | ConvertTo-Csv | ConvertFrom-Csv
        $row.RepoName | Should -Be $unusual.RepoName
        $row.CommitHash | Should -Be $unusual.CommitHash
        [double]::Parse($row.AiPercent) | Should -Be 12345600
    }
}
