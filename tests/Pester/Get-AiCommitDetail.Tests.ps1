#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $excelProviders = @(Get-Provider -Module ImportExcel)
    $hasGit = [bool](Get-Command -Name git -CommandType Application -ErrorAction Ignore)
    $null = $excelProviders, $hasGit
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
    $commandType = 'Cursor.AiCode.Commands.GetAiCommitDetailCommand'
    $null = $api, $unknown, $commandType

    function Get-DetailResponse {
        <# Gets the details of some commits with one request, without the module. #>
        param([string[]] $Hash, $Emulator = $api)

        Get-ApiResponse $Emulator "commits/$($Hash -join ',')" | ConvertFrom-Json
    }

    function Get-DetailRequest {
        <# Gets the verbose lines of the requests for details that a call sends. #>
        param([scriptblock] $Call)

        Get-RequestLine $Call | Where-Object { $_ -like '*/ai-code/commits/*' }
    }

    function Invoke-WithEmulator {
        <# Runs a call with a separate emulator. $emulatorHashes contains the hashes of its commits. #>
        param([string[]] $Option, [scriptblock] $Call)

        $emulator = Start-Emulator -Option ($data + $Option)
        try {
            $emulatorHashes = @((Get-AiCommit 25d -BaseUri $emulator.Uri).CommitHash | Select-Object -Unique)
            $null = $emulatorHashes
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
    It 'returns the details of the API, in the order of the hashes' {
        $requested = $hashes[0..49]
        $details = @($requested | Get-AiCommitDetail)
        $details.CommitHash | Should -Be $requested
        $response = Get-DetailResponse $requested
        foreach ($detail in $details) {
            $expected = $response.commits | Where-Object commitHash -EQ $detail.CommitHash
            $detail.GetType().FullName | Should -Be 'Cursor.AiCode.AiCommitDetail'
            $detail.CommitSource | Should -Be $expected.commitSource
            @($detail.Files.FilePath) | Should -Be @($expected.rangeAnnotations.filePath | Select-Object -Unique)
            $detail.FileCount | Should -Be $detail.Files.Count
            @($detail.Models) | Should -Be @($expected.rangeAnnotations.groups.model | Where-Object { $_ } | Select-Object -Unique)

            # Counts each line of each file once.
            $lines = [Collections.Generic.HashSet[string]]::new()
            foreach ($file in $expected.rangeAnnotations) {
                foreach ($range in $file.groups.ranges | Where-Object { $_.start -gt 0 -and $_.end -ge $_.start }) {
                    $range.start..$range.end | ForEach-Object { $null = $lines.Add("$($file.filePath):$_") }
                }
            }

            $detail.LineCount | Should -Be $lines.Count
            $ids = @($expected.rangeAnnotations.groups.conversationId | Where-Object { $_ } | Select-Object -Unique)
            @($detail.Conversations.Id) | Should -Be $ids
            foreach ($conversation in $detail.Conversations) {
                $expectedConversation = $response.conversations | Where-Object id -CEQ $conversation.Id
                $conversation.Title, $conversation.Tldr, $conversation.Overview | Should -Be $expectedConversation.title, $expectedConversation.tldr, $expectedConversation.overview
                @($conversation.SummaryBullets) | Should -Be @($expectedConversation.summaryBullets)
            }
        }

        @($details.Conversations.Id | Where-Object Length -EQ 91) | Should -Not -BeNullOrEmpty -Because 'the data contains long IDs with a line break'
    }

    It 'returns objects with the documented properties and types' {
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

    It 'accepts commits from the pipeline, and requests each hash once' {
        $commits.Count | Should -BeGreaterThan $hashes.Count -Because 'some commits have several records'
        @(Get-AiCommit 25d | Get-AiCommitDetail | ForEach-Object CommitHash) | Should -Be $hashes
        @($hashes[0], $hashes[0].ToUpperInvariant(), $hashes[1], $hashes[0] | Get-AiCommitDetail).CommitHash | Should -Be $hashes[0..1]
    }

    It 'uses the property CommitHash, not ToString()' {
        $row = [pscustomobject]@{ CommitHash = $hashes[3]; Note = 'x' }
        $row | Add-Member -MemberType ScriptMethod -Name ToString -Value { 'not a hash' } -Force
        ($row | Get-AiCommitDetail).CommitHash | Should -Be $hashes[3]
        ([pscustomobject]@{ commithash = $hashes[4], $hashes[5] } | Get-AiCommitDetail).CommitHash | Should -Be $hashes[4..5]
        ($commits[0] | Get-AiCommitDetail).CommitHash | Should -Be $commits[0].CommitHash
        ($commits[0] | Select-Object * | Get-AiCommitDetail).CommitHash | Should -Be $commits[0].CommitHash
    }

    It 'accepts rows of exported files, and does not show rows of others' {
        $file = Join-Path (New-TestFolder) 'commits.csv'
        $commits[0..1] | Export-AiCodeCsv $file
        @(Import-Csv -LiteralPath $file | Get-AiCommitDetail).CommitHash | Should -Be ($commits[0..1].CommitHash | Select-Object -Unique)
        $failure = Get-Failure { [pscustomobject]@{ Sha = 'x'; Email = 'someone@company.com' } | Get-AiCommitDetail -ErrorAction Stop }
        $failure.Exception | Should -BeOfType [System.Management.Automation.ParameterBindingException]
        $failure.Exception.Message | Should -Match 'commit_hash'
        $failure.Exception.Message | Should -Not -Match 'someone'
    }

    It 'accepts deserialized commits' {
        $file = Join-Path (New-TestFolder) 'commits.xml'
        $commits[0..2] | Export-Clixml -Path $file
        (Import-Clixml -Path $file | Get-AiCommitDetail).CommitHash | Should -Be ($commits[0..2].CommitHash | Select-Object -Unique)
    }

    It 'keeps the line ranges in serialized objects' {
        $detail = $hashes | Get-AiCommitDetail | Where-Object { $_.LineCount -and $_.Conversations } | Select-Object -First 1
        $file = Join-Path (New-TestFolder) 'detail.xml'
        $detail | Export-Clixml -Path $file
        $imported = Import-Clixml -Path $file
        $imported.Files[0].Groups[0].Ranges[0].Start | Should -Be $detail.Files[0].Groups[0].Ranges[0].Start
        $imported.Conversations[0].Id | Should -Be $detail.Conversations[0].Id
        ($detail | ConvertTo-Json -Depth 6 | ConvertFrom-Json).Files[0].Groups[0].Ranges[0].End | Should -Be $detail.Files[0].Groups[0].Ranges[0].End
    }

    It 'skips blank lines, and sends no request for an empty pipeline' {
        @("$($hashes[0])`r", '', '  ', " $($hashes[1]) " | Get-AiCommitDetail).CommitHash | Should -Be $hashes[0..1]
        @(Get-RequestLine { @() | Get-AiCommitDetail }) | Should -HaveCount 0
        @(Get-RequestLine { '', ' ' | Get-AiCommitDetail }) | Should -HaveCount 0
        (Get-Failure { Get-AiCommitDetail -CommitHash $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
        (Get-Failure { Get-AiCommitDetail -CommitHash '' -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be "CommitNotFound,$commandType"
    }

    It 'sends the branch to the API' {
        $commit = $commits | Where-Object { $_.BranchName -and $_.BranchName -match '\W' } | Select-Object -First 1
        (Get-AiCommitDetail $commit.CommitHash -Branch $commit.BranchName).CommitHash | Should -Be $commit.CommitHash
        $failure = Get-Failure { Get-AiCommitDetail $commit.CommitHash -Branch 'no such branch' -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be "CommitNotFound,$commandType"
        "$failure" | Should -Match 'no such branch'
    }

    It 'returns objects that are equal by content' {
        Get-AiCommitDetail $hashes[0] | Should -Be (Get-AiCommitDetail $hashes[0])
        (Get-AiCommitDetail $hashes[0]).Equals((Get-AiCommitDetail $hashes[1])) | Should -BeFalse
    }
}

Describe 'Streaming' {
    It 'returns the objects of the first request before it sends the second' {
        $lines = @(Get-DetailRequest { $hashes | Get-AiCommitDetail | Select-Object -First 100 })
        $lines | Should -HaveCount 1
        $lines = @(Get-DetailRequest { $hashes | Get-AiCommitDetail | Select-Object -First 101 })
        $lines | Should -HaveCount 2
    }

    It 'starts before its input is complete' {
        $inputCounts = [Collections.Generic.List[int]]::new()
        $count = 0
        $null = $hashes[0..249] | ForEach-Object { $script:inputCount++; $_ } | Get-AiCommitDetail | ForEach-Object {
            if ($count++ -eq 0) { $inputCounts.Add($script:inputCount) }
        }
        $inputCounts[0] | Should -Be 100
    }

    It 'stops the previous command with Select-Object -First' {
        $lines = @(Get-RequestLine { Get-AiCommit 25d -PageSize 10 -Transport Json | Get-AiCommitDetail | Select-Object -First 3 })
        @($lines -like '*/ai-code/commits/*').Count | Should -Be 1
        @($lines -like '*/ai-code/commits[?]*').Count | Should -BeLessThan 15
    }

    It 'ends immediately with Ctrl+C, <Name>' -ForEach @(
        @{ Name = 'without a response'; Option = @('--fault', 'no-headers@commit-details') }
        @{ Name = 'with a stalled response'; Option = @('--fault', 'stall:200b@commit-details') }
        @{ Name = 'while it waits for the rate limit'; Option = @('--fault', 'retry-after:200@commit-details') }
    ) {
        Invoke-WithEmulator (@('--commit-details', 'current') + $Option) {
            $call = Start-Call -Script '$VerbosePreference = "Continue"; Get-AiCommitDetail $hash' -Variable @{ hash = $emulatorHashes[0..4] }
            $null = Wait-Until { $call.Clock.Elapsed.TotalSeconds -gt 2 } 5
            (Stop-Call $call).TotalSeconds | Should -BeLessThan 4
        }
    }
}

Describe '-ExpandRange' {
    It 'returns a row for each range with lines' {
        $requested = $hashes[0..99]
        $response = Get-DetailResponse $requested
        $titles = @{}
        $response.conversations | ForEach-Object { $titles[$_.id] = $_.title }
        $expected = foreach ($commit in $response.commits) {
            foreach ($file in $commit.rangeAnnotations) {
                foreach ($group in $file.groups) {
                    foreach ($range in $group.ranges | Where-Object { $_.start -gt 0 -and $_.end -ge $_.start }) {
                        $commit.commitHash, $file.filePath, $range.start, $range.end, ($range.end - $range.start + 1), $group.operationType, $group.model,
                        $group.conversationId, ($group.conversationId ? $titles[$group.conversationId] : $null) -join '|'
                    }
                }
            }
        }
        $actual = foreach ($row in Get-AiCommitDetail $requested -ExpandRange) {
            $row.CommitHash, $row.FilePath, $row.StartLine, $row.EndLine, $row.LineCount, $row.OperationType, $row.Model, $row.ConversationId, $row.ConversationTitle -join '|'
        }
        $actual.Count | Should -BeGreaterThan 100
        @($response.commits.rangeAnnotations.groups.ranges | Where-Object { $_.end -lt $_.start }) | Should -Not -BeNullOrEmpty
        @($response.commits.rangeAnnotations.groups.ranges | Where-Object { $_.end -eq 0 }) | Should -Not -BeNullOrEmpty
        Compare-Records $actual $expected
    }

    It 'returns objects with the documented properties, without nested objects' {
        $row = $hashes | Get-AiCommitDetail -ExpandRange | Select-Object -First 1
        $row.GetType().FullName | Should -Be 'Cursor.AiCode.AiCommitDetailRange'
        $row.psobject.Properties.Name | Should -Be 'CommitHash', 'FilePath', 'StartLine', 'EndLine', 'LineCount', 'OperationType', 'Model', 'ConversationId', 'ConversationTitle'
        foreach ($property in $row.psobject.Properties) {
            $property.TypeNameOfValue | Should -BeIn 'System.String', 'System.Int64'
        }
    }

    It 'works with Export-Csv, including IDs with line breaks' {
        $file = Join-Path (New-TestFolder) 'lines.csv'
        $rows = @($hashes | Get-AiCommitDetail -ExpandRange)
        @($rows.ConversationId) -match "`n" | Should -Not -BeNullOrEmpty
        $rows | Export-Csv -Path $file -NoTypeInformation
        $imported = @(Import-Csv -Path $file)
        Compare-Records ($imported | ForEach-Object { $_.psobject.Properties.Value -join '|' }) ($rows | ForEach-Object { $_.psobject.Properties.Value -join '|' })
    }

    foreach ($provider in $excelProviders) {
        It "works with Export-Excel, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            Import-Module -Name ($StandIn ? "$StandIn/ImportExcel" : 'ImportExcel') -Force
            try {
                $file = Join-Path (New-TestFolder) 'lines.xlsx'
                $rows = @($hashes[0..20] | Get-AiCommitDetail -ExpandRange)
                $rows | Export-Excel -Path $file -WorksheetName Data
                $imported = @(Import-Excel -Path $file -WorksheetName Data)
                $imported | Should -HaveCount $rows.Count
                $imported.FilePath | Should -Be $rows.FilePath
                ($imported | Measure-Object LineCount -Sum).Sum | Should -Be ($rows | Measure-Object LineCount -Sum).Sum
                $imported[0].StartLine | Should -BeOfType [ValueType]

                # Nested objects are converted to the names of files and conversations, not to type names.
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
    It 'writes an error for each unknown hash, and continues: <_>' -ForEach 'omit', 'empty', 'error' {
        Invoke-WithEmulator '--commit-details', 'current', '--unknown-hash', $_ {
            $requested = @($emulatorHashes[0], ($unknown -f 1), $emulatorHashes[1], ($unknown -f 2), $emulatorHashes[2])
            $details = @($requested | Get-AiCommitDetail -BaseUri $emulator.Uri -ErrorVariable errors -ErrorAction SilentlyContinue)
            $details.CommitHash | Sort-Object | Should -Be ($emulatorHashes[0..2] | Sort-Object)
            $errors | Should -HaveCount 2
            $errors.FullyQualifiedErrorId | Should -Be "CommitNotFound,$commandType", "CommitNotFound,$commandType"
            $errors.TargetObject | Sort-Object | Should -Be ($unknown -f 1), ($unknown -f 2)
            $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($errors[0])" | Should -BeLike "*$($errors[0].TargetObject)*"
        }
    }

    It 'terminates with -ErrorAction Stop' {
        $failure = Get-Failure { Get-AiCommitDetail ($unknown -f 1) -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -Be "CommitNotFound,$commandType"
        $failure.TargetObject | Should -Be ($unknown -f 1)
    }

    It 'reports abbreviated hashes as unknown' {
        $details = @($hashes[0], $hashes[1].Substring(0, 7) | Get-AiCommitDetail -ErrorVariable errors -ErrorAction SilentlyContinue)
        $details.CommitHash | Should -Be $hashes[0]
        $errors.TargetObject | Should -Be $hashes[1].Substring(0, 7)
    }

    It 'fails without access, after <Requests> requests for details: <Name>' -ForEach @(
        @{ Name = 'a missing endpoint'; Requests = 3; Option = @('--commit-details', 'none') }
        @{ Name = '404'; Requests = 3; Option = @('--commit-details', 'current', '--fault', 'status:404@commit-details') }
        @{ Name = '403'; Requests = 1; Option = @('--commit-details', 'current', '--fault', 'status:403@commit-details') }
        @{ Name = 'an HTML page of a gateway'; Requests = 3; Option = @('--commit-details', 'none', '--error-shape', 'html') }
    ) {
        Invoke-WithEmulator $Option {
            $lines = @(Get-DetailRequest { $script:failure = Get-Failure { $emulatorHashes[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri } })
            $failure.FullyQualifiedErrorId | Should -Be "DetailNotAvailable,$commandType"
            $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
            $lines | Should -HaveCount $Requests
        }
    }

    It 'requests two hashes at a time from an older API, and caches that' {
        Invoke-WithEmulator '--commit-details', 'older' {
            $lines = @(Get-DetailRequest { $script:details = @($emulatorHashes[0..19] | Get-AiCommitDetail -BaseUri $emulator.Uri) })
            $details.CommitHash | Should -Be $emulatorHashes[0..19]
            $lines | Should -HaveCount 12
            @(Get-DetailRequest { $emulatorHashes[0..19] | Get-AiCommitDetail -BaseUri $emulator.Uri }) | Should -HaveCount 10
        }
    }

    It 'has a separate rate limit' {
        Invoke-WithEmulator '--commit-details', 'current' {
            $lines = @(Get-VerboseLine { Get-AiCommit 25d -BaseUri $emulator.Uri -RequestsPerMinute 3; $emulatorHashes[0..299] | Get-AiCommitDetail -BaseUri $emulator.Uri -RequestsPerMinute 3 })
            @($lines -like 'GET */ai-code/commits/*') | Should -HaveCount 3
            $lines -like 'Waiting*' | Should -BeNullOrEmpty
        }
    }

    It 'reports an invalid key' {
        (Get-Failure { Get-AiCommitDetail $hashes[0] -ApiKey (ConvertTo-Secret 'key_that_nobody_knows') }).FullyQualifiedErrorId | Should -Be "InvalidApiKey,$commandType"
    }
}

Describe 'Unusual and faulty responses' {
    It 'reads <_>' -ForEach 'numbers-as-strings', 'new-field', 'other-operation', 'no-conversations', 'other-order', 'extra-commits', 'formula' {
        $fault = $_
        Invoke-WithEmulator '--commit-details', 'current', '--fault', "${fault}:1@commit-details" {
            $unusual = @($emulatorHashes[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $plain = @($emulatorHashes[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $unusual.CommitHash | Should -Be $emulatorHashes[0..29]
            $unusual.LineCount | Should -Be $plain.LineCount
            $unusual.FileCount | Should -Be $plain.FileCount
            ($unusual.LineCount | Measure-Object -Sum).Sum | Should -BeGreaterThan 50
            if ($fault -eq 'no-conversations') { $unusual.Conversations | Should -BeNullOrEmpty } else { $unusual.Conversations.Count | Should -Be $plain.Conversations.Count }
        }
    }

    It 'counts overlapping lines once' {
        Invoke-WithEmulator '--commit-details', 'current', '--fault', 'overlapping-ranges:1@commit-details' {
            $unusual = @($emulatorHashes[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $plain = @($emulatorHashes[0..29] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            for ($i = 0; $i -lt 30; $i++) {
                $lines = 0
                foreach ($file in $plain[$i].Files) {
                    $set = [Collections.Generic.HashSet[long]]::new([long[]](1..20))
                    $file.Groups.Ranges | Where-Object LineCount | ForEach-Object { $_.Start..$_.End | ForEach-Object { $null = $set.Add($_) } }
                    $lines += $set.Count
                }

                $unusual[$i].LineCount | Should -Be $lines
            }
        }
    }

    It 'merges the details of a commit on several branches' {
        Invoke-WithEmulator '--commit-details', 'current', '--fault', 'repeated-commits:1@commit-details' {
            $merged = @($emulatorHashes[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $single = @($emulatorHashes[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $merged.CommitHash | Should -Be $emulatorHashes[0..9]
            for ($i = 0; $i -lt 10; $i++) {
                $merged[$i].FileCount | Should -Be ($single[$i].FileCount + 1)
                $merged[$i].LineCount | Should -Be ($single[$i].LineCount + 2)
            }
        }
    }

    It 'accepts line numbers of any size' {
        Invoke-WithEmulator '--commit-details', 'current', '--fault', 'huge-number@commit-details' {
            $huge = @($emulatorHashes[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $huge.LineCount | Where-Object { $_ } | ForEach-Object { $_ | Should -BeGreaterThan 1000000 }
            ($huge | Out-String -Width 120) | Should -Match '>999999'
        }
    }

    It 'fails for <Fault> with <Id>' -ForEach @(
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
        Invoke-WithEmulator '--commit-details', 'current', '--fault', "$Fault@commit-details" {
            (Get-Failure { $emulatorHashes[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri }).FullyQualifiedErrorId | Should -Be "$Id,$commandType"
        }
    }

    It 'retries after <_>' -ForEach 'status:500:1', 'retry-after:seconds:1', 'reset-mid-body:100b:1', 'cut-mid-body:100b:1', 'reset-before-headers:1' {
        Invoke-WithEmulator '--commit-details', 'current', '--fault', "$_@commit-details" {
            @($emulatorHashes[0..9] | Get-AiCommitDetail -BaseUri $emulator.Uri).CommitHash | Should -Be $emulatorHashes[0..9]
        }
    }

    It 'shows no control characters from the API' {
        Invoke-WithEmulator '--commit-details', 'current', '--fault', 'hostile-text@commit-details' {
            $details = @($emulatorHashes[0..19] | Get-AiCommitDetail -BaseUri $emulator.Uri)
            $details.Files.FilePath | Should -Match "`e" -Because 'the objects contain the text of the API'
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
    It 'marks the lines from AI, even if they have moved' {
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

        # A server that returns the details of the first commit.
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
        $server = [powershell]::Create().AddScript({
                param($listener, $body)
                while ($listener.IsListening) {
                    try { $context = $listener.GetContext() } catch { return }
                    $bytes = [Text.Encoding]::UTF8.GetBytes($body)
                    $context.Response.ContentType = 'application/json'
                    $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
                    $context.Response.Close()
                }
            }).AddArgument($listener).AddArgument($body)
        $handle = $server.BeginInvoke()
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
            $null = $server.EndInvoke($handle)
            $server.Dispose()
        }
    }
}
