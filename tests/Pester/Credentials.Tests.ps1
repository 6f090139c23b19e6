#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    $vaults = @(Get-VaultProvider)
    $null = $vaults
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Providers.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '3', '--commits', '50', '--changes', '50', '--days', '10', '--key', 'key_right' -Key 'key_right'

    # Each script tells of each of its cases: the id and category of its error, or where its key came from.
    $try = @'
Import-Module $module
function Try-Call([scriptblock] $Call) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    try {
        $lines = & $Call 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $told = ([regex]'API key comes from (\w+)').Match("$lines").Groups[1].Value
        $result = "ok $told"
    } catch {
        $result = "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)"
        $script:Message = $_.Exception.Message
    }

    @{ result = $result; seconds = $clock.Elapsed.TotalSeconds }
}

function Get-Some {
    Get-AiCommit 15d -First 1 -Verbose @args
}
'@

    function Invoke-Case([string] $UserHome, [string] $Script, [System.Collections.IDictionary] $Environment = @{}) {
        $all = @{ HOME = $UserHome; USERPROFILE = $UserHome; CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $null; XDG_DATA_HOME = $null }
        foreach ($name in $Environment.Keys) {
            $all[$name] = $Environment[$name]
        }

        Get-ChildResult -Script ((Get-ModulePathLine $StandIn) + $try + "`n" + $Script) -Environment $all
    }

    # A vault that is a script: what it gives is in its parameters.
    $modules = New-TestFolder
    $null = New-Item -ItemType Directory -Path "$modules/ScriptVault/ScriptVault.Extension"
    Set-Content -LiteralPath "$modules/ScriptVault/ScriptVault.psd1" -Value "@{ ModuleVersion = '1.0.0'; NestedModules = @('./ScriptVault.Extension'); FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }"
    Set-Content -LiteralPath "$modules/ScriptVault/ScriptVault.Extension/ScriptVault.Extension.psd1" -Value "@{ ModuleVersion = '1.0.0'; RootModule = 'ScriptVault.Extension.psm1'; FunctionsToExport = 'Get-Secret', 'Get-SecretInfo', 'Set-Secret', 'Remove-Secret', 'Test-SecretVault' }"
    Set-Content -LiteralPath "$modules/ScriptVault/ScriptVault.Extension/ScriptVault.Extension.psm1" -Value @'
function Get-Secret {
    param($Name, $VaultName, $AdditionalParameters)
    switch ($AdditionalParameters.Mode) {
        'throws' { throw 'The vault is out of order.' }
        'asks' { Read-Host 'Password of the vault' -AsSecureString }
        default { $AdditionalParameters.Secret }
    }
}
function Get-SecretInfo { param($Filter, $VaultName, $AdditionalParameters) }
function Set-Secret { param($Name, $Secret, $VaultName, $AdditionalParameters) $true }
function Remove-Secret { param($Name, $VaultName, $AdditionalParameters) $true }
function Test-SecretVault { param($VaultName, $AdditionalParameters) $true }
'@
}

AfterAll {
    Exit-TestSession
}

Describe 'The key' -Tag 'Fault_50' {
    Context 'without a vault' {
        BeforeAll {
            # SecretManagement is not to be found: PowerShell adds its own folders when it starts, so they go afterwards.
            $without = '$env:PSModulePath = Join-Path $PSHOME "Modules"'
            $null = $without
        }

        It 'is an error that names the ways where there is none' {
            $result = Invoke-Case (New-TestFolder) "$without`n`$case = Try-Call { Get-Some }; @{ case = `$case; message = `$script:Message } | ConvertTo-Json -Compress"
            $result.case.result | Should -Be 'NoApiKey AuthenticationError'
            foreach ($way in '-ApiKey', '-SecretName', '-Vault', 'Set-Secret', 'CURSOR_API_KEY', 'CursorApiKey') {
                $result.message | Should -BeLike "*$way*"
            }
        }

        It 'comes from the environment, and from -ApiKey first' {
            $result = Invoke-Case (New-TestFolder) @"
$without
`$right = ConvertTo-SecureString 'key_right' -AsPlainText -Force
`$env:CURSOR_API_KEY = 'key_right'
`$a = Try-Call { Get-Some }
`$env:CURSOR_API_KEY = '  key_right  '
`$b = Try-Call { Get-Some }
`$env:CURSOR_API_KEY = 'key_wrong'
`$c = Try-Call { Get-Some }
`$d = Try-Call { Get-Some -ApiKey `$right }
`$env:CURSOR_API_KEY = '   '
`$e = Try-Call { Get-Some }
`$f = Try-Call { Get-Some -SecretName Any }
`$modules = @(Get-Module | Where-Object Name -like '*Secret*').Count
@{ a = `$a.result; b = `$b.result; c = `$c.result; d = `$d.result; e = `$e.result; f = `$f.result; modules = `$modules } | ConvertTo-Json -Compress
"@
            $result.a | Should -Be 'ok EnvironmentVariable'
            $result.b | Should -Be 'ok EnvironmentVariable'
            $result.c | Should -Be 'InvalidApiKey AuthenticationError'
            $result.d | Should -Be 'ok ApiKeyParameter'
            $result.e | Should -Be 'NoApiKey AuthenticationError'
            $result.f | Should -Be 'SecretManagementMissing NotInstalled'
            $result.modules | Should -Be 0
        }
    }

    foreach ($provider in $vaults) {
        Context "in an open vault, of $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            BeforeAll {
                $open = New-TestFolder
                $setUp = Invoke-Case $open @'
Reset-SecretStore -Scope CurrentUser -Authentication None -Interaction None -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
$right = ConvertTo-SecureString 'key_right' -AsPlainText -Force
Set-Secret -Name CursorApiKey -SecureStringSecret $right
Set-Secret -Name Secure -SecureStringSecret $right
Set-Secret -Name Text -Secret 'key_right'
Set-Secret -Name Credential -Secret ([pscredential]::new('someone', $right))
Set-Secret -Name Wrong -Secret 'key_wrong'
Set-Secret -Name Table -Secret @{ key = 'key_right' }
Set-Secret -Name Bytes -Secret ([byte[]](1, 2, 3))
Set-Secret -Name Blank -Secret '  '
'"done"'
'@
                $setUp | Should -Be 'done'
                $results = Invoke-Case $open @'
$cases = @{
    default = Try-Call { Get-Some }
    secure = Try-Call { Get-Some -SecretName Secure }
    text = Try-Call { Get-Some -SecretName Text }
    credential = Try-Call { Get-Some -SecretName Credential }
    vault = Try-Call { Get-Some -SecretName Secure -Vault Store }
    defaultOfVault = Try-Call { Get-Some -Vault Store }
    wrong = Try-Call { Get-Some -SecretName Wrong }
    table = Try-Call { Get-Some -SecretName Table }
    bytes = Try-Call { Get-Some -SecretName Bytes }
    blank = Try-Call { Get-Some -SecretName Blank }
    missing = Try-Call { Get-Some -SecretName NotThere }
    missingInVault = Try-Call { Get-Some -SecretName NotThere -Vault Store }
    noVault = Try-Call { Get-Some -SecretName Secure -Vault Nowhere }
    change = Try-Call { Get-AiCodeChange 15d -First 1 -SecretName Text -Verbose }
    export = Try-Call { Export-AiCodeCsv (Join-Path $HOME a.csv) 15d -Kind Commit -SecretName Text -Verbose }
    job = Try-Call { Start-ThreadJob { Import-Module $using:module; Get-AiCommit 15d -First 1 -Verbose 4>&1 } | Receive-Job -Wait }
}
$env:CURSOR_API_KEY = 'key_wrong'
$cases.secretBeforeEnvironment = Try-Call { Get-Some -SecretName Text }
$cases.environmentBeforeDefault = Try-Call { Get-Some }
$env:CURSOR_API_KEY = 'key_right'
$cases.environment = Try-Call { Get-Some }
$cases.parameterBeforeSecret = Try-Call { Get-Some -SecretName Wrong -ApiKey (ConvertTo-SecureString 'key_right' -AsPlainText -Force) }
$all = @{}
foreach ($name in $cases.Keys) { $all[$name] = $cases[$name].result }
$all | ConvertTo-Json -Compress
'@
                $null = $results
            }

            It '<Name>: <Result>' -ForEach @(
                @{ Name = 'default'; Result = 'ok DefaultSecret' }
                @{ Name = 'secure'; Result = 'ok SecretNameParameter' }
                @{ Name = 'text'; Result = 'ok SecretNameParameter' }
                @{ Name = 'credential'; Result = 'ok SecretNameParameter' }
                @{ Name = 'vault'; Result = 'ok SecretNameParameter' }
                @{ Name = 'defaultOfVault'; Result = 'ok DefaultSecret' }
                @{ Name = 'wrong'; Result = 'InvalidApiKey AuthenticationError' }
                @{ Name = 'table'; Result = 'SecretOfWrongType InvalidType' }
                @{ Name = 'bytes'; Result = 'SecretOfWrongType InvalidType' }
                @{ Name = 'blank'; Result = 'EmptyApiKey InvalidArgument' }
                @{ Name = 'missing'; Result = 'SecretNotFound ObjectNotFound' }
                @{ Name = 'missingInVault'; Result = 'SecretNotFound ObjectNotFound' }
                @{ Name = 'noVault'; Result = 'VaultNotFound ObjectNotFound' }
                @{ Name = 'change'; Result = 'ok SecretNameParameter' }
                @{ Name = 'export'; Result = 'ok SecretNameParameter' }
                @{ Name = 'job'; Result = 'ok DefaultSecret' }
                @{ Name = 'secretBeforeEnvironment'; Result = 'ok SecretNameParameter' }
                @{ Name = 'environmentBeforeDefault'; Result = 'InvalidApiKey AuthenticationError' }
                @{ Name = 'environment'; Result = 'ok EnvironmentVariable' }
                @{ Name = 'parameterBeforeSecret'; Result = 'ok ApiKeyParameter' }
            ) {
                $results.$Name | Should -Be $Result
            }

            It 'Trial P14: is what Get-Secret reads where the modules are imported by their paths' {
                $result = Invoke-Case $open @'
$modules = Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore | Select-Object -Property Name, Path -Unique
$elsewhere = Join-Path $HOME elsewhere
$null = New-Item -ItemType Directory -Path $elsewhere -Force
Get-ChildItem -Path (Split-Path (Split-Path $modules[0].Path)) -Filter *.ps1 | Copy-Item -Destination $elsewhere
foreach ($module in $modules) { Copy-Item -LiteralPath (Split-Path $module.Path) -Destination (Join-Path $elsewhere $module.Name) -Recurse -Container }
$env:PSModulePath = Join-Path $PSHOME Modules
foreach ($module in $modules | Sort-Object Name) { Import-Module (Join-Path $elsewhere "$($module.Name)/$($module.Name).psd1") }
Unregister-SecretVault -Name Store
Register-SecretVault -Name Store -ModuleName (Join-Path $elsewhere Microsoft.PowerShell.SecretStore/Microsoft.PowerShell.SecretStore.psd1) -DefaultVault
@{ read = (Get-Secret Text -AsPlainText).Length; ours = (Try-Call { Get-Some -SecretName Text }).result; default = (Try-Call { Get-Some }).result } | ConvertTo-Json -Compress
'@
                $result.read | Should -Be 'key_right'.Length
                $result.ours | Should -Be 'ok SecretNameParameter'
                $result.default | Should -Be 'ok DefaultSecret'
            }

            It 'is an error that names the ways where the vault does not have it' {
                $result = Invoke-Case $open 'Remove-Secret -Name CursorApiKey -Vault Store; $case = (Try-Call { Get-Some }).result; Set-Secret -Name CursorApiKey -Secret key_right; ConvertTo-Json $case'
                $result | Should -Be 'NoApiKey AuthenticationError'
            }
        }

        Context "in a vault that is a script, of $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            BeforeAll {
                $scripted = New-TestFolder
                $results = Invoke-Case $scripted @"
`$env:PSModulePath = '$modules' + [IO.Path]::PathSeparator + `$env:PSModulePath
Register-SecretVault -Name Good -ModuleName ScriptVault -VaultParameters @{ Secret = 'key_right' }
Register-SecretVault -Name Other -ModuleName ScriptVault -VaultParameters @{ Secret = 'key_wrong' }
Register-SecretVault -Name Broken -ModuleName ScriptVault -VaultParameters @{ Mode = 'throws' }
Register-SecretVault -Name Asking -ModuleName ScriptVault -VaultParameters @{ Mode = 'asks' }
`$cases = @{
    good = Try-Call { Get-Some -SecretName Any -Vault Good }
    other = Try-Call { Get-Some -SecretName Any -Vault Other }
    broken = Try-Call { Get-Some -SecretName Any -Vault Broken }
    message = `$script:Message
    asking = Try-Call { Get-Some -SecretName Any -Vault Asking }
}
`$cases | ConvertTo-Json -Compress
"@
                $null = $results
            }

            It '-Vault says which of several: <Name>' -ForEach @(
                @{ Name = 'good'; Result = 'ok SecretNameParameter' }
                @{ Name = 'other'; Result = 'InvalidApiKey AuthenticationError' }
            ) {
                $results.$Name.result | Should -Be $Result
            }

            It 'that throws is an error of its own' {
                $results.broken.result | Should -Be 'VaultFailed ResourceUnavailable'
                $results.message | Should -Match "^The secret 'Any' can't be read from the vault 'Broken': Unable to get secret .* Run Get-Secret -Name 'Any' and Test-SecretVault to find the cause\.$"
            }

            It 'that asks, with no one there to answer, is an error, not a wait' {
                $results.asking.result | Should -Be 'VaultLocked AuthenticationError'
                $results.asking.seconds | Should -BeLessThan 20
            }
        }

        Context "in a vault that is locked, of $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            BeforeAll {
                $locked = @{}
                foreach ($interaction in 'None', 'Prompt') {
                    $locked[$interaction] = New-TestFolder
                    $setUp = Invoke-Case $locked[$interaction] @"
`$word = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
Reset-SecretStore -Scope CurrentUser -Authentication Password -Interaction $interaction -Password `$word -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password `$word
Set-Secret -Name CursorApiKey -Secret 'key_right'
'"done"'
"@
                    $setUp | Should -Be 'done'
                }
            }

            It 'is an error with the remedy, soon, and no prompt: <Interaction>, <Options>' -ForEach @(
                foreach ($interaction in 'None', 'Prompt') {
                    @{ Interaction = $interaction; Options = @('-NoProfile', '-NonInteractive') }
                    @{ Interaction = $interaction; Options = @('-NoProfile') }
                }
            ) {
                $child = Invoke-ChildPwsh -Option $Options -TimeoutSeconds 60 -Environment @{ HOME = $locked[$Interaction]; CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $null } -Script ((Get-ModulePathLine $StandIn) + $try + @'

$named = Try-Call { Get-Some -SecretName CursorApiKey }
$inVault = Try-Call { Get-Some -SecretName CursorApiKey -Vault Store }
$message = $script:Message
$default = Try-Call { Get-Some }
$job = Try-Call { Start-ThreadJob { Import-Module $using:module; Get-AiCommit 15d -First 1 } | Receive-Job -Wait -ErrorAction Stop }
@{ named = $named; inVault = $inVault; message = $message; default = $default; job = $job } | ConvertTo-Json -Compress
'@)
                $child.Ended | Should -BeTrue
                $result = $child.Output.TrimEnd() -split '\r?\n' | Select-Object -Last 1 | ConvertFrom-Json
                $result.named.result | Should -Be 'VaultLocked AuthenticationError'
                $result.inVault.result | Should -Be 'VaultLocked AuthenticationError'
                $result.default.result | Should -Be 'VaultLocked AuthenticationError'
                $result.job.result | Should -BeLike 'VaultLocked*'
                $result.message | Should -BeLike '*Unlock-SecretStore*'
                foreach ($case in $result.named, $result.default, $result.job) {
                    $case.seconds | Should -BeLessThan 20
                }

                $child.Output | Should -Not -BeLike '*password:*'
            }

            It 'is no error where the session unlocked it before: <_>' -ForEach 'None', 'Prompt' {
                $result = Invoke-Case $locked[$_] @'
Unlock-SecretStore -Password (ConvertTo-SecureString 'open sesame' -AsPlainText -Force)
$named = Try-Call { Get-Some -SecretName CursorApiKey }
$default = Try-Call { Get-Some }
@{ named = $named.result; default = $default.result } | ConvertTo-Json -Compress
'@
                $result.named | Should -Be 'ok SecretNameParameter'
                $result.default | Should -Be 'ok DefaultSecret'
            }

            It 'does not matter where the key comes from elsewhere' {
                $result = Invoke-Case $locked['Prompt'] '(Try-Call { Get-Some }).result | ConvertTo-Json' @{ CURSOR_API_KEY = 'key_right' }
                $result | Should -Be 'ok EnvironmentVariable'
            }

            It 'is told by Test-AiCodeConnection' {
                $result = Invoke-Case $locked['None'] 'Test-AiCodeConnection | ConvertTo-Json -Compress'
                $result.Commits | Should -Be 'VaultLocked'
                $result.Advice | Should -BeLike '*Unlock-SecretStore*'
            }
        }
    }
}

Describe 'A prompt of the vault' -Tag 'Needs a terminal (the program script of Linux)' -Skip:(-not ($IsLinux -and (Get-Command -Name script -CommandType Application -ErrorAction Ignore))) {
    BeforeAll {
        # A vault that prompts, and accepts no password.
        $child = Join-Path (New-TestFolder) 'prompt.ps1'
        Set-Content -LiteralPath $child -Value @"
New-Module -Name Microsoft.PowerShell.SecretManagement {
    function Get-Secret {
        [CmdletBinding()] param(`$Name, `$Vault)
        `$null = Read-Host 'Password of the vault'
        throw 'The provided password is not valid.'
    }
} | Import-Module
Import-Module '$(Get-TestedModulePath)'
try { Get-AiCommit -SecretName CursorApiKey -First 1 -BaseUri http://127.0.0.1:9 } catch { "ID=`$(`$_.FullyQualifiedErrorId)." }
'The script continued.'
"@
        function Invoke-InTerminal([string[]] $Keys) {
            <# Runs the script in a terminal, types the first keys at the prompt, the others after the next output, and returns the output. #>
            $start = [Diagnostics.ProcessStartInfo]::new('script', [string[]]@('-qec', "'$(Get-PwshPath)' -NoProfile -File '$child'", '/dev/null'))
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $start.Environment['NO_COLOR'] = '1'

            $start.Environment['TERM'] = 'dumb'
            $process = [Diagnostics.Process]::Start($start)
            $output = [Text.StringBuilder]::new()
            $read = [char[]]::new(1000)
            $sent = 0
            while (($count = $process.StandardOutput.Read($read, 0, $read.Length)) -gt 0) {
                $text = [string]::new($read, 0, $count)
                $null = $output.Append($text)

                # A terminal answers the query for the position of the cursor.
                $process.StandardInput.Write("`e[1;1R" * [regex]::Count($text, '\e\[6n'))
                if ($sent -lt $Keys.Count -and "$output".Contains('Password of the vault')) {
                    # PowerShell handles Ctrl+C on another thread, which takes a while on a busy computer.
                    Start-Sleep -Milliseconds ($sent -eq 0 ? 500 : 4000)
                    $process.StandardInput.Write($Keys[$sent++])
                }

                $process.StandardInput.Flush()
            }

            $process.WaitForExit()
            "$output"
        }
    }

    It 'reports a wrong password (Trial P15)' {
        $output = Invoke-InTerminal "wrong`r"
        $output | Should -BeLike '*ID=WrongVaultPassword,*'
        $output | Should -BeLike '*The script continued.*'
    }

    It 'ends the script after Ctrl+C, without an error (Trial P15)' {
        # PowerShell notices Ctrl+C at this prompt only at the next key.
        $output = Invoke-InTerminal "`u{3}", "`r"
        $output | Should -BeLike '*Password of the vault*'
        $output | Should -Not -BeLike '*ID=*'
        $output | Should -Not -BeLike '*The script continued.*'
    }
}
