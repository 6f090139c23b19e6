# A replacement for Microsoft.PowerShell.SecretManagement with the commands, parameters, outputs and error IDs that the
# module, the tests and the documentation use, for machines without that module. It doesn't protect secrets.
. (Join-Path $PSScriptRoot '../Vaults.ps1')
$script:Store = 'Microsoft.PowerShell.SecretStore'

function New-VaultError([string] $Message, [string] $Id, [System.Management.Automation.ErrorCategory] $Category) {
    [System.Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($Message), $Id, $Category, $null)
}

function Select-Vault([System.Collections.IDictionary] $State, [string] $Name) {
    <# Gets the vaults to search: the vault with the name, or all vaults, the default one first. #>
    $vaults = @($State.Vaults | Sort-Object -Property IsDefault -Descending -Stable | Where-Object { -not $Name -or $_.Name -eq $Name })
    if ($Name -and -not $vaults) {
        throw (New-VaultError "Vault not found in registry: $Name" 'GetSecretVaultNotFound' ObjectNotFound)
    }

    $vaults
}

function Invoke-Extension($Vault, [string] $Command, [System.Collections.IDictionary] $Argument) {
    <# Runs a command of a vault extension. The nested module <name>.Extension exports it. #>
    $path = Join-Path $Vault.ModulePath "$($Vault.ModuleName).Extension"
    $extension = Import-Module -Name $path -PassThru -Scope Local
    & $extension.ExportedCommands[$Command] @Argument -VaultName $Vault.Name -AdditionalParameters $Vault.VaultParameters
}

function Register-SecretVault {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1)] [string] $ModuleName,
        [hashtable] $VaultParameters = @{},
        [switch] $DefaultVault
    )

    $module = Get-Module -Name $ModuleName -ListAvailable | Select-Object -First 1
    if (-not $module) {
        throw "Could not find the module $ModuleName."
    }

    $state = Read-VaultState
    if ($state.Vaults | Where-Object Name -EQ $Name) {
        throw "Cannot add vault to registry because a vault of the same name already exists: $Name"
    }

    $first = -not $state.Vaults
    if ($DefaultVault) {
        $state.Vaults | ForEach-Object { $_.IsDefault = $false }
    }

    $state.Vaults = @($state.Vaults) + [pscustomobject]@{
        Name = $Name; ModuleName = $module.Name; ModulePath = $module.ModuleBase; VaultParameters = $VaultParameters; IsDefault = $DefaultVault -or $first
    } | Where-Object { $_ }
    Write-VaultState $state
}

function Unregister-SecretVault {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [string] $Name)

    process {
        $state = Read-VaultState
        $state.Vaults = @($state.Vaults | Where-Object Name -NE $Name)
        Write-VaultState $state
    }
}

function Get-SecretVault {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Name = '*')

    (Read-VaultState).Vaults | Where-Object Name -Like $Name
}

function Set-Secret {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, Position = 1, ParameterSetName = 'Secret')] $Secret,
        [Parameter(Mandatory, ParameterSetName = 'SecureString')] [securestring] $SecureStringSecret,
        [string] $Vault
    )

    $state = Read-VaultState
    $found = Select-Vault $state $Vault | Select-Object -First 1
    if (-not $found) {
        throw 'There is no vault: Register-SecretVault'
    }

    Assert-StoreUnlocked $state $found.Name
    $state.Secrets[$Name] = @{ Value = $SecureStringSecret ? $SecureStringSecret : $Secret }
    Write-VaultState $state
}

function Get-Secret {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [string] $Name,
        [Parameter(Position = 1)] [string] $Vault,
        [switch] $AsPlainText
    )

    process {
        $state = Read-VaultState
        try {
            $vaults = @(Select-Vault $state $Vault)
        } catch {
            $PSCmdlet.ThrowTerminatingError($_)
        }

        foreach ($candidate in $vaults) {
            if ($candidate.ModuleName -eq $script:Store) {
                try {
                    Assert-StoreUnlocked $state $candidate.Name
                } catch {
                    $PSCmdlet.ThrowTerminatingError((New-VaultError $_.Exception.Message 'GetSecretException' InvalidOperation))
                }

                $value = $state.Secrets.ContainsKey($Name) ? $state.Secrets[$Name].Value : $null
            } else {
                try {
                    $value = Invoke-Extension $candidate 'Get-Secret' @{ Name = $Name }
                } catch {
                    $PSCmdlet.ThrowTerminatingError((New-VaultError "Unable to get secret $Name from vault $($candidate.Name): $($_.Exception.Message)" 'GetSecretException' InvalidOperation))
                }
            }

            if ($null -eq $value) {
                continue
            }

            if ($value -is [string] -and -not $AsPlainText) {
                $secure = [securestring]::new()
                $value.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
                return $secure
            }

            return , $value
        }

        $PSCmdlet.WriteError((New-VaultError "The secret $Name was not found." 'GetSecretNotFound' ObjectNotFound))
    }
}

function Get-SecretInfo {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Name = '*', [Parameter(Position = 1)] [string] $Vault)

    $state = Read-VaultState
    try {
        $vaults = @(Select-Vault $state $Vault)
    } catch {
        $PSCmdlet.ThrowTerminatingError($_)
    }

    foreach ($candidate in $vaults | Where-Object ModuleName -EQ $script:Store) {
        try {
            Assert-StoreUnlocked $state $candidate.Name
        } catch {
            $PSCmdlet.WriteError((New-VaultError $_.Exception.Message 'GetSecretInfoException' InvalidOperation))
            continue
        }

        foreach ($secret in $state.Secrets.Keys | Where-Object { $_ -like $Name } | Sort-Object) {
            [pscustomobject]@{ Name = $secret; Type = $state.Secrets[$secret].Value.GetType().Name; VaultName = $candidate.Name; Metadata = @{} }
        }
    }
}

function Remove-Secret {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Name, [Parameter(Mandatory, Position = 1)] [string] $Vault)

    $state = Read-VaultState
    $null = Select-Vault $state $Vault
    Assert-StoreUnlocked $state $Vault
    $state.Secrets.Remove($Name)
    Write-VaultState $state
}
