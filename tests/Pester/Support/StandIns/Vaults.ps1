# Shared by the replacements for SecretManagement and SecretStore: the vaults of an account, in a file in its home directory,
# and the password of the session, which applies to all runspaces of the process.
$script:VaultFile = Join-Path $HOME '.stand-in-vaults.xml'

function Read-VaultState {
    if (Test-Path -LiteralPath $script:VaultFile) {
        Import-Clixml -LiteralPath $script:VaultFile
    } else {
        @{ Authentication = 'Password'; Interaction = 'Prompt'; Password = $null; Vaults = @(); Secrets = @{} }
    }
}

function Write-VaultState([System.Collections.IDictionary] $State) {
    $State | Export-Clixml -LiteralPath $script:VaultFile -Depth 5
}

function Assert-StoreUnlocked([System.Collections.IDictionary] $State, [string] $Vault) {
    if ($State.Authentication -eq 'None' -or [AppDomain]::CurrentDomain.GetData('StandInPassword') -ceq $State.Password) {
        return
    }

    if ($State.Interaction -eq 'Prompt') {
        $null = Read-Host "Vault $Vault requires a password" -AsSecureString
    }

    throw "A valid password is required to access the Microsoft.PowerShell.SecretStore vault.`nUse the Unlock-SecretStore cmdlet to provide the required password to access the store."
}
