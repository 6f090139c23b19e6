#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# What the Tab key offers.
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
        <# What Tab offers at the end of a line. #>
        param([string] $Line)

        @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches)
    }

    # The same for a new session: as text, since it comes back as JSON.
    $complete = @'
Import-Module $module
function Get-Completion([string] $Line) {
    , @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | Select-Object CompletionText, ListItemText, ToolTip)
}
'@
    $null = $complete
}

AfterAll {
    Exit-TestSession
}

Describe 'Tab at a culture' {
    It 'offers cultures by name and by description, the current one first' {
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

Describe 'Tab at a date' {
    It 'offers the usual ones and what they mean: <_>' -ForEach 'Get-AiCommit -StartDate ', 'Get-AiCommit -EndDate ', 'Get-AiCodeChange -StartDate ', 'Export-AiCodeCsv a.csv -Kind Commit -StartDate ', 'Export-AiCodeCsv a.csv -Kind Commit -EndDate ', 'Export-AiCodeDataset set -Kind Commit -StartDate ' {
        $offered = Get-Completion $_
        $offered.CompletionText | Should -Be 'now', '7d', '30d', '90d', (Get-Date -Format 'yyyy-MM-dd'), (Get-Date).AddDays(-1).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)
        $offered.ToolTip | Should -Be 'This moment', '7 days ago', '30 days ago', '90 days ago', 'Today, from midnight', 'Yesterday, from midnight'
        $offered.ResultType | Should -Be (@('ParameterValue') * 6)
    }

    It 'goes on with what is typed: <Typed>' -ForEach @(
        @{ Typed = '3'; Offered = '30d' }
        @{ Typed = 'N'; Offered = 'now' }
        @{ Typed = "'7"; Offered = '7d' }
        @{ Typed = '"9'; Offered = '90d' }
    ) {
        (Get-Completion "Get-AiCommit -StartDate $Typed").CompletionText | Should -Be $Offered
    }

    It 'offers no files where nothing fits' {
        Get-Completion 'Get-AiCommit -StartDate zz' | Should -BeNullOrEmpty
        Get-Completion 'Get-AiCommit -StartDate ./' | Should -BeNullOrEmpty
    }

    It 'offers what the parameter takes' {
        foreach ($offered in (Get-Completion 'Get-AiCommit -StartDate ').CompletionText) {
            (Get-Failure { Invoke-Expression "Get-AiCommit -StartDate $offered -BaseUri http://example.com" }).FullyQualifiedErrorId | Should -BeLike 'InvalidBaseUri,*' -Because "$offered is a date"
        }
    }

    It 'goes by the calendar, whatever the culture has' {
        $result = Get-ChildResult -Script ($complete + "`n[cultureinfo]::CurrentCulture = 'th-TH'; Get-Completion 'Get-AiCommit -StartDate 2' | ConvertTo-Json -Compress")
        $result.CompletionText | Should -Match '^20\d\d-\d\d-\d\d$'
    }
}

Describe 'Tab at a user' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '9', '--commits', '300', '--changes', '300', '--days', '20' -Use
        $null = $api
    }

    It 'offers nothing, and no files, where none was seen' {
        Get-ChildResult -Script ($complete + "`n@{ count = (Get-Completion 'Get-AiCommit -User ').Count } | ConvertTo-Json -Compress") | ForEach-Object count | Should -Be 0
    }

    It 'offers those that <Call> has seen, without a request' -ForEach @(
        @{ Call = 'Get-AiCommit 25d' }
        @{ Call = 'Get-AiCodeChange 25d' }
        @{ Call = 'Get-AiCodeChange 25d -ExpandFile' }
    ) {
        $result = Get-ChildResult -Environment @{ HOME = (New-TestFolder) } -Script @"
$complete
`$records = @($Call)
`$env:CURSOR_API_BASEURI = 'http://127.0.0.1:1'
@{ seen = @(`$records.UserEmail | Sort-Object -Unique); offered = Get-Completion 'Get-AiCommit -User '; change = (Get-Completion 'Get-AiCodeChange -User ').Count
   export = (Get-Completion 'Export-AiCodeCsv a.csv -Kind Commit -User ').Count; alias = (Get-Completion 'Get-AiCommit -Email ').Count; id = `$records[0].UserId; email = `$records[0].UserEmail } | ConvertTo-Json -Depth 4 -Compress
"@
        $result.seen.Count | Should -BeGreaterThan 3
        $result.offered.CompletionText | Should -Be $result.seen
        $result.change, $result.export, $result.alias | Should -Be (@($result.seen.Count) * 3)
        ($result.offered | Where-Object CompletionText -eq $result.email).ToolTip | Should -Be "$($result.email), $($result.id)" -Because 'it tells the id, too'
    }

    It 'goes by the start, and else by any part' {
        $emails = @(Get-AiCommit 25d | ForEach-Object UserEmail | Sort-Object -Unique)
        $one = $emails | Where-Object { $_ -match '^\w+\.(\w{4,})@' } | Select-Object -First 1
        (Get-Completion "Get-AiCommit -User $($one.Substring(0, 4).ToUpperInvariant())")[0].CompletionText | Should -Be @($emails -like "$($one.Substring(0, 4))*")[0]
        (Get-Completion "Get-AiCommit -User $(($one -split '[.@]')[1])").CompletionText | Should -Contain $one
        (Get-Completion "Get-AiCommit -User $($emails[0]), $one").CompletionText | Should -Be $one -Because 'a list has a second one'
        Get-Completion 'Get-AiCommit -User nobody-of-that-name' | Should -BeNullOrEmpty
    }
}

Describe 'Tab at a commit' {
    BeforeAll {
        $api = Start-Emulator -Option '--developers', '9', '--commits', '300', '--changes', '10', '--days', '20' -Use
        $null = $api
    }

    It 'offers nothing, and no files, where none was seen' {
        Get-ChildResult -Script ($complete + "`n@{ hash = (Get-Completion 'Get-AiCommitDetail ').Count; branch = (Get-Completion 'Get-AiCommitDetail x -Branch ').Count } | ConvertTo-Json -Compress") |
            ForEach-Object { $_.hash, $_.branch } | Should -Be 0, 0
    }

    It 'offers those that Get-AiCommit has seen, with their messages, and their branches, without a request' {
        $result = Get-ChildResult -Environment @{ HOME = (New-TestFolder) } -Script @"
$complete
`$records = @(Get-AiCommit 25d -First 30)
`$env:CURSOR_API_BASEURI = 'http://127.0.0.1:1'
`$first = `$records[0]
@{ hashes = @(`$records.CommitHash | Select-Object -Unique); offered = Get-Completion 'Get-AiCommitDetail '; message = @(`$first.Message -split '\r?\n')[0]; start = (Get-Completion "Get-AiCommitDetail `$(`$first.CommitHash.Substring(0, 6).ToUpperInvariant())").CompletionText
   branches = @(`$records.BranchName | Where-Object { `$_ } | Sort-Object -Unique -CaseSensitive); offeredBranches = (Get-Completion 'Get-AiCommitDetail x -Branch ').ListItemText; none = (Get-Completion 'Get-AiCommitDetail zz').Count } | ConvertTo-Json -Depth 4 -Compress
"@
        $result.offered.CompletionText | Should -Be $result.hashes
        $result.offered[0].ToolTip | Should -BeLike "$([wildcardpattern]::Escape($result.message.Trim()))*"
        $result.start | Should -Be $result.hashes[0]
        $result.offeredBranches | Sort-Object -CaseSensitive | Should -Be $result.branches
        $result.none | Should -Be 0
    }
}

foreach ($provider in $vaults) {
    Describe "Tab at a secret or a vault, by $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
        BeforeAll {
            $complete = (Get-ModulePathLine $StandIn) + $complete
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
            $offered = Get-ChildResult -Environment $environment -Script @"
$complete
`$lines = '$(($lines | ConvertTo-Json -Compress) -replace "'", "''")' | ConvertFrom-Json -AsHashtable
`$all = @{}
foreach (`$name in `$lines.Keys) { `$all[`$name] = Get-Completion `$lines[`$name] }
# Each text, as PowerShell reads it.
`$all.read = @(`$all.all | ForEach-Object { Invoke-Expression "Write-Output `$(`$_.CompletionText)" })
`$all | ConvertTo-Json -Depth 4 -Compress
"@
            $null = $offered, $clock
        }

        It 'offers every secret, quoted so that PowerShell reads its name' {
            $names = 'CursorApiKey', 'Cursor key of Ann', "Ann's key", "Ann`u{2019}s other key", '-dash', '@at', 'plain_1.2', 'a$b'
            $offered.read | Sort-Object | Should -Be ($names | Sort-Object)
            $offered.all.ListItemText | Sort-Object | Should -Be ($names | Sort-Object)
            $offered.all.CompletionText | Should -Contain 'CursorApiKey'
            $offered.all.CompletionText | Should -Contain 'plain_1.2'
            $offered.all.CompletionText | Should -Contain "'Cursor key of Ann'"
            $offered.all.CompletionText | Should -Contain "'Ann''s key'"
        }

        It 'tells what it is, and where' {
            ($offered.all | Where-Object ListItemText -eq 'CursorApiKey').ToolTip | Should -BeLike '*String in the vault Store*'
            ($offered.all | Where-Object ListItemText -eq 'CursorApiKey').ToolTip | Should -BeLike "*My team's vault*" -Because 'both vaults have it, and it is offered once'
            $offered.vaults[0].ToolTip | Should -Be 'Vault of Microsoft.PowerShell.SecretStore'
        }

        It 'goes on with what is typed: <Name>' -ForEach @(
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
            @($offered.$Name.CompletionText | Sort-Object) | Should -Be @($Text | Sort-Object)
        }

        It 'offers nothing, at once, where the vault is locked' {
            $locked = New-TestFolder
            $there = @{ HOME = $locked; USERPROFILE = $locked; XDG_DATA_HOME = $null; CURSOR_API_KEY = $null }
            Get-ChildResult -Environment $there -Script ((Get-ModulePathLine $StandIn) + @'
$password = ConvertTo-SecureString 'a password' -AsPlainText -Force
Reset-SecretStore -Scope CurrentUser -Authentication Password -Password $password -Interaction None -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password $password
Set-Secret -Name CursorApiKey -Secret x
'"done"'
'@) | Should -Be 'done'
            $result = Get-ChildResult -Environment $there -TimeoutSeconds 30 -Script ($complete + "`n@{ secrets = (Get-Completion 'Get-AiCommit -SecretName ').Count; vaults = (Get-Completion 'Get-AiCommit -Vault ').CompletionText } | ConvertTo-Json -Compress")
            $result.secrets | Should -Be 0
            $result.vaults | Should -Be 'Store'
        }
    }
}

Describe 'Tab at a secret or a vault' {
    It 'offers nothing, and no files, where SecretManagement is not installed' {
        $result = Get-ChildResult -Script ("`$env:PSModulePath = Join-Path `$PSHOME 'Modules'`n$complete`n@{ secrets = (Get-Completion 'Get-AiCommit -SecretName ').Count; vaults = (Get-Completion 'Get-AiCommit -Vault ').Count } | ConvertTo-Json -Compress")
        $result.secrets | Should -Be 0
        $result.vaults | Should -Be 0
    }
}

Describe 'Tab at a choice' {
    It 'offers <Choices> for <Line>' -ForEach @(
        @{ Line = 'Export-AiCodeCsv a.csv -Kind '; Choices = 'Change', 'Commit' }
        @{ Line = 'Export-AiCodeDataset set -Kind '; Choices = 'Change', 'Commit' }
        @{ Line = 'Export-AiCodeDataset set -Format '; Choices = 'Csv', 'Parquet' }
        @{ Line = 'Get-AiCommit -Transport '; Choices = 'Auto', 'Csv', 'Json' }
        @{ Line = 'Export-AiCodeCsv a.csv -Encoding '; Choices = 'utf8', 'utf8BOM', 'utf8NoBOM' }
    ) {
        (Get-Completion $Line).CompletionText | Sort-Object | Should -Be $Choices
    }

    It 'offers the properties of what comes' {
        (Get-Completion 'Get-AiCommit | Sort-Object AiP').CompletionText | Should -Be 'AiPercent'
        (Get-Completion 'Get-AiCodeChange -ExpandFile | Group-Object FileE').CompletionText | Should -Be 'FileExtension'
    }
}
