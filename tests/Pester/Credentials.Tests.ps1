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

    # Test-Call returns the ID and category of the error of a call, or the source of its key.
    $helpers = @'
Import-Module $module
function Test-Call([scriptblock] $Call) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    try {
        $lines = & $Call 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $source = ([regex]'API key comes from (\w+)').Match("$lines").Groups[1].Value
        $result = "ok $source"
    } catch {
        $result = "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)"
        $script:Message = $_.Exception.Message
    }

    @{ result = $result; seconds = $clock.Elapsed.TotalSeconds }
}

function Get-FirstCommit {
    Get-AiCommit 15d -First 1 -Verbose @args
}
'@

    function Invoke-Case([string] $UserHome, [string] $Script, [System.Collections.IDictionary] $Environment = @{}) {
        $all = @{ HOME = $UserHome; USERPROFILE = $UserHome; CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $null; XDG_DATA_HOME = $null }
        foreach ($name in $Environment.Keys) {
            $all[$name] = $Environment[$name]
        }

        Get-ChildResult -Script ((Get-ModulePathLine $StandIn) + $helpers + "`n" + $Script) -Environment $all
    }

    # A vault extension that returns the secret from its vault parameters.
    $modules = New-TestFolder
    $null = New-Item -ItemType Directory -Path "$modules/ScriptVault/ScriptVault.Extension"
    Set-Content -LiteralPath "$modules/ScriptVault/ScriptVault.psd1" -Value "@{ ModuleVersion = '1.0.0'; NestedModules = @('./ScriptVault.Extension'); FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @() }"
    Set-Content -LiteralPath "$modules/ScriptVault/ScriptVault.Extension/ScriptVault.Extension.psd1" -Value "@{ ModuleVersion = '1.0.0'; RootModule = 'ScriptVault.Extension.psm1'; FunctionsToExport = 'Get-Secret', 'Get-SecretInfo', 'Set-Secret', 'Remove-Secret', 'Test-SecretVault' }"
    Set-Content -LiteralPath "$modules/ScriptVault/ScriptVault.Extension/ScriptVault.Extension.psm1" -Value @'
function Get-Secret {
    param($Name, $VaultName, $AdditionalParameters)
    switch ($AdditionalParameters.Mode) {
        'throws' { throw 'The vault is unavailable.' }
        'prompts' { Read-Host 'Password of the vault' -AsSecureString }
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
    Context 'Without a vault' {
        It 'of the environment is not used with -Vault' {
            $env:CURSOR_API_KEY = 'key_of_the_environment'
            try {
                (Get-Failure { Get-AiCommit -Vault NoSuchVault -First 1 -BaseUri http://127.0.0.1:9 }).FullyQualifiedErrorId | Should -Not -BeLike 'Unreachable,*'
            } finally {
                $env:CURSOR_API_KEY = $null
            }
        }

        BeforeAll {
            # Hides SecretManagement. PowerShell adds folders when it starts, so the script sets the path.
            $hideVaults = '$env:PSModulePath = Join-Path $PSHOME "Modules"'
            $null = $hideVaults
        }

        It 'is required, with an error that lists the sources' {
            $result = Invoke-Case (New-TestFolder) "$hideVaults`n`$case = Test-Call { Get-FirstCommit }; @{ case = `$case; message = `$script:Message } | ConvertTo-Json -Compress"
            $result.case.result | Should -Be 'NoApiKey AuthenticationError'
            foreach ($source in '-ApiKey', '-SecretName', '-Vault', 'Set-Secret', 'CURSOR_API_KEY', 'CursorApiKey') {
                $result.message | Should -BeLike "*$source*"
            }
        }

        It 'comes from -ApiKey or the environment, in this order' {
            $result = Invoke-Case (New-TestFolder) @"
$hideVaults
`$right = ConvertTo-SecureString 'key_right' -AsPlainText -Force
`$env:CURSOR_API_KEY = 'key_right'
`$a = Test-Call { Get-FirstCommit }
`$env:CURSOR_API_KEY = '  key_right  '
`$b = Test-Call { Get-FirstCommit }
`$env:CURSOR_API_KEY = 'key_wrong'
`$c = Test-Call { Get-FirstCommit }
`$d = Test-Call { Get-FirstCommit -ApiKey `$right }
`$env:CURSOR_API_KEY = '   '
`$e = Test-Call { Get-FirstCommit }
`$f = Test-Call { Get-FirstCommit -SecretName Any }
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
        Context "In an unlocked vault, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
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
    default = Test-Call { Get-FirstCommit }
    secure = Test-Call { Get-FirstCommit -SecretName Secure }
    text = Test-Call { Get-FirstCommit -SecretName Text }
    credential = Test-Call { Get-FirstCommit -SecretName Credential }
    vault = Test-Call { Get-FirstCommit -SecretName Secure -Vault Store }
    defaultOfVault = Test-Call { Get-FirstCommit -Vault Store }
    wrong = Test-Call { Get-FirstCommit -SecretName Wrong }
    table = Test-Call { Get-FirstCommit -SecretName Table }
    bytes = Test-Call { Get-FirstCommit -SecretName Bytes }
    blank = Test-Call { Get-FirstCommit -SecretName Blank }
    missing = Test-Call { Get-FirstCommit -SecretName NotThere }
    missingInVault = Test-Call { Get-FirstCommit -SecretName NotThere -Vault Store }
    noVault = Test-Call { Get-FirstCommit -SecretName Secure -Vault Nowhere }
    change = Test-Call { Get-AiCodeChange 15d -First 1 -SecretName Text -Verbose }
    export = Test-Call { Export-AiCodeCsv (Join-Path $HOME a.csv) 15d -Kind Commit -SecretName Text -Verbose }
    job = Test-Call { Start-ThreadJob { Import-Module $using:module; Get-AiCommit 15d -First 1 -Verbose 4>&1 } | Receive-Job -Wait }
}
$env:CURSOR_API_KEY = 'key_wrong'
$cases.secretBeforeEnvironment = Test-Call { Get-FirstCommit -SecretName Text }
$cases.environmentBeforeDefault = Test-Call { Get-FirstCommit }
$env:CURSOR_API_KEY = 'key_right'
$cases.environment = Test-Call { Get-FirstCommit }
$cases.parameterBeforeSecret = Test-Call { Get-FirstCommit -SecretName Wrong -ApiKey (ConvertTo-SecureString 'key_right' -AsPlainText -Force) }
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

            It 'Trial P14: is read as with Get-Secret if the modules were imported from a path' {
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
@{ read = (Get-Secret Text -AsPlainText).Length; ours = (Test-Call { Get-FirstCommit -SecretName Text }).result; default = (Test-Call { Get-FirstCommit }).result } | ConvertTo-Json -Compress
'@
                $result.read | Should -Be 'key_right'.Length
                $result.ours | Should -Be 'ok SecretNameParameter'
                $result.default | Should -Be 'ok DefaultSecret'
            }

            It 'is required, with an error, if the vault does not contain it' {
                $result = Invoke-Case $open 'Remove-Secret -Name CursorApiKey -Vault Store; $case = (Test-Call { Get-FirstCommit }).result; Set-Secret -Name CursorApiKey -Secret key_right; ConvertTo-Json $case'
                $result | Should -Be 'NoApiKey AuthenticationError'
            }
        }

        Context "In a vault of an extension, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            BeforeAll {
                $scripted = New-TestFolder
                $results = Invoke-Case $scripted @"
`$env:PSModulePath = '$modules' + [IO.Path]::PathSeparator + `$env:PSModulePath
Register-SecretVault -Name Good -ModuleName ScriptVault -VaultParameters @{ Secret = 'key_right' }
Register-SecretVault -Name Other -ModuleName ScriptVault -VaultParameters @{ Secret = 'key_wrong' }
Register-SecretVault -Name Broken -ModuleName ScriptVault -VaultParameters @{ Mode = 'throws' }
Register-SecretVault -Name Prompting -ModuleName ScriptVault -VaultParameters @{ Mode = 'prompts' }
`$cases = @{
    good = Test-Call { Get-FirstCommit -SecretName Any -Vault Good }
    other = Test-Call { Get-FirstCommit -SecretName Any -Vault Other }
    broken = Test-Call { Get-FirstCommit -SecretName Any -Vault Broken }
    message = `$script:Message
    prompting = Test-Call { Get-FirstCommit -SecretName Any -Vault Prompting }
}
`$cases | ConvertTo-Json -Compress
"@
                $null = $results
            }

            It '-Vault selects one of several: <Name>' -ForEach @(
                @{ Name = 'good'; Result = 'ok SecretNameParameter' }
                @{ Name = 'other'; Result = 'InvalidApiKey AuthenticationError' }
            ) {
                $results.$Name.result | Should -Be $Result
            }

            It 'has a separate error if the vault throws' {
                $results.broken.result | Should -Be 'VaultFailed ResourceUnavailable'
                $results.message | Should -Match "^The secret 'Any' can't be read from the vault 'Broken': Unable to get secret .* Run Get-Secret -Name 'Any' and Test-SecretVault to find the cause\.$"
            }

            It 'has an error, without a delay, if the vault prompts in a noninteractive session' {
                $results.prompting.result | Should -Be 'VaultLocked AuthenticationError'
                $results.prompting.seconds | Should -BeLessThan 20
            }
        }

        Context "In a locked vault, with $($provider.DisplayName)" -Skip:$provider.Skip -Tag $provider.Tag -ForEach $provider {
            BeforeAll {
                $locked = @{}
                foreach ($interaction in 'None', 'Prompt') {
                    $locked[$interaction] = New-TestFolder
                    $setUp = Invoke-Case $locked[$interaction] @"
`$password = ConvertTo-SecureString 'open sesame' -AsPlainText -Force
Reset-SecretStore -Scope CurrentUser -Authentication Password -Interaction $interaction -Password `$password -Force
Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Unlock-SecretStore -Password `$password
Set-Secret -Name CursorApiKey -Secret 'key_right'
'"done"'
"@
                    $setUp | Should -Be 'done'
                }
            }

            It 'has an error with a recommended action, without a prompt or a delay: <Interaction>, <Options>' -ForEach @(
                foreach ($interaction in 'None', 'Prompt') {
                    @{ Interaction = $interaction; Options = @('-NoProfile', '-NonInteractive') }
                    @{ Interaction = $interaction; Options = @('-NoProfile') }
                }
            ) {
                $child = Invoke-ChildPwsh -Option $Options -TimeoutSeconds 300 -Environment @{ HOME = $locked[$Interaction]; CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $null } -Script ((Get-ModulePathLine $StandIn) + $helpers + @'

$named = Test-Call { Get-FirstCommit -SecretName CursorApiKey }
$inVault = Test-Call { Get-FirstCommit -SecretName CursorApiKey -Vault Store }
$message = $script:Message
$default = Test-Call { Get-FirstCommit }
$job = Test-Call { Start-ThreadJob { Import-Module $using:module; Get-AiCommit 15d -First 1 } | Receive-Job -Wait -ErrorAction Stop }
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

            It 'is read if the session unlocked the vault: <_>' -ForEach 'None', 'Prompt' {
                $result = Invoke-Case $locked[$_] @'
Unlock-SecretStore -Password (ConvertTo-SecureString 'open sesame' -AsPlainText -Force)
$named = Test-Call { Get-FirstCommit -SecretName CursorApiKey }
$default = Test-Call { Get-FirstCommit }
@{ named = $named.result; default = $default.result } | ConvertTo-Json -Compress
'@
                $result.named | Should -Be 'ok SecretNameParameter'
                $result.default | Should -Be 'ok DefaultSecret'
            }

            It 'can come from another source' {
                $result = Invoke-Case $locked['Prompt'] '(Test-Call { Get-FirstCommit }).result | ConvertTo-Json' @{ CURSOR_API_KEY = 'key_right' }
                $result | Should -Be 'ok EnvironmentVariable'
            }

            It 'is reported by Test-AiCodeConnection' {
                $result = Invoke-Case $locked['None'] 'Test-AiCodeConnection | ConvertTo-Json -Compress'
                $result.Commits | Should -Be 'VaultLocked'
                $result.Advice | Should -BeLike '*Unlock-SecretStore*'
            }
        }
    }
}

Describe 'A vault prompt' -Tag 'Needs a terminal (the program script of Linux)' -Skip:(-not ($IsLinux -and (Get-Command -Name script -CommandType Application -ErrorAction Ignore))) {
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
        function Invoke-InTerminal([string] $Keys) {
            <# Runs the script in a terminal, enters keys at the prompt, and returns the output. #>
            $start = [Diagnostics.ProcessStartInfo]::new('script', [string[]]@('-qec', "'$(Get-PwshPath)' -NoProfile -File '$child'", '/dev/null'))
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $start.Environment['NO_COLOR'] = '1'
            $start.Environment['TERM'] = 'dumb'
            $process = [Diagnostics.Process]::Start($start)
            $output = [Text.StringBuilder]::new()
            $read = [char[]]::new(1000)
            $sent = $false
            while (($count = $process.StandardOutput.Read($read, 0, $read.Length)) -gt 0) {
                $text = [string]::new($read, 0, $count)
                $null = $output.Append($text)

                # A terminal replies to the query for the cursor position.
                $process.StandardInput.Write("`e[1;1R" * [regex]::Count($text, '\e\[6n'))
                if (-not $sent -and "$output".Contains('Password of the vault')) {
                    $sent = $true
                    Start-Sleep -Milliseconds 500
                    $process.StandardInput.Write($Keys)
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
}
