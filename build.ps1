#Requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, packs and publishes the Cursor.AiCode module.
.DESCRIPTION
    'dotnet build AiCodePs.sln -c Release' builds the module, too. This script adds the steps of a release. Pack writes a
    record next to the package, which contains the commit, the hash of the package, and where the package was tested.
    Publish verifies that record.
.PARAMETER Task
    Build        builds the solution; the module is in out/Cursor.AiCode
    Test         runs all tests, including those of the cmdlets
    Pack         creates a clean build, signs it if a certificate is specified, and creates a package in artifacts/
    TestPackage  installs the package into a temporary folder and runs the Pester tests, in this PowerShell or in the
                 one that AICODE_PWSH names
    Publish      publishes the tested package from the commit that it was built from
.PARAMETER Configuration
    The configuration for Build and Test. Pack always uses Release.
.PARAMETER Certificate
    The certificate for Pack: a .pfx file, or the thumbprint of a certificate in the user's store. Signing requires Windows.
.PARAMETER CertificatePassword
    The password of the .pfx file. The default is the value of AICODE_SIGNING_PASSWORD.
.PARAMETER TimestampServer
    The server that timestamps the signatures, so that they remain valid after the certificate expires.
.PARAMETER Repository
    The registered repository for Publish. If it isn't a folder, PSGALLERY_API_KEY must contain its API key.
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    ./build.ps1 -Task Pack -Certificate ./signing.pfx -CertificatePassword (Get-Secret SigningPassword)

    Creates a package with signed files.
.EXAMPLE
    ./build.ps1 -Task Publish -WhatIf

    Shows what would be published, or why it can't be published.
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
    # The output of dotnet goes to the host, so that a task returns only its result.
    & dotnet @Argument | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Argument -join ' ') failed with exit code $LASTEXITCODE."
    }
}

function Invoke-Git([string[]] $Argument) {
    # Returns nothing if git isn't installed or the command fails.
    $ErrorActionPreference = 'Continue'
    if (Get-Command -Name git -ErrorAction Ignore) {
        & git -C $PSScriptRoot @Argument 2>$null
    }
}

function Get-CleanCommit {
    # Returns the current commit, or '' if the working tree has uncommitted changes.
    $commit = Invoke-Git -Argument 'rev-parse', 'HEAD'
    if ($commit -and -not (Invoke-Git -Argument 'status', '--porcelain')) { $commit } else { '' }
}

function Read-Record {
    if (-not (Test-Path -LiteralPath $package) -or -not (Test-Path -LiteralPath $record)) {
        throw "artifacts/ has no package of version $version with its record. Run ./build.ps1 -Task Pack."
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
    # Returns the section of the version, or the section Unreleased.
    $changelog = [IO.File]::ReadAllText((Join-Path $PSScriptRoot 'CHANGELOG.md'))
    foreach ($title in $version, 'Unreleased') {
        $part = [regex]::Match($changelog, "(?ms)^## \[$([regex]::Escape($title))\][^\n]*\n(.*?)(?=^## |\z)")
        if ($part.Success) {
            return $part.Groups[1].Value.Trim()
        }
    }

    throw "CHANGELOG.md has no section for version $version."
}

function Complete-Manifest([string] $Path) {
    # Adds the values that only a package needs: release notes, and the addresses of the license, the project and the icon.
    $values = [ordered]@{ ReleaseNotes = Get-ReleaseNote }
    if ("$(Invoke-Git -Argument 'remote', 'get-url', 'origin')" -match '^(https://|git@)github\.com[:/](?<name>[^/]+/[^/]+?)(\.git)?/?$') {
        $values.ProjectUri = "https://github.com/$($Matches.name)"
        $values.LicenseUri = "https://github.com/$($Matches.name)/blob/v$version/LICENSE"
        $values.IconUri = "https://raw.githubusercontent.com/$($Matches.name)/v$version/assets/icon.png"
    } else {
        Write-Warning 'The package has no icon and no project page, because the remote origin is not on GitHub.'
    }

    $text = [IO.File]::ReadAllText($Path)
    foreach ($key in $values.Keys) {
        # Replaces the existing line, or inserts one before the license.
        $line = if ($text -match "(?m)^ +$key +=") { "(?m)^ +$key += .+" } else { '(?m)^(?= +LicenseUri += )' }
        $value = "            $key = '$($values[$key].Replace("'", "''"))'" + $(if ($line -like '*(?=*') { "`n" })
        $text = [regex]::Replace($text, $line, { $value })
    }

    # Windows PowerShell requires the BOM to recognize UTF-8.
    [IO.File]::WriteAllText($Path, $text, [Text.UTF8Encoding]::new($true))
}

function Get-SigningCertificate([string] $Source, [securestring] $Password) {
    if (-not $Source) {
        Write-Warning 'The package is not signed, because no certificate was specified (-Certificate, AICODE_SIGNING_CERTIFICATE).'
        return
    }

    # If a certificate is specified, never create an unsigned package.
    if (-not (Get-Command -Name Set-AuthenticodeSignature -ErrorAction Ignore)) {
        throw 'A certificate was specified, but only PowerShell on Windows can sign.'
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
        throw "'$Source' is neither a file nor the thumbprint of a certificate with a private key in the user's store."
    }

    $found
}

function Protect-Module([string] $Folder, $Certificate, [string] $TimestampServer) {
    $signing = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256'; IncludeChain = 'NotRoot'; TimestampServer = $TimestampServer }
    foreach ($file in Get-ChildItem -Path $Folder -Include *.dll, *.ps1, *.psm1, *.psd1, *.ps1xml -Recurse) {
        # Keep the signatures of third-party libraries.
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
        throw 'Pack requires Microsoft.PowerShell.PSResourceGet 1.1 or later. Run Install-PSResource Microsoft.PowerShell.PSResourceGet.'
    }

    # Start with an empty folder, so that the package contains no files of an earlier build.
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

    # The package uses the time of the commit instead of the build, so that a commit always produces the same package,
    # with any supported PSResourceGet.
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
        throw "$package is not the file that was packed. Run ./build.ps1 -Task Pack."
    }

    # Install the package from a repository, and test it in a separate process, which releases the assemblies when it ends.
    $pwsh = if ($env:AICODE_PWSH) { $env:AICODE_PWSH } else { Get-PowerShellPath }
    $folder = Join-Path ([IO.Path]::GetTempPath()) "$name-$([guid]::NewGuid())"
    $source = "$name-$([guid]::NewGuid())"
    $null = New-Item -ItemType Directory -Path $folder
    Register-PSResourceRepository -Name $source -Uri $artifacts -Trusted
    try {
        Save-PSResource -Name $name -Repository $source -Path $folder
        $env:AICODE_PACKAGE = $package
        $env:AICODE_MODULE = Join-Path $folder "$name/$version"
        $pester = (Join-Path $PSScriptRoot 'tests/Pester').Replace("'", "''")
        & $pwsh -NoProfile -Command "Import-Module Pester -MinimumVersion 5.5 -MaximumVersion 5.99; exit (Invoke-Pester -Path '$pester' -PassThru).FailedCount" | Out-Host
        if ($LASTEXITCODE -ne 0) {
            throw "The tests in tests/Pester failed with exit code $LASTEXITCODE."
        }
    } finally {
        $env:AICODE_PACKAGE = $env:AICODE_MODULE = $null
        Unregister-PSResourceRepository -Name $source
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
    }

    $here = "PowerShell $(& $pwsh -NoProfile -Command '"$($PSVersionTable.PSVersion)"') on $([Runtime.InteropServices.RuntimeInformation]::OSDescription.Trim())"
    Write-Record -Commit $packed.Commit -Sha256 $packed.Sha256 -TestedIn (@($packed.TestedIn) + $here | Where-Object { $_ } | Select-Object -Unique)
}

function Get-PublishBlocker {
    # Returns the reasons why the package can't be published.
    $packed = Read-Record
    if ($packed.Sha256 -ne (Get-PackageHash)) {
        'The package is not the file that was packed and tested.'
    }

    if (-not $packed.TestedIn) {
        'The package was not tested. Run ./build.ps1 -Task TestPackage.'
    }

    if (-not $packed.Commit) {
        'The package was built from uncommitted files. Commit them, then run ./build.ps1 -Task Pack.'
    } elseif ($packed.Commit -ne (Invoke-Git -Argument 'rev-parse', 'HEAD')) {
        "The package was built from another commit: $($packed.Commit)"
    }

    if (-not (Get-CleanCommit)) {
        'The working tree has uncommitted changes.'
    }

    if (@(Invoke-Git -Argument 'tag', '--points-at', 'HEAD') -cnotcontains "v$version") {
        "The commit does not have the tag v$version."
    }

    if ([IO.File]::ReadAllText((Join-Path $PSScriptRoot 'CHANGELOG.md')) -notmatch "(?m)^## \[$([regex]::Escape($version))\]") {
        "CHANGELOG.md has no section for $version."
    }
}

function Publish-ModulePackage {
    [CmdletBinding(SupportsShouldProcess)]
    param([string] $Repository)

    $blockers = @(Get-PublishBlocker)
    if ($blockers) {
        throw "$(Split-Path -Leaf $package) can't be published.`n- $($blockers -join "`n- ")"
    }

    $publishParameters = @{ NupkgPath = $package; Repository = $Repository }
    if (-not (Get-PSResourceRepository -Name $Repository).Uri.IsFile) {
        $publishParameters.ApiKey = $env:PSGALLERY_API_KEY
    }

    if ($PSCmdlet.ShouldProcess($Repository, "Publish $(Split-Path -Leaf $package)")) {
        if ($publishParameters.Contains('ApiKey') -and -not $publishParameters.ApiKey) {
            throw 'Set the environment variable PSGALLERY_API_KEY to the API key of the repository.'
        }

        Publish-PSResource @publishParameters
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
