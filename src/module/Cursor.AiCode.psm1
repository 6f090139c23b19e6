# Loads the assemblies for the edition of PowerShell. PowerShell 7.6, which runs on .NET 10, uses the ReadyToRun images if
# the module contains them for the platform.
$folder = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
if ($PSVersionTable.PSVersion -ge '7.6') {
    $compiled = "net10.0/$([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
    if (Test-Path -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath "$compiled/Cursor.AiCode.dll")) { $folder = $compiled }
}

# A process can't load two versions of an assembly, and it keeps the first one even if its module is removed.
$file = Join-Path -Path $PSScriptRoot -ChildPath "$folder/Cursor.AiCode.dll"
$type = 'Cursor.AiCode.AiCommit' -as [type]
if ($type) {
    $version = (Get-Item -LiteralPath $file).VersionInfo.FileVersion
    if ($type.Assembly.FullName -notlike "*, Version=$version, *") {
        $loaded = $type.Assembly.FullName -replace '.*, Version=(\d+\.\d+\.\d+).*', '$1'
        throw "This session has already loaded version $loaded of Cursor.AiCode. To use version $($version -replace '\.\d+$'), restart PowerShell."
    }
}

Import-Module -Name $file

# Not in a types file of the manifest: PowerShell reads that before this script, and a second copy of the module would fail
# with errors about members that are already present.
# Commands that convert properties to strings, such as Export-Excel, would otherwise write the type name of the array.
Update-TypeData -TypeName 'Cursor.AiCode.AiCodeChangeMetadata[]' -MemberType ScriptMethod -MemberName ToString -Value { @($this) -join ', ' } -Force
Update-TypeData -TypeName 'Cursor.AiCode.AiCommitDetailFile[]' -MemberType ScriptMethod -MemberName ToString -Value { @($this) -join ', ' } -Force
Update-TypeData -TypeName 'Cursor.AiCode.AiCommitDetailConversation[]' -MemberType ScriptMethod -MemberName ToString -Value { @($this) -join ', ' } -Force

# Jobs, remote sessions and Export-Clixml keep the files of a change, and the lines of a commit. By default they would keep only their
# text.
Update-TypeData -TypeName Cursor.AiCode.AiCodeChange -SerializationDepth 2 -Force
Update-TypeData -TypeName Cursor.AiCode.AiCommitDetail -SerializationDepth 5 -Force
