# Loads the assemblies for the edition of PowerShell. PowerShell 7.6, which runs on .NET 10, uses the ReadyToRun images if
# the module contains them for the platform.
$folder = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
if ($PSVersionTable.PSVersion -ge '7.6') {
    $compiled = "net10.0/$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
    if (Test-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath "$compiled/Cursor.AiCode.dll")) { $folder = $compiled }
}

Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath "$folder/Cursor.AiCode.dll")
