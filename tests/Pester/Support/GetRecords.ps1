# The tests that Get-AiCommit and Get-AiCodeChange share. Dot-sourced into the Describe block of each, which sets
# $Command, $Kind, $Endpoint and $Type, and starts the emulator $api with records of 60 days.

Context 'Records' {
    It 'equal those of the API in each field, with -Transport <_>' -ForEach 'Auto', 'Json', 'Csv' {
        $records = @(& $Command -StartDate $start -EndDate $end -Transport $_)
        Compare-Records ($records | ConvertTo-Fingerprint -Kind $Kind -As Object -NullIsEmpty:($_ -ne 'Json')) ($_ -eq 'Json' ? $apiRecords : $apiRecordsWithoutNull)
    }

    It 'have the documented type' {
        $records = & $Command -First 20
        $records | Should -HaveCount 20
        $records | ForEach-Object { $_.GetType().FullName } | Select-Object -Unique | Should -Be $Type
        (Get-Command $Command).OutputType.Name | Should -Contain $Type
    }

    It 'have null, not an empty string, for values that the API omits' {
        $records = & $Command -StartDate $start -EndDate $end -Transport Csv
        foreach ($property in $records[0].psobject.Properties.Name) {
            foreach ($record in $records) {
                if ($record.$property -is [string] -and $record.$property -eq '') {
                    throw "$property is an empty string in $record"
                }
            }
        }
    }

    It 'have local times' {
        $record = & $Command -First 1
        $record.CreatedAt | Should -BeOfType [datetime]
        $record.CreatedAt.Kind | Should -Be 'Local'
        $item = (Get-ApiResponse $api $Endpoint @{ startDate = '7d'; pageSize = 1 } | ConvertFrom-Json).items[0]
        $record.CreatedAt.ToUniversalTime() | Should -Be $item.createdAt
    }

    It 'keep the offset in ConvertTo-Json' {
        $record = & $Command -First 1
        $text = ([regex]'"CreatedAt":"([^"]+)"').Match(($record | ConvertTo-Json -Compress)).Groups[1].Value
        $text | Should -Match '(Z|[+-]\d\d:\d\d)$'
        [datetimeoffset]::Parse($text, [cultureinfo]::InvariantCulture).UtcDateTime | Should -Be $record.CreatedAt.ToUniversalTime()
    }

    It 'can be filtered by Get-Date' {
        $since = [datetime]::UtcNow.AddDays(-2)
        $expected = $items | Where-Object { $_.createdAt -gt $since }
        $records = & $Command -StartDate $start -EndDate $end | Where-Object { $_.CreatedAt -gt (Get-Date).AddDays(-2) }
        @($records).Count | Should -Be @($expected).Count
        @($records).Count | Should -BeGreaterThan 0
    }

    It 'fit 120 columns with Format-Table' {
        $records = @(& $Command -First 30)
        $lines = ($records | Format-Table | Out-String -Width 120).Trim() -split '\r?\n'
        $lines | Should -HaveCount 32
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 120
        foreach ($column in $Columns) {
            $lines[0] | Should -BeLike "*$column*"
        }
    }

    It 'are formatted as a table by default' {
        $lines = (& $Command -First 3 | Out-String -Width 120).Trim() -split '\r?\n'
        $lines[0] | Should -BeLike "*$($Columns[0])*$($Columns[-1])*"
    }

    It 'show all properties with Format-List *' {
        $record = & $Command -First 1
        $text = $record | Format-List -Property * | Out-String -Width 300
        foreach ($property in $record.psobject.Properties.Name) {
            $text | Should -Match "(?m)^$property\s+:"
        }
    }
}

Context 'Dates' {
    BeforeAll {
        function Get-RequestedRange([scriptblock] $Call) {
            $line = Get-RequestLine $Call | Select-Object -First 1
            $line | Should -Match 'startDate=([^&]+)&endDate=([^&]+)&'
            $null = $line -match 'startDate=([^&]+)&endDate=([^&]+)&'
            [pscustomobject]@{
                Start = [datetimeoffset]::Parse([uri]::UnescapeDataString($Matches[1]), [cultureinfo]::InvariantCulture)
                End   = [datetimeoffset]::Parse([uri]::UnescapeDataString($Matches[2]), [cultureinfo]::InvariantCulture)
            }
        }
    }

    It 'default to 7d and now' {
        $requested = Get-RequestedRange { & $Command -First 1 }
        ($requested.End - $requested.Start).TotalDays | Should -Be 7
        [math]::Abs(([datetimeoffset]::UtcNow - $requested.End).TotalSeconds) | Should -BeLessThan 5
    }

    It 'can be <Name>' -ForEach @(
        @{ Name = 'an unquoted 3d'; Call = { & $Command 3d -First 1 }; Days = 3 }
        @{ Name = 'an unquoted 3D by name'; Call = { & $Command -StartDate 3D -First 1 }; Days = 3 }
        @{ Name = "'3d' and 'now'"; Call = { & $Command '3d' 'now' -First 1 }; Days = 3 }
        @{ Name = 'NOW'; Call = { & $Command 3d NOW -First 1 }; Days = 3 }
        @{ Name = 'a string from the pipeline'; Call = { '3d' | ForEach-Object { & $Command $_ -First 1 } }; Days = 3 }
        @{ Name = 'a string with properties'; Call = { & $Command ('3d' | Add-Member -NotePropertyName Note -NotePropertyValue 1 -PassThru) -First 1 }; Days = 3 }
        @{ Name = 'Get-Date'; Call = { & $Command (Get-Date).AddDays(-3) (Get-Date) -First 1 }; Days = 3 }
        @{ Name = 'Get-Date as a PSObject'; Call = { Get-Date | ForEach-Object { & $Command -StartDate '3d' -EndDate $_ -First 1 } }; Days = 3 }
        @{ Name = '0d'; Call = { & $Command 3d 0d -First 1 }; Days = 3 }
    ) {
        $requested = Get-RequestedRange $Call
        ($requested.End - $requested.Start).TotalDays | Should -BeGreaterThan ($Days - 0.001)
        ($requested.End - $requested.Start).TotalDays | Should -BeLessThan ($Days + 0.001)
        [math]::Abs(([datetimeoffset]::UtcNow - $requested.End).TotalSeconds) | Should -BeLessThan 5
    }

    It 'are converted to the right time from <Name>' -ForEach @(
        @{ Name = 'a local DateTime'; Value = [datetime]::SpecifyKind('2025-07-30T14:12:03', 'Local'); Instant = [datetimeoffset][datetime]::SpecifyKind('2025-07-30T14:12:03', 'Local') }
        @{ Name = 'a UTC DateTime'; Value = [datetime]::SpecifyKind('2025-07-30T14:12:03', 'Utc'); Instant = [datetimeoffset]'2025-07-30T14:12:03Z' }
        @{ Name = 'an unspecified DateTime, which is local'; Value = [datetime]::SpecifyKind('2025-07-30T14:12:03', 'Unspecified'); Instant = [datetimeoffset][datetime]::SpecifyKind('2025-07-30T14:12:03', 'Local') }
        @{ Name = 'a DateTimeOffset'; Value = [datetimeoffset]'2025-07-30T14:12:03+05:30'; Instant = [datetimeoffset]'2025-07-30T08:42:03Z' }
        @{ Name = 'an ISO date, local'; Value = '2025-07-30'; Instant = [datetimeoffset][datetime]::SpecifyKind('2025-07-30', 'Local') }
        @{ Name = 'an ISO time to the minute, local'; Value = '2025-07-30T14:12'; Instant = [datetimeoffset][datetime]::SpecifyKind('2025-07-30T14:12:00', 'Local') }
        @{ Name = 'an ISO time, local'; Value = '2025-07-30T14:12:03'; Instant = [datetimeoffset][datetime]::SpecifyKind('2025-07-30T14:12:03', 'Local') }
        @{ Name = 'an ISO time with a space'; Value = '2025-07-30 14:12:03'; Instant = [datetimeoffset][datetime]::SpecifyKind('2025-07-30T14:12:03', 'Local') }
        @{ Name = 'an ISO time with Z'; Value = '2025-07-30T14:12:03.250Z'; Instant = [datetimeoffset]'2025-07-30T14:12:03.250Z' }
        @{ Name = 'an ISO time with an offset'; Value = '2025-07-30T14:12:03+02:00'; Instant = [datetimeoffset]'2025-07-30T12:12:03Z' }
    ) {
        (Get-RequestedRange { & $Command -StartDate $Value -EndDate '2025-08-20T00:00:00Z' }).Start | Should -Be $Instant
        (Get-RequestedRange { & $Command -StartDate '2025-07-20T00:00:00Z' -EndDate $Value }).End | Should -Be $Instant
    }

    It 'are rejected before any request: <Name>' -ForEach @(
        @{ Name = 'yesterday'; Value = 'yesterday' }
        @{ Name = '30.07.2025'; Value = '30.07.2025' }
        @{ Name = '07/30/2025'; Value = '07/30/2025' }
        @{ Name = '7 days'; Value = '7 days' }
        @{ Name = '-7d'; Value = '-7d' }
        @{ Name = '1.5d'; Value = '1.5d' }
        @{ Name = '2025-02-30'; Value = '2025-02-30' }
        @{ Name = 'an empty string'; Value = '' }
        @{ Name = 'null'; Value = $null }
        @{ Name = 'a number'; Value = 7 }
        @{ Name = 'an unquoted 1.5d'; Value = 1.5d }
        @{ Name = 'another object'; Value = @{ a = 1 } }
    ) {
        foreach ($parameter in 'StartDate', 'EndDate') {
            $arguments = @{ $parameter = $Value }
            $lines = [System.Collections.Generic.List[object]]::new()
            $failure = Get-Failure { & $Command @arguments -Verbose 4>&1 | ForEach-Object { $lines.Add($_) } }
            $failure.Exception | Should -BeOfType [System.Management.Automation.ParameterBindingException]
            $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$ErrorType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidData'
            $failure.Exception.Message | Should -Match 'now.*7d'
            $lines | Should -BeNullOrEmpty
        }
    }

    It 'are rejected before any request if the start is after the end' {
        foreach ($call in { & $Command now 7d -Verbose 4>&1 }, { & $Command '2025-08-02' '2025-08-01' -Verbose 4>&1 }, { & $Command (Get-Date).AddMinutes(1) -Verbose 4>&1 }) {
            $lines = [System.Collections.Generic.List[object]]::new()
            $failure = Get-Failure { & $call | ForEach-Object { $lines.Add($_) } }
            $failure.Exception | Should -BeOfType [System.Management.Automation.ParameterBindingException]
            $failure.FullyQualifiedErrorId | Should -Be "StartAfterEnd,$ErrorType"
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $lines | Should -BeNullOrEmpty
        }
    }

    It 'Trial P9: are rejected before any request if the year is of another calendar: <Start> to <End>' -ForEach @(
        @{ Start = '2019-12-31'; End = 'now'; Id = 'StartTooEarly' }
        @{ Start = '1448-05-01'; End = 'now'; Id = 'StartTooEarly' }
        @{ Start = '20000d'; End = 'now'; Id = 'StartTooEarly' }
        @{ Start = [datetime]'1405-09-07'; End = 'now'; Id = 'StartTooEarly' }
        @{ Start = '7d'; End = '2569-11-28'; Id = 'RangeTooLong' }
        @{ Start = '2569-11-28'; End = 'now'; Id = 'StartAfterEnd' }
    ) {
        $lines = [System.Collections.Generic.List[object]]::new()
        $failure = Get-Failure { & $Command $Start $End -Verbose 4>&1 | ForEach-Object { $lines.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -Be "$Id,$ErrorType"
        $failure.Exception | Should -BeOfType [System.Management.Automation.ParameterBindingException]
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $lines | Should -BeNullOrEmpty
        $null = & $Command 2020-01-01 2020-01-02 -First 1
    }

    It 'are converted once for all requests of a call' {
        $lines = Get-RequestLine { & $Command 50d -PageSize 200 -Transport Json }
        $lines.Count | Should -BeGreaterThan 3
        $ranges = $lines | ForEach-Object { ([regex]'startDate=[^&]+&endDate=[^&]+').Match($_).Value } | Select-Object -Unique
        $ranges | Should -HaveCount 2
        ([regex]'startDate=([^&]+)').Match($ranges[0]).Groups[1].Value | Should -Be ([regex]'endDate=([^&]+)').Match($ranges[1]).Groups[1].Value
    }

    It 'can be equal' {
        & $Command now now | Should -BeNullOrEmpty
    }

    It 'can span more than the 30 days that the API accepts in one request' {
        $days = ($end - $start).TotalDays
        $days | Should -BeGreaterThan 30
        Get-Failure { Get-ApiResponse $api $Endpoint @{ startDate = $start; endDate = $end } } | Should -Not -BeNullOrEmpty -Because 'the API rejects a range of this length'
        @(& $Command $start $end).Count | Should -Be $items.Count
    }
}

Context 'Users' {
    BeforeAll {
        $users = @($items | Group-Object -Property userEmail | Sort-Object -Property Count -Descending | Select-Object -First 3)
        $user = $users[0]
        $id = $user.Group[0].userId
        $recordsOfUser = @($user.Group | ConvertTo-Fingerprint -Kind $Kind -As Json -NullIsEmpty)
        $recordsOfUsers = @($users.Group | ConvertTo-Fingerprint -Kind $Kind -As Json -NullIsEmpty)
        $range = @{ StartDate = $start; EndDate = $end }
        $null = $user, $id, $recordsOfUser, $recordsOfUsers, $range

        function Get-Fingerprint {
            $input | ConvertTo-Fingerprint -Kind $Kind -As Object -NullIsEmpty
        }
    }

    It 'can be an e-mail address' {
        Compare-Records (& $Command @range -User $user.Name | Get-Fingerprint) $recordsOfUser
    }

    It 'can be an ID' {
        Compare-Records (& $Command @range -User $id | Get-Fingerprint) $recordsOfUser
    }

    It 'can be a number' {
        $numbered = foreach ($number in 1..60) {
            $records = @(& $Command @range -User $number -First 1 -WarningAction SilentlyContinue)
            if ($records) {
                @{ Number = $number; Email = $records[0].UserEmail }
                break
            }
        }

        $numbered | Should -Not -BeNullOrEmpty
        $all = & $Command @range -User $numbered.Number
        Compare-Records ($all | Get-Fingerprint) ($items | Where-Object userEmail -EQ $numbered.Email | ConvertTo-Fingerprint -Kind $Kind -As Json -NullIsEmpty)
    }

    It 'can be several, which are requested one after another' {
        Compare-Records (& $Command @range -User $users.Name | Get-Fingerprint) $recordsOfUsers
        $lines = Get-RequestLine { & $Command @range -User $users.Name }
        $requested = $lines | ForEach-Object { [uri]::UnescapeDataString(([regex]'user=([^& ]+)').Match($_).Groups[1].Value) }
        @($requested | Select-Object -Unique) | Should -Be $users.Name
    }

    It 'are requested once each, even if they are given twice' {
        $records = & $Command @range -User $user.Name, $id, $user.Name.ToUpperInvariant() -WarningVariable warnings -WarningAction SilentlyContinue
        Compare-Records ($records | Get-Fingerprint) $recordsOfUser
        $warnings | Should -BeNullOrEmpty -Because 'the API has records of each'
    }

    It 'can come from the pipeline by value' {
        Compare-Records ($users.Name | & $Command @range | Get-Fingerprint) $recordsOfUsers
    }

    It 'can come from the pipeline by the property <_>' -ForEach 'User', 'UserEmail', 'UserId', 'Email' {
        $name = $_
        $objects = foreach ($item in $users) {
            [pscustomobject]@{ Team = 'A'; $name = $name -eq 'UserId' ? $item.Group[0].userId : $item.Name }
        }
        Compare-Records ($objects | & $Command @range | Get-Fingerprint) $recordsOfUsers
    }

    It 'can come from Import-Csv' {
        $csv = $users | ForEach-Object { [pscustomobject]@{ Name = 'N'; Email = $_.Name } } | ConvertTo-Csv
        Compare-Records ($csv | ConvertFrom-Csv | & $Command @range | Get-Fingerprint) $recordsOfUsers
    }

    It 'can come from records' {
        $records = & $Command @range -User $users.Name | Group-Object -Property UserEmail | ForEach-Object { $_.Group[0] }
        Compare-Records ($records | & $Command @range | Get-Fingerprint) $recordsOfUsers
    }

    It 'Trial P1: are read from the e-mail column, in any column order: <_>' -ForEach 'UserId first', 'Email first' {
        $email = $user.Name
        $row = $_ -eq 'UserId first' ? [pscustomobject]@{ UserId = '1042'; Email = $email } : [pscustomobject]@{ Email = $email; UserId = '1042' }
        Compare-Records ($row | & $Command @range | Get-Fingerprint) $recordsOfUser
    }

    It 'Trial P1: cause an error if a row has two different users: <Name>' -ForEach @(
        @{ Name = 'e-mail addresses'; Row = [pscustomobject]@{ Mail = 'ann@company.com'; UserPrincipalName = 'ann@corp.example' } }
        @{ Name = 'IDs'; Row = [pscustomobject]@{ UserId = 'user_a'; user_id = 'user_b' } }
        @{ Name = 'a number with a blank e-mail address'; Row = [pscustomobject]@{ Email = ''; UserId = '1042' } }
        @{ Name = 'a string that is not an e-mail address'; Row = [pscustomobject]@{ Email = 'n/a'; UserId = 'user_a' } }
    ) {
        $lines = @($Row | & $Command @range -Verbose -ErrorVariable failures -ErrorAction SilentlyContinue 4>&1)
        $failures | ForEach-Object FullyQualifiedErrorId | Should -Be "ParameterArgumentTransformationError,$ErrorType"
        $failures[0].Exception.Message | Should -Not -Match 'ann@|user_a|1042' -Because 'messages contain no personal data'
        $lines | Should -BeNullOrEmpty
    }

    It 'Trial P1: are read from the ID column if the e-mail column is blank' {
        Compare-Records ([pscustomobject]@{ Email = ''; UserId = $id } | & $Command @range | Get-Fingerprint) $recordsOfUser
    }

    It 'Trial P2: can come from the property <_>' -ForEach 'Mail', 'UserPrincipalName', 'EmailAddress', 'PrimarySmtpAddress', 'user_email' {
        $name = $_
        $rows = $users | ForEach-Object { [pscustomobject]@{ DisplayName = 'N'; $name = $_.Name } }
        Compare-Records ($rows | & $Command @range | Get-Fingerprint) $recordsOfUsers
        Compare-Records (& $Command @range -User $rows | Get-Fingerprint) $recordsOfUsers
    }

    It 'Trial P2: cause an error that lists the properties if an object has none of them' {
        $null = [pscustomobject]@{ DisplayName = 'Ann' } | & $Command @range -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        foreach ($name in 'Email', 'Mail', 'UserPrincipalName', 'EmailAddress', 'PrimarySmtpAddress', 'user_email', 'UserId') {
            $failures[0].Exception.Message | Should -MatchExactly "\b$name\b"
        }
    }

    It 'Trial P3: skip blank lines of the pipeline, and reject a blank argument' {
        $name = $user.Name
        Compare-Records ('', $name, '  ' | & $Command @range -ErrorVariable failures | Get-Fingerprint) $recordsOfUser
        $rows = [pscustomobject]@{ Email = '' }, [pscustomobject]@{ Email = $name }, [pscustomobject]@{ Email = $null }
        Compare-Records ($rows | & $Command @range -ErrorVariable +failures | Get-Fingerprint) $recordsOfUser
        $failures | Should -BeNullOrEmpty
        Get-RequestLine { '' | & $Command @range } | Should -BeNullOrEmpty
        foreach ($value in @(), $null, ('' | Write-Output), [pscustomobject]@{ Email = '' }) {
            (Get-Failure { & $Command @range -User $value }).FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$ErrorType"
        }
    }

    It 'cause no request if the pipeline is empty' {
        @() | & $Command | Should -BeNullOrEmpty
        Get-RequestLine { @() | & $Command } | Should -BeNullOrEmpty
        Get-RequestLine { 1..3 | Where-Object { $_ -gt 5 } | & $Command } | Should -BeNullOrEmpty
    }

    It 'are rejected before any request: <_>' -ForEach 'bob', '', 'ann@', '@company.com', 'ann bell@company.com', 'user_', '-1', '4 2', 'user' {
        $value = $_
        $lines = [System.Collections.Generic.List[object]]::new()
        $failure = Get-Failure { & $Command -User $value -Verbose 4>&1 | ForEach-Object { $lines.Add($_) } }
        $failure.Exception | Should -BeOfType [System.Management.Automation.ParameterBindingException]
        $failure.FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$ErrorType"
        $lines | Should -BeNullOrEmpty
    }

    It 'are rejected one by one from the pipeline' {
        $records = 'bob', $user.Name | & $Command @range -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | ForEach-Object FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$ErrorType"
        Compare-Records ($records | Get-Fingerprint) $recordsOfUser
        'bob' | & $Command @range -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-Failure { 'bob' | & $Command @range -ErrorAction Stop } | Should -Not -BeNullOrEmpty
    }

    It 'without records cause a warning, not an error' {
        $records = & $Command -User 'nobody@example.com' -WarningVariable warnings -WarningAction SilentlyContinue
        $records | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike '*nobody@example.com*'
    }
}

Context 'Paging' {
    BeforeAll {
        $range = @{ StartDate = $start; EndDate = $end }
        $all = @(& $Command @range | ForEach-Object { "$_ $($_.CreatedAt.Ticks) $(if ($Kind -eq 'Commit') { $_.BranchName })" })
        $null = $all

        function Get-Name {
            $input | ForEach-Object { "$_ $($_.CreatedAt.Ticks) $(if ($Kind -eq 'Commit') { $_.BranchName })" }
        }
    }

    It '-First <_> returns that many records' -ForEach 0, 1, 5, 1000, 1001 {
        $number = $_
        $records = @(& $Command @range -First $number | Get-Name)
        $records | Should -HaveCount ([math]::Min($number, $all.Count))
        $records | Should -Be @($all | Select-Object -First $number)
    }

    It '-First 5 sends one request, for a page of 5' {
        $lines = @(Get-RequestLine { & $Command @range -First 5 })
        $lines | Should -HaveCount 1
        $lines[0] | Should -BeLike '*page=1&pageSize=5 *'
    }

    It '-First 0 sends no request' {
        Get-RequestLine { & $Command @range -First 0 } | Should -BeNullOrEmpty
    }

    It 'Select-Object -First 5 sends one request' {
        @(& $Command @range | Select-Object -First 5 | Get-Name) | Should -Be @($all | Select-Object -First 5)
        Get-RequestLine { & $Command @range | Select-Object -First 5 } | Should -HaveCount 1
        Get-RequestLine { & $Command @range -PageSize 100 -Transport Json | Select-Object -First 100 } | Should -HaveCount 1
        Get-RequestLine { & $Command @range -PageSize 100 -Transport Json | Select-Object -First 101 } | Should -HaveCount 2
    }

    It '-Skip omits that many records' {
        @(& $Command @range -Skip 3 -First 4 | Get-Name) | Should -Be @($all | Select-Object -Skip 3 -First 4)
        @(& $Command @range -Skip ($all.Count - 2) | Get-Name) | Should -Be @($all | Select-Object -Last 2)
        @(& $Command @range -Skip ($all.Count + 2) | Get-Name) | Should -BeNullOrEmpty
        Get-RequestLine { & $Command @range -Skip 3 -First 4 } | Should -HaveCount 1
    }

    It '-First accepts the largest number' {
        @(& $Command -Skip 1 -First ([ulong]::MaxValue)).Count | Should -Be (@(& $Command).Count - 1)
    }

    It '-IncludeTotalCount returns the count first' {
        $results = @(& $Command @range -IncludeTotalCount -First 2)
        $results | Should -HaveCount 3
        $results[0] | Should -BeOfType [ulong]
        [long]$results[0] | Should -BeIn @($items.Count, ($items.Count + 1)) -Because 'the windows have a time in common'
        $results[0].Accuracy | Should -Be 0.99 -Because 'a record at that time is counted twice'
        $results[1].GetType().FullName | Should -Be $Type
    }

    It '-IncludeTotalCount sends no additional request for one window, with -Transport <_>' -ForEach 'Auto', 'Json', 'Csv' {
        $arguments = @{ Transport = $_; EndDate = $end; StartDate = $end.AddDays(-20) }
        $results = @(& $Command @arguments -IncludeTotalCount)
        $results[0] | Should -BeOfType [ulong]
        [long]$results[0] | Should -Be ($results.Count - 1)
        $results[0].Accuracy | Should -Be 1
        $requestCount = @(Get-RequestLine { & $Command @arguments }).Count
        Get-RequestLine { & $Command @arguments -IncludeTotalCount } | Should -HaveCount $requestCount
    }

    It '-IncludeTotalCount -First 2 sends one request' {
        $twoDays = @{ StartDate = $end.AddDays(-2); EndDate = $end }
        Get-RequestLine { & $Command @twoDays -IncludeTotalCount -First 2 } | Should -HaveCount 1
    }

    It '-IncludeTotalCount returns 0 if there are no records' {
        $results = @(& $Command -StartDate now -EndDate now -IncludeTotalCount)
        $results | Should -HaveCount 1
        [long]$results[0] | Should -Be 0
    }

    It '-IncludeTotalCount -First 0 returns the count only' {
        $results = @(& $Command -IncludeTotalCount -First 0)
        $results | Should -HaveCount 1
        $results[0].Accuracy | Should -Be 1
        [long]$results[0] | Should -Be @(& $Command).Count
    }
}

Context 'Pages' {
    It '-PageSize sets the page size of the requests' {
        $lines = @(Get-RequestLine { & $Command -StartDate $end.AddDays(-20) -EndDate $end -PageSize 150 -Transport Json })
        $count = @($items | Where-Object { [datetimeoffset]$_.createdAt -ge $end.AddDays(-20) }).Count
        $lines | Should -HaveCount ([math]::Ceiling($count / 150))
        foreach ($line in $lines) {
            $line | Should -BeLike '*pageSize=150 *'
        }
    }

    It '-PageSize <_> is rejected' -ForEach 0, -1, 1001 {
        $number = $_
        (Get-Failure { & $Command -PageSize $number }).FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$ErrorType"
    }

    It '-RequestsPerMinute <_> is rejected' -ForEach 0, -1, 10001 {
        $number = $_
        (Get-Failure { & $Command -RequestsPerMinute $number }).FullyQualifiedErrorId | Should -Be "ParameterArgumentValidationError,$ErrorType"
    }

    It '-Transport rejects other values' {
        (Get-Failure { & $Command -Transport Xml }).FullyQualifiedErrorId | Should -Be "CannotConvertArgumentNoMessage,$ErrorType"
    }

    It '-Transport Json requests only pages' {
        Get-RequestLine { & $Command $start $end -Transport Json } | Should -Not -Match '\.csv\?'
    }

    It '-Transport Csv requests the count and the CSV stream' {
        $lines = @(Get-RequestLine { & $Command -StartDate $end.AddDays(-20) -EndDate $end -Transport Csv })
        $lines | Should -HaveCount 2
        $lines[0] | Should -BeLike '*pageSize=1 *'
        $lines[1] | Should -BeLike '*.csv[?]*'
    }

    It '-Transport Auto sends at most two requests for 30 days' {
        @(Get-RequestLine { & $Command -StartDate $end.AddDays(-30) -EndDate $end -PageSize 100 }).Count | Should -BeLessOrEqual 2
    }

    It 'return all records from a server that <Name> page sizes above 500' -ForEach @(
        @{ Name = 'rejects'; Mode = 'error' }
        @{ Name = 'clamps'; Mode = 'clamp' }
    ) {
        $capped = Start-Emulator -Option '--developers', '10', '--commits', '700', '--changes', '700', '--days', '20', '--page-size-cap', '500', '--page-size-cap-mode', $Mode
        try {
            $until = [datetimeoffset]::UtcNow
            $expected = @(Get-ApiRecord $capped $Kind $until.AddDays(-25) $until | ConvertTo-Fingerprint -Kind $Kind -As Json)
            foreach ($transport in 'Json', 'Auto') {
                $records = & $Command $until.AddDays(-25) $until -BaseUri $capped.Uri -Transport $transport -PageSize 1000
                Compare-Records ($records | ConvertTo-Fingerprint -Kind $Kind -As Object -NullIsEmpty:($transport -eq 'Auto')) @($expected | ForEach-Object { $transport -eq 'Auto' ? $_.Replace('<null>', '') : $_ })
            }
        } finally {
            Stop-Emulator $capped
        }
    }
}

Context 'The connection' {
    It '-ApiKey and -BaseUri take precedence over the environment' {
        $other = Start-Emulator -Option '--commits', '40', '--changes', '40', '--developers', '3' -Key 'key_of_the_other' | ForEach-Object { $_ }
        try {
            $failure = Get-Failure { & $Command -BaseUri $other.Uri -ApiKey (ConvertTo-Secret 'key_that_is_wrong') }
            $failure.FullyQualifiedErrorId | Should -Be "InvalidApiKey,$ErrorType"
            $records = & $Command 60d -BaseUri $other.Uri -ApiKey (ConvertTo-Secret 'YOUR_API_KEY')
            @($records).Count | Should -Be 40
        } finally {
            Stop-Emulator $other
        }
    }

    It '-ApiKey is a SecureString, not a string' {
        (Get-Command $Command).Parameters['ApiKey'].ParameterType | Should -Be ([securestring])
        (Get-Failure { & $Command -ApiKey 'a string' }).FullyQualifiedErrorId | Should -Be "CannotConvertArgumentNoMessage,$ErrorType"
    }

    It '-BaseUri can end with a slash' {
        $lines = Get-RequestLine { & $Command -BaseUri "$($api.Uri)/" -First 1 }
        $lines | Should -BeLike "GET $($api.Uri)/analytics/*"
    }
}

Context 'Streaming' {
    It 'returns the objects of the first page before the next page is received' {
        $slow = Start-Emulator -Option '--developers', '10', '--commits', '500', '--changes', '500', '--days', '20', '--fault', "no-headers:9+1@$Endpoint"
        $call = Start-Call "$Command 25d -Transport Json -PageSize 100 -RequestsPerMinute 10000 -BaseUri $($slow.Uri)"
        try {
            Wait-Until { $call.Output.Count -ge 100 } | Should -BeTrue
            Start-Sleep -Milliseconds 200
            $call.Output.Count | Should -Be 100
            $call.Handle.IsCompleted | Should -BeFalse
            (Stop-Call $call).TotalSeconds | Should -BeLessThan 1
        } finally {
            $call.Shell.Dispose()
            Stop-Emulator $slow
        }
    }

    It 'returns the first objects of the CSV stream before its end' {
        $slow = Start-Emulator -Option '--developers', '10', '--commits', '6000', '--changes', '6000', '--days', '20', '--throttle', '0.1'
        $call = Start-Call "$Command 25d -Transport Csv -RequestsPerMinute 10000 -BaseUri $($slow.Uri)"
        try {
            Wait-Until { $call.Output.Count -gt 0 } 10 | Should -BeTrue
            $call.Output.Count | Should -BeLessThan 6000
            $call.Handle.IsCompleted | Should -BeFalse
            (Stop-Call $call).TotalSeconds | Should -BeLessThan 1
        } finally {
            $call.Shell.Dispose()
            Stop-Emulator $slow
        }
    }

    It 'stops immediately with Select-Object -First' {
        $slow = Start-Emulator -Option '--developers', '10', '--commits', '6000', '--changes', '6000', '--days', '20', '--throttle', '0.1'
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $records = & $Command 25d -Transport Csv -BaseUri $slow.Uri | Select-Object -First 3
            $records | Should -HaveCount 3
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 8
        } finally {
            Stop-Emulator $slow
        }
    }

    It 'returns all records of a slow response, and reports progress' {
        $slow = Start-Emulator -Option '--developers', '5', '--commits', '900', '--changes', '900', '--days', '20', '--throttle', '0.1'
        $call = Start-Call "$Command 25d -Transport Csv -Verbose -RequestsPerMinute 10000 -BaseUri $($slow.Uri)"
        try {
            $result = Receive-Call $call
            $result.Failure | Should -BeNullOrEmpty
            $result.Output | Should -HaveCount 900
            $result.Progress | Should -Not -BeNullOrEmpty -Because 'it took over a second'
            $result.Progress[-1].RecordType | Should -Be 'Completed'
        } finally {
            Stop-Emulator $slow
        }
    }
}
