#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession

    # A unique key with characters that a URI escapes.
    $key = 'key_5eCr3t+f0r/t3sts=9qZ'
    $forms = @(
        $key
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${key}:"))
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${key}:")).TrimEnd('=')
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($key)).TrimEnd('=')
        [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($key)).TrimEnd('=')
        [uri]::EscapeDataString($key)
        $key.Substring(4)
    )

    function Find-Key([string] $Text) {
        foreach ($form in $forms) {
            $index = $Text.IndexOf($form, [StringComparison]::Ordinal)
            if ($index -ge 0) {
                "'$form' in: " + $Text.Substring([math]::Max(0, $index - 100), [math]::Min(200, $Text.Length - [math]::Max(0, $index - 100)))
            }
        }
    }

    $good = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '300', '--days', '20', '--key', $key -Key $key
    $wrong = Start-Emulator -Option '--commits', '20'
    $broken = Start-Emulator -Option '--commits', '300', '--days', '20', '--key', $key, '--fault', 'null-item@commits', '--fault', 'stray-quote@commits.csv', '--fault', 'html@changes' -Key $key
    $failing = Start-Emulator -Option '--commits', '20', '--key', $key, '--fault', 'status:503:1', '--fault', 'redirect-other-origin:http://example.invalid/' -Key $key
    $echoing = Start-Emulator -Option '--commits', '20', '--key', $key, '--fault', 'echo-key' -Key $key
    $null = $good, $wrong, $broken, $failing, $echoing
}

AfterAll {
    Exit-TestSession
}

Describe 'The key' -Tag 'Fault_44' {
    It 'is in no stream, error, object or transcript, with <Source>' -ForEach @(
        @{ Source = '-ApiKey'; Arguments = '@{ ApiKey = ConvertTo-SecureString $env:TEST_KEY -AsPlainText -Force }' }
        @{ Source = 'CURSOR_API_KEY'; Arguments = '@{}' }
    ) {
        $folder = New-TestFolder
        $child = Invoke-ChildPwsh -Environment @{
            TEST_KEY       = $key
            CURSOR_API_KEY = ($Source -eq '-ApiKey' ? $null : $key)
            TEST_FOLDER    = $folder
            HOME           = $folder
            TEST_SERVERS   = "$($good.Uri) $($wrong.Uri) $($broken.Uri) $($failing.Uri) $($echoing.Uri) http://example.com http://127.0.0.1:1"
        } -Script @"
`$null = Start-Transcript -Path (Join-Path `$env:TEST_FOLDER 'transcript.txt') -IncludeInvocationHeader
`$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
Import-Module `$module
`$keyArguments = $Arguments
foreach (`$server in `$env:TEST_SERVERS.Split(' ')) {
    foreach (`$call in
        { Get-AiCommit 25d -BaseUri `$server @keyArguments -Debug -First 3 -IncludeTotalCount },
        { Get-AiCommit 25d -BaseUri `$server @keyArguments -Transport Csv -Verbose | Select-Object -First 2 },
        { Get-AiCodeChange 25d -BaseUri `$server @keyArguments -ExpandFile -First 2 -Verbose -Debug },
        { Export-AiCodeCsv (Join-Path `$env:TEST_FOLDER 'a.csv') 25d -Kind Commit -BaseUri `$server @keyArguments -PassThru -Verbose -Debug },
        { Test-AiCodeConnection -BaseUri `$server @keyArguments -Verbose -Debug }) {
        if (`$server -like '*:1' -and `"`$call`" -notlike '*IncludeTotalCount*') { continue }
        try {
            & `$call | Format-List -Property * -Force
        } catch {
            `$_ | Format-List -Property * -Force
            `$_.Exception | Format-List -Property * -Force
            `$_.Exception.ToString()
            `$_.InvocationInfo | Format-List -Property * -Force
            `$_ | Get-Error
            `$_ | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue
        }
    }
}
`$Error | Format-List -Property * -Force
`$Error | ForEach-Object { for (`$e = `$_.Exception; `$e; `$e = `$e.InnerException) { `$e.ToString(); `$e.Data | Out-String } }
(Get-Module Cursor.AiCode) | Format-List -Property *
`$null = Stop-Transcript
"@
        $child.Ended | Should -BeTrue
        $transcript = Get-Content -LiteralPath (Join-Path $folder 'transcript.txt') -Raw
        foreach ($id in 'InvalidApiKey', 'InvalidData', 'RedirectRefused', 'InvalidBaseUri', 'Unreachable', 'UnexpectedAnswer') {
            $child.Output | Should -BeLike "*$id*" -Because 'the run is expected to cause these errors'
        }

        $child.Output.Length | Should -BeGreaterThan 20000
        $transcript.Length | Should -BeGreaterThan 20000
        Find-Key $child.Output | Should -BeNullOrEmpty
        Find-Key $child.Error | Should -BeNullOrEmpty
        Find-Key $transcript | Should -BeNullOrEmpty
        foreach ($file in Get-ChildItem -LiteralPath $folder -Recurse -Force -File) {
            Find-Key $file.FullName | Should -BeNullOrEmpty
            Find-Key ([IO.File]::ReadAllText($file.FullName)) | Should -BeNullOrEmpty
        }
    }

    It 'is in no stream of a runspace: <_>' -ForEach 'Get-AiCommit 25d -Verbose -Debug', 'Get-AiCodeChange 25d -Transport Csv -Verbose -Debug', 'Get-AiCommit 25d -ApiKey ([securestring]::new()) -Verbose -Debug', 'Test-AiCodeConnection -Verbose -Debug', 'Get-AiCommitDetail (1..3 | ForEach-Object { ''{0:d40}'' -f $_ }) -Verbose -Debug' {
        foreach ($server in $good, $wrong, $failing, $echoing) {
            $env:CURSOR_API_BASEURI = $server.Uri
            $env:CURSOR_API_KEY = $key
            try {
                $call = Start-Call "$_ -RequestsPerMinute 10000"
                $null = Wait-Until { $call.Handle.IsCompleted } 60
                $streams = $call.Shell.Streams
                $text = $streams.Verbose, $streams.Debug, $streams.Warning, $streams.Progress, $streams.Information, $streams.Error |
                    ForEach-Object { $_ | Format-List -Property * -Force | Out-String -Width 4096 }
                $null = Receive-Call $call
            } finally {
                $env:CURSOR_API_BASEURI = $env:CURSOR_API_KEY = $null
            }

            ($text -join '').Length | Should -BeGreaterThan 0
            Find-Key ($text -join '') | Should -BeNullOrEmpty
        }
    }

    It 'is not sent to another host after a redirect' -Tag 'Fault_26', 'Fault_28' {
        # The listener would have a pending connection if the module followed the redirect.
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $redirecting = Start-Emulator -Option '--commits', '20', '--key', $key, '--fault', "redirect-other-origin:http://127.0.0.1:$port/x" -Key $key
        try {
            $failure = Get-Failure { Get-AiCommit -BaseUri $redirecting.Uri -ApiKey (ConvertTo-Secret $key) }
            $failure.FullyQualifiedErrorId | Should -Be 'RedirectRefused,Cursor.AiCode.Commands.GetAiCommitCommand'
            $listener.Pending() | Should -BeFalse
        } finally {
            $listener.Stop()
            Stop-Emulator $redirecting
        }
    }
}
