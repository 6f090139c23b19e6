# Each edition of PowerShell has assemblies of its own; everything else is in them. For .NET 10, on which PowerShell 7.6
# runs, they are compiled to machine code for some platforms.
$folder = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
if ($PSVersionTable.PSVersion -ge '7.6') {
    $compiled = "net10.0/$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
    if (Test-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath "$compiled/Cursor.AiCode.dll")) { $folder = $compiled }
}

Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath "$folder/Cursor.AiCode.dll")
