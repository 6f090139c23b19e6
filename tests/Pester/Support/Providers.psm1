#Requires -Version 7.4
# Modules that are not part of PowerShell, and their replacements in StandIns. Tests that use such a module run twice: with
# the replacement on every machine, and with the module itself if it is installed.
Set-StrictMode -Version Latest

function Get-StandInPath {
    <# Gets the folder of the replacement modules. #>
    Join-Path $PSScriptRoot 'StandIns'
}

function Get-Provider {
    <# Gets the values for -ForEach, -Skip and -Tag of a block: for the replacement and for the module itself. #>
    param([Parameter(Mandatory)] [string[]] $Module)

    $missing = @($Module | Where-Object { -not (Get-Module -Name $_ -ListAvailable) })
    $name = ($Module -replace '^Microsoft\.PowerShell\.') -join ' and '
    @{ DisplayName = "a replacement for $name"; StandIn = Get-StandInPath; Skip = $false; Tag = 'StandIn' }
    @{ DisplayName = $name; StandIn = ''; Skip = $missing.Count -gt 0; Tag = "Needs $name" }
}

function Get-VaultProvider {
    Get-Provider -Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
}

function Get-ModulePath {
    <# Gets PSModulePath for a new session, with the replacements first. #>
    param([string] $StandIn, [string] $Path = $env:PSModulePath)

    $StandIn ? $StandIn + [IO.Path]::PathSeparator + $Path : $Path
}

function Get-ModulePathLine {
    <# Gets a line of script that puts the replacements before all modules, including those that PowerShell adds. #>
    param([string] $StandIn)

    $StandIn ? "`$env:PSModulePath = '$($StandIn.Replace("'", "''"))' + [IO.Path]::PathSeparator + `$env:PSModulePath`n" : ''
}

Export-ModuleMember -Function *
