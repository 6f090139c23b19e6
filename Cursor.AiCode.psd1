@{
    RootModule           = 'Cursor.AiCode.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b0f4a6f2-6d0e-4f0c-9a3e-5a5c4c7b7f11'
    Author               = 'Cursor.AiCode contributors'
    CompanyName          = 'Cursor.AiCode contributors'
    Copyright            = '(c) Cursor.AiCode contributors. MIT license.'
    Description          = 'Shows how much of your team''s code AI wrote. Gets commits and accepted AI changes from Cursor''s AI Code Tracking API (Enterprise plan) as objects, and exports them to CSV files. Handles paging, rate limits, retries and credentials, including SecretManagement.'
    CompatiblePSEditions = @('Desktop', 'Core')
    PowerShellVersion    = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess     = @('Cursor.AiCode.Format.ps1xml')
    CmdletsToExport      = @('Get-AiCommit', 'Get-AiCodeChange', 'Get-AiCommitDetail', 'Export-AiCodeCsv', 'Import-AiCodeCsv', 'Measure-AiCode', 'Export-AiCodeReport', 'Export-AiCodeDataset', 'Test-AiCodeConnection')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @(
                'Cursor', 'AI', 'CodeTracking', 'Analytics', 'Git', 'Commits', 'CSV', 'Reporting', 'Excel', 'SecretManagement'
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
                # Find-PSResource -CommandName uses these tags.
                'PSIncludes_Cmdlet'
                'PSCmdlet_Get-AiCommit', 'PSCmdlet_Get-AiCodeChange', 'PSCmdlet_Get-AiCommitDetail', 'PSCmdlet_Export-AiCodeCsv', 'PSCmdlet_Import-AiCodeCsv', 'PSCmdlet_Measure-AiCode', 'PSCmdlet_Export-AiCodeReport', 'PSCmdlet_Export-AiCodeDataset', 'PSCmdlet_Test-AiCodeConnection'
                'PSCommand_Get-AiCommit', 'PSCommand_Get-AiCodeChange', 'PSCommand_Get-AiCommitDetail', 'PSCommand_Export-AiCodeCsv', 'PSCommand_Import-AiCodeCsv', 'PSCommand_Measure-AiCode', 'PSCommand_Export-AiCodeReport', 'PSCommand_Export-AiCodeDataset', 'PSCommand_Test-AiCodeConnection'
            )
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://www.powershellgallery.com/packages/Cursor.AiCode'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
