#Requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, packs and publishes the module Cursor.AiCode.
.DESCRIPTION
    'dotnet build AiCodePs.sln -c Release' builds the module by itself. This script does the same, and what comes after.
    Beside the package lies a record of the commit that it was made of, its hash, and where it was tested; publishing
    goes by that record.
.PARAMETER Task
    Build        the solution; the module is in out/Cursor.AiCode then
    Test         all tests, those of the cmdlets included where PowerShell 7.4 and Pester are installed
    Pack         the module, built anew, and signed where a certificate is given, as a package in artifacts/
    TestPackage  that package, installed into a folder of its own, by the tests in PowerShell
    Publish      that package, as it was tested, from the commit that it was made of
.PARAMETER Configuration
    Of Build and Test; a package is always a Release build.
.PARAMETER Certificate
    Of Pack: what to sign with, a .pfx file or the thumbprint of a certificate in the user's store. Signing needs Windows.
.PARAMETER CertificatePassword
    Of that file; by default what AICODE_SIGNING_PASSWORD holds.
.PARAMETER TimestampServer
    What dates the signatures, so that they outlive the certificate.
.PARAMETER Repository
    Of Publish: the registered repository that the package goes to. Unless that is a folder, its key is in PSGALLERY_API_KEY.
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    ./build.ps1 -Task Pack -Certificate ./signing.pfx -CertificatePassword (Get-Secret SigningPassword)

    Makes a package of signed files.
.EXAMPLE
    ./build.ps1 -Task Publish -WhatIf

    Says what would be published, or why it would not.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Test', 'Pack', 'TestPackage', 'Publish')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $Certificate = $env:AICODE_SIGNING_CERTIFICATE,

    [securestring] $CertificatePassword,

    [uri] $TimestampServer = 'http://timestamp.digicert.com',

    [string] $Repository = 'PSGallery'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$name = 'Cursor.AiCode'
$solution = Join-Path $PSScriptRoot 'AiCodePs.sln'
$module = Join-Path $PSScriptRoot "out/$name"
$artifacts = Join-Path $PSScriptRoot 'artifacts'
$version = (Import-PowerShellDataFile -Path (Join-Path $PSScriptRoot "$name.psd1")).ModuleVersion
$package = Join-Path $artifacts "$name.$version.nupkg"
$record = Join-Path $artifacts "$name.$version.json"

function Invoke-Dotnet([string[]] $Argument) {
    # .NET writes to the host: the tasks hand back nothing but what they made.
    & dotnet @Argument | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Argument -join ' ') ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Git([string[]] $Argument) {
    # Nothing where git, or what it is asked for, is missing.
    $ErrorActionPreference = 'Continue'
    if (Get-Command -Name git -ErrorAction Ignore) {
        & git -C $PSScriptRoot @Argument 2>$null
    }
}

function Get-CleanCommit {
    # The commit that holds every file as it is; '' where none does.
    $commit = Invoke-Git -Argument 'rev-parse', 'HEAD'
    if ($commit -and -not (Invoke-Git -Argument 'status', '--porcelain')) { $commit } else { '' }
}

function Read-Record {
    if (-not (Test-Path -LiteralPath $package) -or -not (Test-Path -LiteralPath $record)) {
        throw "artifacts/ has no package of version $version with its record: ./build.ps1 -Task Pack"
    }

    Get-Content -LiteralPath $record -Raw | ConvertFrom-Json
}

function Write-Record([string] $Commit, [string] $Sha256, [string[]] $TestedIn) {
    [ordered]@{ Commit = $Commit; Sha256 = $Sha256; TestedIn = $TestedIn } | ConvertTo-Json | Set-Content -LiteralPath $record -WhatIf:$false
}

function Get-PackageHash {
    (Get-FileHash -LiteralPath $package -Algorithm SHA256).Hash
}

function Get-ReleaseNote {
    # The version's part of the changelog, or what is not released yet.
    $changelog = [IO.File]::ReadAllText((Join-Path $PSScriptRoot 'CHANGELOG.md'))
    foreach ($title in $version, 'Unreleased') {
        $part = [regex]::Match($changelog, "(?ms)^## \[$([regex]::Escape($title))\][^\n]*\n(.*?)(?=^## |\z)")
        if ($part.Success) {
            return $part.Groups[1].Value.Trim()
        }
    }

    throw "CHANGELOG.md says nothing about version $version."
}

function Complete-Manifest([string] $Path) {
    # What only a package needs to say: its release notes, and where the repository shows its license, project and icon.
    $values = [ordered]@{ ReleaseNotes = Get-ReleaseNote }
    if ("$(Invoke-Git -Argument 'remote', 'get-url', 'origin')" -match '^(https://|git@)github\.com[:/](?<name>[^/]+/[^/]+?)(\.git)?/?$') {
        $values.ProjectUri = "https://github.com/$($Matches.name)"
        $values.LicenseUri = "https://github.com/$($Matches.name)/blob/v$version/LICENSE"
        $values.IconUri = "https://raw.githubusercontent.com/$($Matches.name)/v$version/assets/icon.png"
    } else {
        Write-Warning 'The package has no icon and no page of its own: the remote origin, whose address they have, is not on GitHub.'
    }

    $text = [IO.File]::ReadAllText($Path)
    foreach ($key in $values.Keys) {
        # Its own line, or one above that of the license.
        $line = if ($text -match "(?m)^ +$key +=") { "(?m)^ +$key += .+" } else { '(?m)^(?= +LicenseUri += )' }
        $value = "            $key = '$($values[$key].Replace("'", "''"))'" + $(if ($line -like '*(?=*') { "`n" })
        $text = [regex]::Replace($text, $line, { $value })
    }

    # With the mark that Windows PowerShell knows UTF-8 by.
    [IO.File]::WriteAllText($Path, $text, [Text.UTF8Encoding]::new($true))
}

function Get-SigningCertificate([string] $Source, [securestring] $Password) {
    if (-not $Source) {
        Write-Warning 'The package is not signed: no certificate was given (-Certificate, AICODE_SIGNING_CERTIFICATE).'
        return
    }

    # A package that should be signed and is not would be the wrong package.
    if (-not (Get-Command -Name Set-AuthenticodeSignature -ErrorAction Ignore)) {
        throw 'A certificate was given, and only PowerShell on Windows can sign.'
    }

    if (Test-Path -LiteralPath $Source -PathType Leaf) {
        $secret = if ($Password) { $Password } else { $env:AICODE_SIGNING_PASSWORD }
        return [Security.Cryptography.X509Certificates.X509Certificate2]::new((Resolve-Path -LiteralPath $Source).Path, $secret)
    }

    $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
    $store.Open('ReadOnly')
    try {
        $found = $store.Certificates | Where-Object { $_.Thumbprint -eq $Source -and $_.HasPrivateKey } | Select-Object -First 1
    } finally {
        $store.Close()
    }

    if (-not $found) {
        throw "'$Source' is neither a file nor the thumbprint of a certificate with its key in the user's store."
    }

    $found
}

function Protect-Module([string] $Folder, $Certificate, [string] $TimestampServer) {
    $signing = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256'; IncludeChain = 'NotRoot'; TimestampServer = $TimestampServer }
    foreach ($file in Get-ChildItem -Path $Folder -Include *.dll, *.ps1, *.psm1, *.psd1, *.ps1xml -Recurse) {
        # Libraries that their makers have signed stay as they are.
        if ((Get-AuthenticodeSignature -FilePath $file.FullName).Status -eq 'Valid') {
            continue
        }

        $signature = Set-AuthenticodeSignature -FilePath $file.FullName @signing
        if ($signature.Status -ne 'Valid') {
            throw "$($file.Name) could not be signed: $($signature.StatusMessage)"
        }
    }
}

function Get-ShortHash([string] $Text, [int] $Length) {
    $sha256 = [Security.Cryptography.SHA256]::Create()
    try {
        $hash = $sha256.ComputeHash([Text.Encoding]::UTF8.GetBytes($Text))
    } finally {
        $sha256.Dispose()
    }

    [BitConverter]::ToString($hash).Replace('-', '').Substring(0, $Length)
}

function Read-Package([string] $Path) {
    # The parts of a package: their bytes by their names, in the order of the names.
    $parts = [Collections.Generic.SortedDictionary[string, byte[]]]::new([StringComparer]::Ordinal)
    $zip = [IO.Compression.ZipFile]::OpenRead($Path)
    try {
        foreach ($entry in $zip.Entries) {
            $bytes = [IO.MemoryStream]::new()
            $stream = $entry.Open()
            try {
                $stream.CopyTo($bytes)
            } finally {
                $stream.Dispose()
            }

            $parts.Add($entry.FullName, $bytes.ToArray())
        }
    } finally {
        $zip.Dispose()
    }

    $parts
}

function Write-Package([string] $Path, $Part, [DateTimeOffset] $Time) {
    # Replaces a package. All entries get the same time.
    [IO.File]::Delete($Path)
    $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        foreach ($partName in $Part.Keys) {
            $entry = $zip.CreateEntry($partName)
            $entry.LastWriteTime = $Time
            $stream = $entry.Open()
            try {
                $stream.Write($Part[$partName], 0, $Part[$partName].Length)
            } finally {
                $stream.Dispose()
            }
        }
    } finally {
        $zip.Dispose()
    }
}

function Edit-Xml([byte[]] $Byte, [scriptblock] $Change) {
    # The XML after a script block has changed its root element.
    $document = [Xml.XmlDocument]::new()
    $document.Load([IO.MemoryStream]::new($Byte))
    $null = & $Change $document.DocumentElement
    $stream = [IO.MemoryStream]::new()
    $settings = [Xml.XmlWriterSettings]@{ Encoding = [Text.UTF8Encoding]::new($false); Indent = $true; NewLineChars = "`n" }
    $writer = [Xml.XmlWriter]::Create($stream, $settings)
    try {
        $document.Save($writer)
    } finally {
        $writer.Dispose()
    }

    , $stream.ToArray()
}

function Update-ChildOrder([Xml.XmlElement] $Element, [string[]] $Attribute) {
    # Sorts the children of an element by the values of their attributes.
    $children = [Collections.Generic.SortedDictionary[string, Xml.XmlNode]]::new([StringComparer]::Ordinal)
    foreach ($child in @($Element.ChildNodes)) {
        $key = ($Attribute | ForEach-Object { $child.GetAttribute($_) }) -join "`n"
        $children.Add($key, $Element.RemoveChild($child))
    }

    foreach ($child in $children.Values) {
        $null = $Element.AppendChild($child)
    }
}

function Update-PackageMetadata($Part) {
    # Compress-PSResource gives the core properties a random name, the relationships random ids, and two lists the order of
    # the files on disk. It also writes the versions of the operating system and of NuGet.
    $oldName = @($Part.Keys) -like 'package/services/metadata/core-properties/*.psmdcp'
    if (@($oldName).Count -ne 1) {
        throw "The package has $(@($oldName).Count) parts with core properties instead of one."
    }

    $newName = "package/services/metadata/core-properties/$((Get-ShortHash -Text "$name $version" -Length 32).ToLowerInvariant()).psmdcp"
    $properties = Edit-Xml -Byte $Part["$oldName"] -Change {
        param($Root)
        $Root.SelectNodes("*[local-name() = 'lastModifiedBy']") | ForEach-Object { $_.InnerText = 'build.ps1' }
    }
    $null = $Part.Remove("$oldName")
    $Part[$newName] = $properties
    $Part['_rels/.rels'] = Edit-Xml -Byte $Part['_rels/.rels'] -Change {
        param($Root)
        foreach ($relationship in $Root.ChildNodes) {
            if ($relationship.GetAttribute('Target') -eq "/$oldName") {
                $relationship.SetAttribute('Target', "/$newName")
            }

            $relationship.SetAttribute('Id', "R$(Get-ShortHash -Text $relationship.GetAttribute('Target') -Length 16)")
        }

        Update-ChildOrder -Element $Root -Attribute 'Target'
    }
    $Part['[Content_Types].xml'] = Edit-Xml -Byte $Part['[Content_Types].xml'] -Change {
        param($Root)
        Update-ChildOrder -Element $Root -Attribute 'Extension', 'PartName'
    }
}

function Save-ModulePackage($Certificate, [string] $TimestampServer) {
    if (-not (Get-Command -Name Compress-PSResource -ErrorAction Ignore)) {
        throw 'Packing needs Microsoft.PowerShell.PSResourceGet 1.1 or later: Install-PSResource Microsoft.PowerShell.PSResourceGet'
    }

    # Built into an empty folder: no file of an older build is packed.
    foreach ($folder in $module, $artifacts) {
        if (Test-Path -LiteralPath $folder) {
            Remove-Item -LiteralPath $folder -Recurse -Force -WhatIf:$false
        }
    }

    $commit = Get-CleanCommit
    Invoke-Dotnet -Argument 'build', $solution, '-c', 'Release', '-p:ContinuousIntegrationBuild=true'
    $null = New-Item -ItemType Directory -Path $artifacts -WhatIf:$false
    $content = Join-Path $artifacts $name
    Copy-Item -LiteralPath $module -Destination $content -Recurse -WhatIf:$false
    Complete-Manifest -Path (Join-Path $content "$name.psd1")
    if ($Certificate) {
        Protect-Module -Folder $content -Certificate $Certificate -TimestampServer $TimestampServer
    }

    Compress-PSResource -Path $content -DestinationPath $artifacts -WhatIf:$false

    # The same commit gives the same bytes, whichever PSResourceGet packs; the time is that of the commit.
    $seconds = if ($commit) { Invoke-Git -Argument 'show', '-s', '--format=%ct', 'HEAD' } else { 315532800 }
    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $parts = Read-Package -Path $package
    Update-PackageMetadata -Part $parts
    Write-Package -Path $package -Part $parts -Time ([DateTimeOffset]::FromUnixTimeSeconds($seconds))
    Write-Record -Commit $commit -Sha256 (Get-PackageHash)
    Get-Item -LiteralPath $package
}

function Get-PowerShellPath {
    # The program beside PowerShell's assemblies: if PowerShell is a .NET tool, the process itself is dotnet.
    'pwsh.exe', 'pwsh', 'powershell.exe' | ForEach-Object { Join-Path $PSHOME $_ } | Where-Object { Test-Path -LiteralPath $_ -PathType Leaf } | Select-Object -First 1
}

function Test-ModulePackage {
    $packed = Read-Record
    if ($packed.Sha256 -ne (Get-PackageHash)) {
        throw "$package is not the file that was packed."
    }

    # Installed as from a repository, and tested in a process of its own, which lets go of the assemblies at its end.
    $folder = Join-Path ([IO.Path]::GetTempPath()) "$name-$([guid]::NewGuid())"
    $source = "$name-$([guid]::NewGuid())"
    $null = New-Item -ItemType Directory -Path $folder
    Register-PSResourceRepository -Name $source -Uri $artifacts -Trusted
    try {
        Save-PSResource -Name $name -Repository $source -Path $folder
        $env:AICODE_PACKAGE = $package
        $env:AICODE_MODULE = Join-Path $folder "$name/$version"
        $pester = (Join-Path $PSScriptRoot 'tests/Pester').Replace("'", "''")
        & (Get-PowerShellPath) -NoProfile -Command "Import-Module Pester -MinimumVersion 5.5 -MaximumVersion 5.99; exit (Invoke-Pester -Path '$pester' -PassThru).FailedCount" | Out-Host
        if ($LASTEXITCODE -ne 0) {
            throw "The package fails in tests/Pester: exit code $LASTEXITCODE."
        }
    } finally {
        $env:AICODE_PACKAGE = $env:AICODE_MODULE = $null
        Unregister-PSResourceRepository -Name $source
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
    }

    $here = "PowerShell $($PSVersionTable.PSVersion) on $([Runtime.InteropServices.RuntimeInformation]::OSDescription.Trim())"
    Write-Record -Commit $packed.Commit -Sha256 $packed.Sha256 -TestedIn (@($packed.TestedIn) + $here | Where-Object { $_ } | Select-Object -Unique)
}

function Get-Objection {
    # What stands against publishing.
    $packed = Read-Record
    if ($packed.Sha256 -ne (Get-PackageHash)) {
        'The package is not the file that was packed and tested.'
    }

    if (-not $packed.TestedIn) {
        'The package was not tested: ./build.ps1 -Task TestPackage'
    }

    if (-not $packed.Commit) {
        'The package was made from files that no commit held: commit them, then ./build.ps1 -Task Pack'
    } elseif ($packed.Commit -ne (Invoke-Git -Argument 'rev-parse', 'HEAD')) {
        "The package was made from another commit than the one here: $($packed.Commit)"
    }

    if (-not (Get-CleanCommit)) {
        'The work tree has changes that are not committed.'
    }

    if (@(Invoke-Git -Argument 'tag', '--points-at', 'HEAD') -cnotcontains "v$version") {
        "The commit does not have the tag v$version."
    }

    if ([IO.File]::ReadAllText((Join-Path $PSScriptRoot 'CHANGELOG.md')) -notmatch "(?m)^## \[$([regex]::Escape($version))\]") {
        "CHANGELOG.md has no part for $version."
    }
}

function Publish-ModulePackage {
    [CmdletBinding(SupportsShouldProcess)]
    param([string] $Repository)

    $objections = @(Get-Objection)
    if ($objections) {
        throw "$(Split-Path -Leaf $package) is not published.`n- $($objections -join "`n- ")"
    }

    $sending = @{ NupkgPath = $package; Repository = $Repository }
    if (-not (Get-PSResourceRepository -Name $Repository).Uri.IsFile) {
        $sending.ApiKey = $env:PSGALLERY_API_KEY
    }

    if ($PSCmdlet.ShouldProcess($Repository, "Publish $(Split-Path -Leaf $package)")) {
        if ($sending.Contains('ApiKey') -and -not $sending.ApiKey) {
            throw 'Publishing needs a key of the repository in the environment variable PSGALLERY_API_KEY.'
        }

        Publish-PSResource @sending
    }
}

switch ($Task) {
    'Build' { Invoke-Dotnet -Argument 'build', $solution, '-c', $Configuration }
    'Test' { Invoke-Dotnet -Argument 'test', $solution, '-c', $Configuration }
    'Pack' {
        $signWith = Get-SigningCertificate -Source $Certificate -Password $CertificatePassword
        Save-ModulePackage -Certificate $signWith -TimestampServer $TimestampServer
    }
    'TestPackage' { Test-ModulePackage }
    'Publish' { Publish-ModulePackage -Repository $Repository }
}
