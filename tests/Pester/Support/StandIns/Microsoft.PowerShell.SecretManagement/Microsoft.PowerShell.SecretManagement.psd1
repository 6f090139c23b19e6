@{
    RootModule        = 'Microsoft.PowerShell.SecretManagement.psm1'
    ModuleVersion     = '0.0.1'
    GUID              = '0c3f2f0a-30a6-4f2e-9c2a-1a7f9d0e6a02'
    Description       = 'A replacement for tests.'
    FunctionsToExport = 'Register-SecretVault', 'Unregister-SecretVault', 'Get-SecretVault', 'Set-Secret', 'Get-Secret', 'Get-SecretInfo', 'Remove-Secret'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
