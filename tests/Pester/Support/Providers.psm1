#Requires -Version 7.4
# Modules that are not part of PowerShell, and their stand-ins in StandIns/. Tests that use such a module run twice: by the
# stand-in on every machine, and by the module itself where it is installed.
Set-StrictMode -Version Latest

function Get-StandInPath {
    <# The folder of the stand-ins, which are modules. #>
    Join-Path $PSScriptRoot 'StandIns'
}

function Get-Provider {
    <# For -ForEach, -Skip and -Tag of a block: a stand-in, and the module itself. #>
    param([Parameter(Mandatory)] [string[]] $Module)

    $missing = @($Module | Where-Object { -not (Get-Module -Name $_ -ListAvailable) })
    $name = ($Module -replace '^Microsoft\.PowerShell\.') -join ' and '
    @{ By = "a stand-in for $name"; StandIn = Get-StandInPath; Skip = $false; Tag = 'StandIn' }
    @{ By = $name; StandIn = ''; Skip = $missing.Count -gt 0; Tag = "Needs $name" }
}

function Get-VaultProvider {
    Get-Provider -Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
}

function Get-ModulePath {
    <# PSModulePath for a new session: a stand-in comes first. #>
    param([string] $StandIn, [string] $Path = $env:PSModulePath)

    $StandIn ? $StandIn + [IO.Path]::PathSeparator + $Path : $Path
}

function Get-ModulePathLine {
    <# The line of a script that puts a stand-in before all modules, those that PowerShell adds included. #>
    param([string] $StandIn)

    $StandIn ? "`$env:PSModulePath = '$($StandIn.Replace("'", "''"))' + [IO.Path]::PathSeparator + `$env:PSModulePath`n" : ''
}

Export-ModuleMember -Function *
