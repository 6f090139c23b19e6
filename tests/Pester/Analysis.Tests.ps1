#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Analyzes the scripts for users with PSScriptAnalyzer, and with the PowerShell parser, which covers a part of the rules.
# The CI workflow also analyzes the test scripts.
BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module -ListAvailable -Name PSScriptAnalyzer)
    $null = $hasAnalyzer
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Compatibility.psm1') -Force
    $root = Get-RepositoryPath
    $module = Split-Path (Get-TestedModulePath)

    $compatible = @{
        IncludeRules = 'PSUseCompatibleSyntax', 'PSUseCompatibleCmdlets'
        Rules        = @{
            PSUseCompatibleSyntax  = @{ Enable = $true; TargetVersions = @('5.1') }
            PSUseCompatibleCmdlets = @{ compatibility = @('desktop-5.1.14393.206-windows') }
        }
    }

    function Get-Finding {
        <# Gets a line for each finding in files, folders or script text. #>
        param([string[]] $Path = @(), [string[]] $Text = @(), [Parameter(Mandatory)] $Settings)

        $records = @(
            $Path | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Recurse -Settings $Settings -ErrorAction Stop }
            $Text | ForEach-Object { Invoke-ScriptAnalyzer -ScriptDefinition $_ -Settings $Settings -ErrorAction Stop }
        )
        $records | ForEach-Object { '{0}:{1} {2} {3}' -f $_.ScriptName, $_.Line, $_.RuleName, $_.Message }
    }

    function Get-ViewScript {
        <# Gets the scripts in the format and type files. #>
        Get-ChildItem -LiteralPath $module -Filter *.ps1xml | ForEach-Object {
            ([xml](Get-Content -LiteralPath $_.FullName -Raw)).SelectNodes('//ScriptBlock | //GetScriptBlock | //SetScriptBlock | //Script').InnerText
        }
    }
}

Describe 'The parser' {
    It 'finds no incompatibility with Windows PowerShell 5.1 or the Gallery rules in the module, the examples and the scripts for 5.1' {
        $scripts = @(Get-ViewScript)
        $scripts.Count | Should -BeGreaterThan 3
        $paths = @(Get-ChildItem -Path "$module/*.psm1", "$root/examples/*.ps1") + @(Get-Item -Path "$root/build.ps1", "$root/tests/MainJob.ps1") | ForEach-Object FullName
        $paths.Count | Should -BeGreaterThan 4
        Get-Incompatibility -Path $paths -Text $scripts | Should -BeNullOrEmpty
    }

    It 'detects <Name>' -ForEach @(
        @{ Name = 'a ternary operator'; Text = '$x = $true ? 1 : 2' }
        @{ Name = 'a pipeline chain'; Text = 'git status && git log' }
        @{ Name = 'a null coalescing operator'; Text = '$x ?? 1' }
        @{ Name = 'a null coalescing assignment'; Text = '$x ??= 1' }
        @{ Name = 'a null conditional access'; Text = '${x}?.Length' }
        @{ Name = 'a generic method call'; Text = '[Array]::Empty[int]()' }
        @{ Name = 'a clean block'; Text = 'function f { process { 1 } clean { 2 } }' }
        @{ Name = 'a background operator'; Text = 'git status &' }
        @{ Name = 'an escape of PowerShell 6'; Text = '"`e[0m"' }
        @{ Name = 'a number suffix of PowerShell 6'; Text = '$x = 10u' }
        @{ Name = 'ForEach-Object -Parallel'; Text = '1 | ForEach-Object -Parallel { 2 }' }
        @{ Name = 'an empty catch block'; Text = 'try { 1 } catch { }' }
        @{ Name = 'Invoke-Expression'; Text = 'Invoke-Expression $x' }
        @{ Name = 'the command Remove-Alias'; Text = 'Remove-Alias x' }
        @{ Name = 'the command ls'; Text = 'ls' }
    ) {
        Get-Incompatibility -Text $Text | Should -Contain "text:1 $Name"
    }
}

Describe 'PSScriptAnalyzer' -Tag 'Needs PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
    It 'finds nothing with the Gallery settings in the module, the examples and build.ps1' {
        $paths = @($module, "$root/build.ps1") + @("$root/examples" | Where-Object { Test-Path -LiteralPath $_ })
        Get-Finding -Path $paths -Settings PSGallery | Should -BeNullOrEmpty
    }

    It 'finds no syntax or commands that Windows PowerShell 5.1 does not support' {
        $scripts = @(Get-ViewScript)
        $scripts.Count | Should -BeGreaterThan 3
        Get-Finding -Path $module, "$root/build.ps1", "$root/tests/MainJob.ps1" -Text $scripts -Settings $compatible | Should -BeNullOrEmpty
    }

    It 'detects <Name>' -ForEach @(
        @{ Name = 'a ternary operator'; Text = '$x = $true ? 1 : 2'; Rule = 'PSUseCompatibleSyntax' }
        @{ Name = 'a null coalescing operator'; Text = '$x ?? 1'; Rule = 'PSUseCompatibleSyntax' }
        @{ Name = 'a command of PowerShell 6'; Text = 'Remove-Alias x'; Rule = 'PSUseCompatibleCmdlets' }
    ) {
        Get-Finding -Text $Text -Settings $compatible | Should -BeLike "*$Rule*"
    }
}
