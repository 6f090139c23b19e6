# A replacement for Microsoft.PowerShell.SecretStore with the commands and parameters that the tests and the documentation
# use, for machines without that module. It doesn't protect secrets.
. (Join-Path $PSScriptRoot '../Vaults.ps1')

function ConvertTo-Text([securestring] $Password) {
    [Net.NetworkCredential]::new('', $Password).Password
}

function Reset-SecretStore {
    [CmdletBinding()]
    param(
        [ValidateSet('CurrentUser')] [string] $Scope = 'CurrentUser',
        [ValidateSet('None', 'Password')] [string] $Authentication = 'Password',
        [ValidateSet('None', 'Prompt')] [string] $Interaction = 'Prompt',
        [securestring] $Password,
        [switch] $Force
    )

    if (-not $Force) {
        throw 'This would prompt for confirmation to remove all secrets.'
    }

    Write-Verbose "The store of the $Scope is empty."
    $state = Read-VaultState
    $state.Authentication = $Authentication
    $state.Interaction = $Interaction
    $state.Password = $Password ? (ConvertTo-Text $Password) : $null
    $state.Secrets = @{}
    Write-VaultState $state
}

function Unlock-SecretStore {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [securestring] $Password)

    if ((ConvertTo-Text $Password) -cne (Read-VaultState).Password) {
        throw 'The provided password is not valid.'
    }

    [AppDomain]::CurrentDomain.SetData('StandInPassword', (ConvertTo-Text $Password))
}
