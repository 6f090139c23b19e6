#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Tests tab completion.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $vaults = @(Get-VaultProvider)
    $null = $vaults
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Enter-TestSession

    function Get-Completion {
        <# Gets the completions at the end of a line. #>
        param([string] $Line)

        @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches)
    }

    # Defines the same function in a new session, with properties that can be converted to JSON.
    $completionScript = @'
Import-Module $module
function Get-Completion([string] $Line) {
    , @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | Select-Object CompletionText, ListItemText, ToolTip)
}
'@
    $null = $completionScript
}

AfterAll {
    Exit-TestSession
}

Describe 'Completion of a culture' {
    It 'suggests cultures by name and by description, the current one first' {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'fr-CH'
        try {
            (Get-Completion 'Export-AiCodeReport a.html -Culture ')[0].CompletionText | Should -Be 'fr-CH'
        } finally {
            [cultureinfo]::CurrentCulture = $before
        }

        (Get-Completion 'Export-AiCodeReport a.html -Culture de-D')[0].CompletionText | Should -Be 'de-DE'
        (Get-Completion 'Export-AiCodeReport a.html -Culture portug').CompletionText | Should -Contain 'pt-BR'
    }
}

Describe 'Completion of a date' {
    It 'suggests common dates with descriptions: <_>' -ForEach 'Get-AiCommit -StartDate ', 'Get-AiCommit -EndDate ', 'Get-AiCodeChange -StartDate ', 'Export-AiCodeCsv a.csv -Kind Commit -StartDate ', 'Export-AiCodeCsv a.csv -Kind Commit -EndDate ', 'Export-AiCodeDataset set -Kind Commit -StartDate ' {
        $completions = Get-Completion $_
        $completions.CompletionText | Should -Be 'now', '7d', '30d', '90d', (Get-Date -Format 'yyyy-MM-dd'), (Get-Date).AddDays(-1).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $completions.ToolTip | Should -Be 'This moment', '7 days ago', '30 days ago', '90 days ago', 'Today, from midnight', 'Yesterday, from midnight'
        $completions.ResultType | Should -Be (@('ParameterValue') * 6)
    }

    It 'filters by the typed text: <Typed>' -ForEach @(
        @{ Typed = '3'; Expected = '30d' }
        @{ Typed = 'N'; Expected = 'now' }
        @{ Typed = "'7"; Expected = '7d' }
        @{ Typed = '"9'; Expected = '90d' }
    ) {
        (Get-Completion "Get-AiCommit -StartDate $Typed").CompletionText | Should -Be $Expected
    }

    It 'suggests no files if nothing matches' {
        Get-Completion 'Get-AiCommit -StartDate zz' | Should -BeNullOrEmpty
        Get-Completion 'Get-AiCommit -StartDate ./' | Should -BeNullOrEmpty
    }

    It 'suggests valid values' {
        foreach ($completion in (Get-Completion 'Get-AiCommit -StartDate ').CompletionText) {
            (Get-Failure { Invoke-Expression "Get-AiCommit -StartDate $completion -BaseUri http://example.com" }).FullyQualifiedErrorId | Should -BeLike 'InvalidBaseUri,*' -Because "$completion is a date"
        }
    }

    It 'uses the Gregorian calendar in any culture' {
        $result = Get-ChildResult -Script ($completionScript + "`n[cultureinfo]::CurrentCulture = 'th-TH'; Get-Completion 'Get-AiCommit -StartDate 2' | ConvertTo-Json -Compress")
        $result.CompletionText | Should -Match '^20\d\d-\d\d-\d\d$'
    }
}

Describe 'Completion of a user' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '9', '--commits', '300', '--changes', '300', '--days', '20' -Use
        $null = $api
    }

    It 'suggests nothing, and no files, if no records were returned' {
        Get-ChildResult -Script ($completionScript + "`n@{ count = (Get-Completion 'Get-AiCommit -User ').Count } | ConvertTo-Json -Compress") | ForEach-Object count | Should -Be 0
    }

    It 'suggests the users of the records from <Call>, without a request' -ForEach @(
        @{ Call = 'Get-AiCommit 25d' }
        @{ Call = 'Get-AiCodeChange 25d' }
        @{ Call = 'Get-AiCodeChange 25d -ExpandFile' }
    ) {
        $result = Get-ChildResult -Environment @{ HOME = (New-TestFolder) } -Script @"
$completionScript
`$records = @($Call)
`$env:CURSOR_API_BASEURI = 'http://127.0.0.1:1'
@{ users = @(`$records.UserEmail | Sort-Object -Unique); completions = Get-Completion 'Get-AiCommit -User '; change = (Get-Completion 'Get-AiCodeChange -User ').Count
   export = (Get-Completion 'Export-AiCodeCsv a.csv -Kind Commit -User ').Count; alias = (Get-Completion 'Get-AiCommit -Email ').Count; id = `$records[0].UserId; email = `$records[0].UserEmail } | ConvertTo-Json -Depth 4 -Compress
"@
        $result.users.Count | Should -BeGreaterThan 3
        $result.completions.CompletionText | Should -Be $result.users
        $result.change, $result.export, $result.alias | Should -Be (@($result.users.Count) * 3)
        ($result.completions | Where-Object CompletionText -eq $result.email).ToolTip | Should -Be "$($result.email), $($result.id)" -Because 'it contains the ID'
    }

    It 'filters by the start, or by any part' {
        $emails = @(Get-AiCommit 25d | ForEach-Object UserEmail | Sort-Object -Unique)
        $user = $emails | Where-Object { $_ -match '^\w+\.(\w{4,})@' } | Select-Object -First 1
        (Get-Completion "Get-AiCommit -User $($user.Substring(0, 4).ToUpperInvariant())")[0].CompletionText | Should -Be @($emails -like "$($user.Substring(0, 4))*")[0]
        (Get-Completion "Get-AiCommit -User $(($user -split '[.@]')[1])").CompletionText | Should -Contain $user
        (Get-Completion "Get-AiCommit -User $($emails[0]), $user").CompletionText | Should -Be $user -Because 'it completes the second user of the list'
        Get-Completion 'Get-AiCommit -User nobody-of-that-name' | Should -BeNullOrEmpty
    }
}

Describe 'Completion of a commit' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '9', '--commits', '300', '--changes', '10', '--days', '20' -Use
        $null = $api
    }

    It 'suggests nothing, and no files, if no records were returned' {
        Get-ChildResult -Script ($completionScript + "`n@{ hash = (Get-Completion 'Get-AiCommitDetail ').Count; branch = (Get-Completion 'Get-AiCommitDetail x -Branch ').Count } | ConvertTo-Json -Compress") |
            ForEach-Object { $_.hash, $_.branch } | Should -Be 0, 0
    }

    # Some of these commits have the same time, and some have several branches.
    It 'suggests the commits from Get-AiCommit with their messages, and their branches, without a request' {
        $result = Get-ChildResult -Environment @{ HOME = (New-TestFolder) } -Script @"
$completionScript
`$records = @(Get-AiCommit 25d -First 150)
`$env:CURSOR_API_BASEURI = 'http://127.0.0.1:1'
`$first = `$records[0]
@{ hashes = @(`$records.CommitHash | Select-Object -Unique); completions = Get-Completion 'Get-AiCommitDetail '; message = @(`$first.Message -split '\r?\n')[0]; start = (Get-Completion "Get-AiCommitDetail `$(`$first.CommitHash.Substring(0, 6).ToUpperInvariant())").CompletionText
   branches = @(`$records.BranchName | Where-Object { `$_ } | Sort-Object -Unique -CaseSensitive); branchCompletions = (Get-Completion 'Get-AiCommitDetail x -Branch ').ListItemText; none = (Get-Completion 'Get-AiCommitDetail zz').Count } | ConvertTo-Json -Depth 4 -Compress
"@
        $result.completions.CompletionText | Should -Be $result.hashes
        $result.completions[0].ToolTip | Should -BeLike "$([wildcardpattern]::Escape($result.message.Trim()))*"
        $result.start | Should -Be $result.hashes[0]
        $result.branchCompletions | Sort-Object -CaseSensitive | Should -Be $result.branches
        $result.none | Should -Be 0
    }
}

foreach ($provider in $vaults) {
    Describe "Completion of a secret or a vault, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
        BeforeAll {
            $completionScript = (Get-ModulePathLine $StandIn) + $completionScript
            $vaultHome = New-TestFolder
            $environment = @{ HOME = $vaultHome; USERPROFILE = $vaultHome; XDG_DATA_HOME = $null; CURSOR_API_KEY = $null }
            Get-ChildResult -Environment $environment -Script ((Get-ModulePathLine $StandIn) + @'
Reset-SecretStore -Scope CurrentUser -Authentication None -Interaction None -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Register-SecretVault -Name 'My team''s vault' -ModuleName Microsoft.PowerShell.SecretStore
foreach ($name in 'CursorApiKey', 'Cursor key of Ann', "Ann's key", "Ann`u{2019}s other key", '-dash', '@at', 'plain_1.2', 'a$b') { Set-Secret -Name $name -Secret x -Vault Store }
'"done"'
'@) | Should -Be 'done'
            $lines = @{
                all        = 'Get-AiCommit -SecretName '
                plain      = 'Get-AiCommit -SecretName Cursor'
                single     = "Get-AiCommit -SecretName 'cursor k"
                double     = 'Get-AiCommit -SecretName "cursor k'
                quote      = "Get-AiCommit -SecretName 'Ann''s k"
                none       = 'Get-AiCommit -SecretName zz'
                ofVault    = "Get-AiCodeChange -Vault Store -SecretName Cursor"
                ofSpaces   = "Get-AiCodeChange -Vault 'My team''s vault' -SecretName CursorA"
                noVault    = "Get-AiCommit -Vault Nowhere -SecretName "
                export     = 'Export-AiCodeCsv a.csv -Kind Commit -SecretName CursorA'
                test       = 'Test-AiCodeConnection -SecretName CursorA'
                vaults     = 'Test-AiCodeConnection -Vault '
                vault      = 'Get-AiCommit -Vault my'
                exportTo   = 'Export-AiCodeCsv a.csv -Kind Commit -Vault St'
            }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $completions = Get-ChildResult -Environment $environment -Script @"
$completionScript
`$lines = '$(($lines | ConvertTo-Json -Compress) -replace "'", "''")' | ConvertFrom-Json -AsHashtable
`$all = @{}
foreach (`$name in `$lines.Keys) { `$all[`$name] = Get-Completion `$lines[`$name] }
# Evaluates each completion.
`$all.read = @(`$all.all | ForEach-Object { Invoke-Expression "Write-Output `$(`$_.CompletionText)" })
`$all | ConvertTo-Json -Depth 4 -Compress
"@
            $null = $completions, $clock
        }

        It 'suggests every secret, quoted if required' {
            $names = 'CursorApiKey', 'Cursor key of Ann', "Ann's key", "Ann`u{2019}s other key", '-dash', '@at', 'plain_1.2', 'a$b'
            $completions.read | Sort-Object | Should -Be ($names | Sort-Object)
            $completions.all.ListItemText | Sort-Object | Should -Be ($names | Sort-Object)
            $completions.all.CompletionText | Should -Contain 'CursorApiKey'
            $completions.all.CompletionText | Should -Contain 'plain_1.2'
            $completions.all.CompletionText | Should -Contain "'Cursor key of Ann'"
            $completions.all.CompletionText | Should -Contain "'Ann''s key'"
        }

        It 'describes the type and the vaults' {
            ($completions.all | Where-Object ListItemText -eq 'CursorApiKey').ToolTip | Should -BeLike '*String in the vault Store*'
            ($completions.all | Where-Object ListItemText -eq 'CursorApiKey').ToolTip | Should -BeLike "*My team's vault*" -Because 'both vaults contain it, and it is suggested once'
            $completions.vaults[0].ToolTip | Should -Be 'Vault of Microsoft.PowerShell.SecretStore'
        }

        It 'filters by the typed text: <Name>' -ForEach @(
            @{ Name = 'plain'; Text = @("'Cursor key of Ann'", 'CursorApiKey') }
            @{ Name = 'single'; Text = "'Cursor key of Ann'" }
            @{ Name = 'double'; Text = "'Cursor key of Ann'" }
            @{ Name = 'quote'; Text = "'Ann''s key'" }
            @{ Name = 'none'; Text = $null }
            @{ Name = 'ofVault'; Text = @("'Cursor key of Ann'", 'CursorApiKey') }
            @{ Name = 'ofSpaces'; Text = 'CursorApiKey' }
            @{ Name = 'noVault'; Text = $null }
            @{ Name = 'export'; Text = 'CursorApiKey' }
            @{ Name = 'test'; Text = 'CursorApiKey' }
            @{ Name = 'vaults'; Text = @("'My team''s vault'", 'Store') }
            @{ Name = 'vault'; Text = "'My team''s vault'" }
            @{ Name = 'exportTo'; Text = 'Store' }
        ) {
            @($completions.$Name.CompletionText | Sort-Object) | Should -Be @($Text | Sort-Object)
        }

        It 'suggests nothing, without a delay, if the vault is locked' {
            $locked = New-TestFolder
            $lockedEnvironment = @{ HOME = $locked; USERPROFILE = $locked; XDG_DATA_HOME = $null; CURSOR_API_KEY = $null }
            Get-ChildResult -Environment $lockedEnvironment -Script ((Get-ModulePathLine $StandIn) + @'
$password = ConvertTo-SecureString 'a password' -AsPlainText -Force
Reset-SecretStore -Scope CurrentUser -Authentication Password -Password $password -Interaction None -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password $password
Set-Secret -Name CursorApiKey -Secret x
'"done"'
'@) | Should -Be 'done'
            $result = Get-ChildResult -Environment $lockedEnvironment -TimeoutSeconds 30 -Script ($completionScript + "`n@{ secrets = (Get-Completion 'Get-AiCommit -SecretName ').Count; vaults = (Get-Completion 'Get-AiCommit -Vault ').CompletionText } | ConvertTo-Json -Compress")
            $result.secrets | Should -Be 0
            $result.vaults | Should -Be 'Store'
        }
    }
}

Describe 'Completion of a secret or a vault' {
    It 'suggests nothing, and no files, if SecretManagement is not installed' {
        $result = Get-ChildResult -Script ("`$env:PSModulePath = Join-Path `$PSHOME 'Modules'`n$completionScript`n@{ secrets = (Get-Completion 'Get-AiCommit -SecretName ').Count; vaults = (Get-Completion 'Get-AiCommit -Vault ').Count } | ConvertTo-Json -Compress")
        $result.secrets | Should -Be 0
        $result.vaults | Should -Be 0
    }
}

Describe 'Completion of a fixed value' {
    It 'suggests <Values> for <Line>' -ForEach @(
        @{ Line = 'Export-AiCodeCsv a.csv -Kind '; Values = 'Change', 'Commit' }
        @{ Line = 'Export-AiCodeDataset set -Kind '; Values = 'Change', 'Commit' }
        @{ Line = 'Export-AiCodeDataset set -Format '; Values = 'Csv', 'Parquet' }
        @{ Line = 'Get-AiCommit -Transport '; Values = 'Auto', 'Csv', 'Json' }
        @{ Line = 'Export-AiCodeCsv a.csv -Encoding '; Values = 'utf8', 'utf8BOM', 'utf8NoBOM' }
    ) {
        (Get-Completion $Line).CompletionText | Sort-Object | Should -Be $Values
    }

    It 'suggests the properties of the output' {
        (Get-Completion 'Get-AiCommit | Sort-Object AiP').CompletionText | Should -Be 'AiPercent'
        (Get-Completion 'Get-AiCodeChange -ExpandFile | Group-Object FileE').CompletionText | Should -Be 'FileExtension'
    }
}
