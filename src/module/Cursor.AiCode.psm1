# Each edition of PowerShell has assemblies of its own; everything else is in them.
$edition = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath "$edition/Cursor.AiCode.dll")
