#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $excels = @(Get-Provider -Module ImportExcel)
    $hasGit = [bool](Get-Command -Name git -CommandType Application -ErrorAction Ignore)
    $null = $excels, $hasGit
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    Enter-TestSession
    $data = '--developers', '12', '--commits', '500', '--changes', '10', '--days', '20'
    $api = Start-Emulator -Option ($data + @('--commit-details', 'current')) -Use
    $commits = @(Get-AiCommit 25d)
    $hashes = @($commits.CommitHash | Select-Object -Unique)
    $unknown = '{0:d40}'
    $type = 'Cursor.AiCode.Commands.GetAiCommitDetailCommand'
    $null = $api, $unknown, $type

    function Get-Truth {
        <# What the service says of some commits, in one answer, without the module. #>
        param([string[]] $Hash, $Emulator = $api)

        Get-ApiResponse $Emulator "commits/$($Hash -join ',')" | ConvertFrom-Json
    }

    function Get-DetailRequest {
        <# The verbose lines of the requests for details that a call makes. #>
        param([scriptblock] $Call)

        Get-RequestLine $Call | Where-Object { $_ -like '*/ai-code/commits/*' }
    }

    function Use-Details {
        <# Runs a call with an emulator of its own, whose commits are in $own. #>
        param([string[]] $Option, [scriptblock] $Call)

        $emulator = Start-Emulator -Option ($data + $Option)
        try {
            $own = @((Get-AiCommit 25d -BaseUri $emulator.Uri).CommitHash | Select-Object -Unique)
            $null = $own
            & $Call
        } finally {
            Stop-Emulator $emulator
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-AiCommitDetail' {
    It 'gives what the service says, in the order of the hashes' {
        $some = $hashes[0..49]
        $details = @($some | Get-AiCommitDetail)
        $details.CommitHash | Should -Be $some
        $truth = Get-Truth $some
        foreach ($detail in $details) {
            $is = $truth.commits | Where-Object commitHash -EQ $detail.CommitHash
            $detail.GetType().FullName | Should -Be 'Cursor.AiCode.AiCommitDetail'
            $detail.CommitSource | Should -Be $is.commitSource
            @($detail.Files.FilePath) | Should -Be @($is.rangeAnnotations.filePath | Select-Object -Unique)
            $detail.FileCount | Should -Be $detail.Files.Count
            @($detail.Models) | Should -Be @($is.rangeAnnotations.groups.model | Where-Object { $_ } | Select-Object -Unique)

            # Each line of each file once, counted one by one.
            $lines = [Collections.Generic.HashSet[string]]::new()
            foreach ($file in $is.rangeAnnotations) {
                foreach ($range in $file.groups.ranges | Where-Object { $_.start -gt 0 -and $_.end -ge $_.start }) {
                    $range.start..$range.end | ForEach-Object { $null = $lines.Add("$($file.filePath):$_") }
                }
            }

            $detail.LineCount | Should -Be $lines.Count
            $ids = @($is.rangeAnnotations.groups.conversationId | Where-Object { $_ } | Select-Object -Unique)
            @($detail.Conversations.Id) | Should -Be $ids
            foreach ($conversation in $detail.Conversations) {
                $said = $truth.conversations | Where-Object id -CEQ $conversation.Id
                $conversation.Title, $conversation.Tldr, $conversation.Overview | Should -Be $said.title, $said.tldr, $said.overview
                @($conversation.SummaryBullets) | Should -Be @($said.summaryBullets)
            }
        }

        @($details.Conversations.Id | Where-Object Length -EQ 91) | Should -Not -BeNullOrEmpty -Because 'long ids with a line break occur'
    }

    It 'has the documented properties, of these types' {
        $detail = Get-AiCommitDetail $hashes[0]
        $detail.psobject.Properties.Name | Should -Be 'CommitHash', 'CommitSource', 'Files', 'Conversations', 'LineCount', 'FileCount', 'Models'
        $detail.LineCount | Should -BeOfType [long]
        $detail.FileCount | Should -BeOfType [int]
        (Get-Command Get-AiCommitDetail).OutputType.Name | Should -Be 'Cursor.AiCode.AiCommitDetail', 'Cursor.AiCode.AiCommitDetailRange'
    }

    It 'sends 250 hashes in 3 requests' {
        $lines = @(Get-DetailRequest { $hashes[0..249] | Get-AiCommitDetail })
        $lines | Should -HaveCount 3
        ($lines -match '-> 200, 100 records,') | Should -HaveCount 2
        ($lines -match '-> 200, 50 records,') | Should -HaveCount 1
        $all = @(Get-AiCommitDetail $hashes[0..249])
        $all.CommitHash | Should -Be $hashes[0..249]
    }

    It 'takes commits from the pipeline, each hash once' {
        $commits.Count | Should -BeGreaterThan $hashes.Count -Because 'some commits have several records'
        @(Get-AiCommit 25d | Get-AiCommitDetail | ForEach-Object CommitHash) | Should -Be $hashes
        @($hashes[0], $hashes[0].ToUpperInvariant(), $hashes[1], $hashes[0] | Get-AiCommitDetail).CommitHash | Should -Be $hashes[0..1]
    }

    It 'goes by the property CommitHash, not by the text of the object' {
        $row = [pscustomobject]@{ CommitHash = $hashes[3]; Note = 'x' }
        $row | Add-Member -MemberType ScriptMethod -Name ToString -Value { 'no hash' } -Force
        ($row | Get-AiCommitDetail).CommitHash | Should -Be $hashes[3]
        ([pscustomobject]@{ commithash = $hashes[4], $hashes[5] } | Get-AiCommitDetail).CommitHash | Should -Be $hashes[4..5]
        ($commits[0] | Get-AiCommitDetail).CommitHash | Should -Be $commits[0].CommitHash
        ($commits[0] | Select-Object * | Get-AiCommitDetail).CommitHash | Should -Be $commits[0].CommitHash
    }

    It 'takes deserialized commits' {
        $file = Join-Path (New-TestFolder) 'commits.xml'
        $commits[0..2] | Export-Clixml -Path $file
        (Import-Clixml -Path $file | Get-AiCommitDetail).CommitHash | Should -Be ($commits[0..2].CommitHash | Select-Object -Unique)
    }

    It 'keeps the lines of a commit in a job and a file' {
        $detail = $hashes | Get-AiCommitDetail | Where-Object { $_.LineCount -and $_.Conversations } | Select-Object -First 1
        $file = Join-Path (New-TestFolder) 'detail.xml'
        $detail | Export-Clixml -Path $file
        $read = Import-Clixml -Path $file
        $read.Files[0].Groups[0].Ranges[0].Start | Should -Be $detail.Files[0].Groups[0].Ranges[0].Start
        $read.Conversations[0].Id | Should -Be $detail.Conversations[0].Id
        ($detail | ConvertTo-Json -Depth 6 | ConvertFrom-Json).Files[0].Groups[0].Ranges[0].End | Should -Be $detail.Files[0].Groups[0].Ranges[0].End
    }

    It 'skips blank lines, and sends nothing for an empty pipeline' {
        @("$($hashes[0])`r", '', '  ', " $($hashes[1]) " | Get-AiCommitDetail).CommitHash | Should -Be $hashes[0..1]
        @(Get-RequestLine { @() | Get-AiCommitDetail }) | Should -HaveCount 0
        @(Get-RequestLine { '', ' ' | Get-AiCommitDetail }) | Should -HaveCount 0
        (Get-Failure { Get-AiCommitDetail -CommitHash $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
        (Get-Failure { Get-AiCommitDetail -CommitHash '' -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "CommitNotFound,$type"
    }

    It 'gives a branch to the service' {
        $commit = $commits | Where-Object { $_.BranchName -and $_.BranchName -match '\W' } | Select-Object -First 1
        (Get-AiCommitDetail $commit.CommitHash -Branch $commit.BranchName).CommitHash | Should -Be $commit.CommitHash
        $failure = Get-Failure { Get-AiCommitDetail $commit.CommitHash -Branch 'no such branch' -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be "CommitNotFound,$type"
        "$failure" | Should -Match 'no such branch'
    }

    It 'gives objects that are equal by content' {
        Get-AiCommitDetail $hashes[0] | Should -Be (Get-AiCommitDetail $hashes[0])
        (Get-AiCommitDetail $hashes[0]).Equals((Get-AiCommitDetail $hashes[1])) | Should -BeFalse
    }
}

Describe 'Streaming' {
    It 'writes what the first request brought before the second is sent' {
        $lines = @(Get-DetailRequest { $hashes | Get-AiCommitDetail | Select-Object -First 100 })
        $lines | Should -HaveCount 1
        $lines = @(Get-DetailRequest { $hashes | Get-AiCommitDetail | Select-Object -First 101 })
        $lines | Should -HaveCount 2
    }

    It 'begins while its input still comes' {
        $came = [Collections.Generic.List[int]]::new()
        $count = 0
        $null = $hashes[0..249] | ForEach-Object { $script:given++; $_ } | Get-AiCommitDetail | ForEach-Object {
            if ($count++ -eq 0) { $came.Add($script:given) }
        }
        $came[0] | Should -Be 100
    }

    It 'ends the command before it by Select-Object -First' {
        $lines = @(Get-RequestLine { Get-AiCommit 25d -PageSize 10 -Transport Json | Get-AiCommitDetail | Select-Object -First 3 })
        @($lines -like '*/ai-code/commits/*').Count | Should -Be 1
        @($lines -like '*/ai-code/commits[?]*').Count | Should -BeLessThan 15
    }

    It 'ends at once by Ctrl+C, while <Name>' -ForEach @(
        @{ Name = 'no answer comes'; Option = @('--fault', 'no-headers@commit-details') }
        @{ Name = 'an answer stalls'; Option = @('--fault', 'stall:200b@commit-details') }
        @{ Name = 'it waits for the rate limit'; Option = @('--fault', 'retry-after:200@commit-details') }
    ) {
        Use-Details (@('--commit-details', 'current') + $Option) {
            $call = Start-Call -Script '$VerbosePreference = "Continue"; Get-AiCommitDetail $hash' -Variable @{ hash = $own[0..4] }
            $null = Wait-Until { $call.Clock.Elapsed.TotalSeconds -gt 2 } 5
            (Stop-Call $call).TotalSeconds | Should -BeLessThan 1
        }
    }
}

Describe '-ExpandRange' {
    It 'gives one flat row for each range with lines' {
        $some = $hashes[0..99]
        $truth = Get-Truth $some
        $titles = @{}
        $truth.conversations | ForEach-Object { $titles[$_.id] = $_.title }
        $expected = foreach ($commit in $truth.commits) {
            foreach ($file in $commit.rangeAnnotations) {
                foreach ($group in $file.groups) {
                    foreach ($range in $group.ranges | Where-Object { $_.start -gt 0 -and $_.end -ge $_.start }) {
                        $commit.commitHash, $file.filePath, $range.start, $range.end, ($range.end - $range.start + 1), $group.operationType, $group.model,
                        $group.conversationId, ($group.conversationId ? $titles[$group.conversationId] : $null) -join '|'
                    }
                }
            }
        }
        $actual = foreach ($row in Get-AiCommitDetail $some -ExpandRange) {
            $row.CommitHash, $row.FilePath, $row.StartLine, $row.EndLine, $row.LineCount, $row.OperationType, $row.Model, $row.ConversationId, $row.ConversationTitle -join '|'
        }
        $actual.Count | Should -BeGreaterThan 100
        @($truth.commits.rangeAnnotations.groups.ranges | Where-Object { $_.end -lt $_.start }) | Should -Not -BeNullOrEmpty
        @($truth.commits.rangeAnnotations.groups.ranges | Where-Object { $_.end -eq 0 }) | Should -Not -BeNullOrEmpty
        Compare-Records $actual $expected
    }

    It 'has the documented properties, without nested ones' {
        $row = $hashes | Get-AiCommitDetail -ExpandRange | Select-Object -First 1
        $row.GetType().FullName | Should -Be 'Cursor.AiCode.AiCommitDetailRange'
        $row.psobject.Properties.Name | Should -Be 'CommitHash', 'FilePath', 'StartLine', 'EndLine', 'LineCount', 'OperationType', 'Model', 'ConversationId', 'ConversationTitle'
        foreach ($property in $row.psobject.Properties) {
            $property.TypeNameOfValue | Should -BeIn 'System.String', 'System.Int64'
        }
    }

    It 'works in Export-Csv, ids with line breaks included' {
        $file = Join-Path (New-TestFolder) 'lines.csv'
        $rows = @($hashes | Get-AiCommitDetail -ExpandRange)
        @($rows.ConversationId) -match "`n" | Should -Not -BeNullOrEmpty
        $rows | Export-Csv -Path $file -NoTypeInformation
        $read = @(Import-Csv -Path $file)
        Compare-Records ($read | ForEach-Object { $_.psobject.Properties.Value -join '|' }) ($rows | ForEach-Object { $_.psobject.Properties.Value -join '|' })
    }

    foreach ($provider in $excels) {
        It "works in Export-Excel, by $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            Import-Module -Name ($StandIn ? "$StandIn/ImportExcel" : 'ImportExcel') -Force
            try {
                $file = Join-Path (New-TestFolder) 'lines.xlsx'
                $rows = @($hashes[0..20] | Get-AiCommitDetail -ExpandRange)
                $rows | Export-Excel -Path $file -WorksheetName Data
                $read = @(Import-Excel -Path $file -WorksheetName Data)
                $read | Should -HaveCount $rows.Count
                $read.FilePath | Should -Be $rows.FilePath
                ($read | Measure-Object LineCount -Sum).Sum | Should -Be ($rows | Measure-Object LineCount -Sum).Sum
                $read[0].StartLine | Should -BeOfType [ValueType]

                # The nested form shows the names of files and conversations, and no type.
                $details = @($hashes[0..20] | Get-AiCommitDetail | Where-Object { $_.Conversations })
                $details | Select-Object -Property * -ExcludeProperty Models | Export-Excel -Path $file -WorksheetName Nested
                $cells = @(Import-Excel -Path $file -WorksheetName Nested)
                $cells[0].Files | Should -Be ($details[0].Files.FilePath -join ', ')
                $cells.Conversations -match 'Cursor\.AiCode' | Should -BeNullOrEmpty
            } finally {
                Remove-Module -Name ImportExcel
            }
        }
    }
}

Describe 'Unknown commits and access' {
    It 'writes an error for each unknown hash, and goes on: <_>' -ForEach 'omit', 'empty', 'error' {
        Use-Details '--commit-details', 'current', '--unknown-hash', $_ {
            $wanted = @($own[0], ($unknown -f 1), $own[1], ($unknown -f 2), $own[2])
            $details = @($wanted | Get-AiCommitDetail -BaseUri $emulator.Uri -ErrorVariable errors -ErrorAction SilentlyContinue)
            $details.CommitHash | Sort-Object | Should -Be ($own[0..2] | Sort-Object)
            $errors | Should -HaveCount 2
            $errors.FullyQualifiedErrorId | Should -Be "CommitNotFound,$type", "CommitNotFound,$type"
            $errors.TargetObject | Sort-Object | Should -Be ($unknown -f 1), ($unknown -f 2)
            $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($errors[0])" | Should -BeLike "*$($errors[0].TargetObject)*"
        }
    }

    It 'ends with -ErrorAction Stop' {
        $failure = Get-Failure { Get-AiCommitDetail ($unknown -f 1) -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be "CommitNotFound,$type"
        $failure.TargetObject | Should -Be ($unknown -f 1)
    }

    It 'knows abbreviated hashes as unknown' {
        $details = @($hashes[0], $hashes[1].Substring(0, 7) | Get-AiCommitDetail -ErrorVariable errors -ErrorAction SilentlyContinue)
        $details.CommitHash | Should -Be $hashes[0]
        $errors.TargetObject | Should -Be $hashes[1].Substring(0, 7)
    }

    It 'fails without access, after <Requests> requests for details: <Name>' -ForEach @(
        @{ Name = 'there is no such endpoint'; Requests = 3; Option = @('--commit-details', 'none') }
        @{ Name = '404'; Requests = 3; Option = @('--commit-details', 'current', '--fault', 'status:404@commit-details') }
        @{ Name = '403'; Requests = 1; Option = @('--commit-details', 'current', '--fault', 'status:403@commit-details') }
        @{ Name = 'a page of a gateway'; Requests = 3; Option = @('--commit-details', 'none', '--error-shape', 'html') }
    ) {
        Use-Details $Option {
            $lines = @(Get-DetailRequest { $script:failure = Get-Failure { $own[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri } })
            $failure.FullyQualifiedErrorId | Should -Be "DetailNotAvailable,$type"
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
            $lines | Should -HaveCount $Requests
        }
    }

    It 'uses two hashes per request with an older service, and remembers it' {
        Use-Details '--commit-details', 'older' {
            $lines = @(Get-DetailRequest { $script:details = @($own[0..19] | Get-AiCommitDetail -BaseUri $emulator.Uri) })
            $details.CommitHash | Should -Be $own[0..19]
            $lines | Should -HaveCount 12
            @(Get-DetailRequest { $own[0..19] | Get-AiCommitDetail -BaseUri $emulator.Uri }) | Should -HaveCount 10
        }
    }

    It 'has a rate limit of its own' {
        Use-Details '--commit-details', 'current' {
            $lines = @(Get-VerboseLine { Get-AiCommit 25d -BaseUri $emulator.Uri -RequestsPerMinute 3; $own[0..299] | Get-AiCommitDetail -BaseUri $emulator.Uri -RequestsPerMinute 3 })
            @($lines -like 'GET */ai-code/commits/*') | Should -HaveCount 3
            $lines -like 'Waiting*' | Should -BeNullOrEmpty
        }
    }

    It 'tells a wrong key' {
        (Get-Failure { Get-AiCommitDetail $hashes[0] -ApiKey (ConvertTo-Secret 'key_that_nobody_knows') }).FullyQualifiedErrorId | Should -Be "InvalidApiKey,$type"
    }
}

Describe 'Awkward and broken responses' {
    It 'reads <_>' -ForEach 'numbers-as-strings', 'new-field', 'other-operation', 'no-conversations', 'other-order', 'extra-commits', 'formula' {
        $fault = $_
        Use-Details '--commit-details', 'current', '--fault', "${fault}:1@commit-details" {
            $awkward = @($own[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $plain = @($own[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $awkward.CommitHash | Should -Be $own[0..29]
            $awkward.LineCount | Should -Be $plain.LineCount
            $awkward.FileCount | Should -Be $plain.FileCount
            ($awkward.LineCount | Measure-Object -Sum).Sum | Should -BeGreaterThan 50
            if ($fault -eq 'no-conversations') { $awkward.Conversations | Should -BeNullOrEmpty } else { $awkward.Conversations.Count | Should -Be $plain.Conversations.Count }
        }
    }

    It 'counts lines that overlap once' {
        Use-Details '--commit-details', 'current', '--fault', 'overlapping-ranges:1@commit-details' {
            $awkward = @($own[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $plain = @($own[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            for ($i = 0; $i -lt 30; $i++) {
                $lines = 0
                foreach ($file in $plain[$i].Files) {
                    $set = [Collections.Generic.HashSet[long]]::new([long[]](1..20))
                    $file.Groups.Ranges | Where-Object LineCount | ForEach-Object { $_.Start..$_.End | ForEach-Object { $null = $set.Add($_) } }
                    $lines += $set.Count
                }

                $awkward[$i].LineCount | Should -Be $lines
            }
        }
    }

    It 'joins the parts of a commit on several branches' {
        Use-Details '--commit-details', 'current', '--fault', 'repeated-commits:1@commit-details' {
            $twice = @($own[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $once = @($own[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $twice.CommitHash | Should -Be $own[0..9]
            for ($i = 0; $i -lt 10; $i++) {
                $twice[$i].FileCount | Should -Be ($once[$i].FileCount + 1)
                $twice[$i].LineCount | Should -Be ($once[$i].LineCount + 2)
            }
        }
    }

    It 'survives line numbers of any size' {
        Use-Details '--commit-details', 'current', '--fault', 'huge-number@commit-details' {
            $huge = @($own[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $huge.LineCount | Where-Object { $_ } | ForEach-Object { $_ | Should -BeGreaterThan 1000000 }
            ($huge | Out-String -Width 120) | Should -Match '>999999'
        }
    }

    It 'fails at <Fault> with <Id>' -ForEach @(
        @{ Fault = 'html'; Id = 'UnexpectedAnswer' }
        @{ Fault = 'empty'; Id = 'UnexpectedAnswer' }
        @{ Fault = 'error-200'; Id = 'UnexpectedAnswer' }
        @{ Fault = 'no-items'; Id = 'UnexpectedAnswer' }
        @{ Fault = 'items-null'; Id = 'UnexpectedAnswer' }
        @{ Fault = 'null-item'; Id = 'InvalidData' }
        @{ Fault = 'text-number'; Id = 'InvalidData' }
        @{ Fault = 'bad-utf8'; Id = 'InvalidData' }
        @{ Fault = 'huge-field'; Id = 'InvalidData' }
        @{ Fault = 'retry-after:86400'; Id = 'RateLimited' }
        @{ Fault = 'redirect-loop'; Id = 'RedirectRefused' }
        @{ Fault = 'echo-key'; Id = 'InvalidApiKey' }
    ) {
        Use-Details '--commit-details', 'current', '--fault', "$Fault@commit-details" {
            (Get-Failure { $own[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri }).FullyQualifiedErrorId | Should -Be "$Id,$type"
        }
    }

    It 'tries again after <_>' -ForEach 'status:500:1', 'retry-after:seconds:1', 'reset-mid-body:100b:1', 'cut-mid-body:100b:1', 'reset-before-headers:1' {
        Use-Details '--commit-details', 'current', '--fault', "$_@commit-details" {
            @($own[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri).CommitHash | Should -Be $own[0..9]
        }
    }

    It 'lets no text of the service steer the terminal' {
        Use-Details '--commit-details', 'current', '--fault', 'hostile-text@commit-details' {
            $details = @($own[0..19] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $details.Files.FilePath | Should -Match "`e" -Because 'the objects hold what the service says'
            foreach ($objects in $details, @($details | ForEach-Object { $_.ExpandRanges() }), $details.Files, $details.Files.Groups, $details.Conversations) {
                foreach ($format in { $objects | Format-Table }, { $objects | Format-List }, { $objects }) {
                    $text = & $format | Out-String -Width 120
                    $text.Length | Should -BeGreaterThan 100
                    $text | Should -Not -Match '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]'
                }
            }
        }
    }
}

Describe 'The example with git blame' -Tag 'Needs Git' -Skip:(-not $hasGit) {
    It 'marks the lines that AI wrote, also after they have moved' {
        # A repository whose second commit moves the lines of the first.
        $folder = New-TestFolder
        $repository = Join-Path $folder 'repository'
        $null = New-Item -ItemType Directory -Path (Join-Path $repository 'src') -Force
        $file = Join-Path $repository 'src/report.ts'
        $identity = '-c', 'user.name=One', '-c', 'user.email=developer@company.com', '-c', 'commit.gpgsign=false'
        git -C $repository init --quiet
        Set-Content -LiteralPath $file -Value 'first by a person', 'second by AI', 'third by AI', 'fourth by a person'
        git -C $repository add src
        git -C $repository @identity commit --quiet --message One
        $hash = git -C $repository rev-parse HEAD
        Set-Content -LiteralPath $file -Value 'new at the top', 'first by a person', 'second by AI', 'changed by a person', 'fourth by a person'
        git -C $repository @identity commit --quiet --all --message Two

        # A service that knows the first of them.
        $listener = [Net.HttpListener]::new()
        $port = 0
        do {
            $port = Get-Random -Minimum 20000 -Maximum 60000
            $listener.Prefixes.Clear()
            $listener.Prefixes.Add("http://127.0.0.1:$port/")
            try { $listener.Start() } catch { $listener = [Net.HttpListener]::new() }
        } until ($listener.IsListening)

        $body = @"
{"commits":[{"commitHash":"$hash","commitSource":"ide","rangeAnnotations":[
  {"filePath":"src/other.ts","groups":[{"conversationId":null,"model":"m1","operationType":"insert","ranges":[{"start":1,"end":9}]}]},
  {"filePath":"src/report.ts","groups":[{"conversationId":null,"model":"m2","operationType":"insert","ranges":[{"start":2,"end":3}]}]}]}],"conversations":[]}
"@
        $serve = [powershell]::Create().AddScript({
                param($listener, $body)
                while ($listener.IsListening) {
                    try { $context = $listener.GetContext() } catch { return }
                    $bytes = [Text.Encoding]::UTF8.GetBytes($body)
                    $context.Response.ContentType = 'application/json'
                    $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
                    $context.Response.Close()
                }
            }).AddArgument($listener).AddArgument($body)
        $handle = $serve.BeginInvoke()
        try {
            $example = Get-Example -Path (Join-Path (Get-RepositoryPath) 'docs/en-US/Get-AiCommitDetail.md') | Where-Object { $_.Code -match 'git blame' }
            $example | Should -Not -BeNullOrEmpty
            $code = $example.Code -replace '\| Format-Table\s*$'
            $rows = & {
                $env:CURSOR_API_BASEURI = "http://127.0.0.1:$port"
                Push-Location -LiteralPath $repository
                try { & ([scriptblock]::Create($code)) } finally { Pop-Location; $env:CURSOR_API_BASEURI = $api.Uri }
            }
            $rows.Line | Should -Be (1..5)
            $rows.AI | Should -Be $false, $false, $true, $false, $false
            $rows[2].Model | Should -Be 'm2'
            $rows[2].Text | Should -Be 'second by AI'
        } finally {
            $listener.Stop()
            $null = $serve.EndInvoke($handle)
            $serve.Dispose()
        }
    }
}
