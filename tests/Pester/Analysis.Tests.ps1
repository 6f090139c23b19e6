#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# What PSScriptAnalyzer says of the scripts that users get and run. The workflow has it look at those of the tests, too.
BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module -ListAvailable -Name PSScriptAnalyzer)
    $note = $hasAnalyzer ? '' : ' (not tested: PSScriptAnalyzer is not installed)'
    $null = $note
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
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
        <# A line for each finding in files, folders or texts. #>
        param([string[]] $Path = @(), [string[]] $Text = @(), [Parameter(Mandatory)] $Settings)

        $records = @(
            $Path | ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Recurse -Settings $Settings -ErrorAction Stop }
            $Text | ForEach-Object { Invoke-ScriptAnalyzer -ScriptDefinition $_ -Settings $Settings -ErrorAction Stop }
        )
        $records | ForEach-Object { '{0}:{1} {2} {3}' -f $_.ScriptName, $_.Line, $_.RuleName, $_.Message }
    }

    function Get-ViewScript {
        <# The scripts in the format and type files. #>
        Get-ChildItem -LiteralPath $module -Filter *.ps1xml | ForEach-Object {
            ([xml](Get-Content -LiteralPath $_.FullName -Raw)).SelectNodes('//ScriptBlock | //GetScriptBlock | //SetScriptBlock | //Script').InnerText
        }
    }
}

Describe "PSScriptAnalyzer$note" -Skip:(-not $hasAnalyzer) {
    It 'finds nothing by the settings of the Gallery in what users get, in the examples and in build.ps1' {
        $paths = @($module, "$root/build.ps1") + @("$root/examples" | Where-Object { Test-Path -LiteralPath $_ })
        Get-Finding -Path $paths -Settings PSGallery | Should -BeNullOrEmpty
    }

    It 'finds nothing that Windows PowerShell 5.1 lacks, syntax or commands' {
        $scripts = @(Get-ViewScript)
        $scripts.Count | Should -BeGreaterThan 3
        Get-Finding -Path $module, "$root/build.ps1", "$root/tests/MainJob.ps1" -Text $scripts -Settings $compatible | Should -BeNullOrEmpty
    }

    It 'would find <Name>' -ForEach @(
        @{ Name = 'a ternary operator'; Text = '$x = $true ? 1 : 2'; Rule = 'PSUseCompatibleSyntax' }
        @{ Name = 'a null coalescing operator'; Text = '$x ?? 1'; Rule = 'PSUseCompatibleSyntax' }
        @{ Name = 'a command of PowerShell 6'; Text = 'Remove-Alias x'; Rule = 'PSUseCompatibleCmdlets' }
    ) {
        Get-Finding -Text $Text -Settings $compatible | Should -BeLike "*$Rule*"
    }
}
