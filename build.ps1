#Requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, packs and publishes the module Cursor.AiCode.
.DESCRIPTION
    'dotnet build AiCodePs.sln -c Release' builds the module by itself. This script does the same, and what comes after.
.PARAMETER Task
    Build    the solution; the module is in out/Cursor.AiCode then
    Test     all tests: those of .NET, and those in PowerShell where Pester is installed
    Pack     the module, built anew, as a package in artifacts/
    Publish  that package to the PowerShell Gallery, with the key in PSGALLERY_API_KEY
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    ./build.ps1 -Task Publish -WhatIf

    Packs the module, and says what would be published.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Publish')]
    [string] $Task = 'Build',

    # Of Build and Test; a package is always a Release build.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot 'AiCodePs.sln'
$module = Join-Path $PSScriptRoot 'out/Cursor.AiCode'
$artifacts = Join-Path $PSScriptRoot 'artifacts'

function Invoke-Dotnet {
    # .NET writes to the host: the tasks hand back nothing but what they made.
    & dotnet @args | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args -join ' ') ended with exit code $LASTEXITCODE."
    }
}

function Test-Installed([string] $Name, [version] $Version) {
    [bool](Get-Module -Name $Name -ListAvailable | Where-Object Version -GE $Version)
}

function Build-Module([string] $Configuration) {
    Invoke-Dotnet build $solution -c $Configuration
}

function Test-Module([string] $Configuration) {
    Invoke-Dotnet test $solution -c $Configuration
    if ($PSVersionTable.PSVersion -lt '7.4' -or -not (Test-Installed Pester 5.5)) {
        Write-Warning 'The tests in tests/Pester were not run: they need PowerShell 7.4 and Pester 5.5 (Install-PSResource Pester).'
        return
    }

    # A process of its own, which lets go of the assemblies at its end.
    $pester = Join-Path $PSScriptRoot 'tests/Pester'
    & (Get-Process -Id $PID).Path -NoProfile -Command "exit (Invoke-Pester -Path '$($pester -replace "'", "''")' -PassThru).FailedCount" | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "$LASTEXITCODE tests in tests/Pester failed."
    }
}

function Save-Package {
    if (-not (Get-Command -Name Compress-PSResource -ErrorAction Ignore)) {
        throw 'Packing needs Microsoft.PowerShell.PSResourceGet 1.1 or later: Install-PSResource Microsoft.PowerShell.PSResourceGet'
    }

    # Built into an empty folder: no file of an older build is packed.
    foreach ($folder in $module, $artifacts) {
        if (Test-Path -LiteralPath $folder) {
            Remove-Item -LiteralPath $folder -Recurse -Force -WhatIf:$false
        }
    }

    Build-Module Release
    $null = New-Item -ItemType Directory -Path $artifacts -WhatIf:$false
    Compress-PSResource -Path $module -DestinationPath $artifacts -WhatIf:$false
    Get-Item -Path (Join-Path $artifacts '*.nupkg')
}

function Publish-Package {
    [CmdletBinding(SupportsShouldProcess)]
    param()

    $package = Save-Package
    if (-not $PSCmdlet.ShouldProcess('PowerShell Gallery', "Publish $($package.Name)")) {
        return
    }

    if (-not $env:PSGALLERY_API_KEY) {
        throw 'Publishing needs a key of the PowerShell Gallery in the environment variable PSGALLERY_API_KEY.'
    }

    Publish-PSResource -NupkgPath $package.FullName -Repository PSGallery -ApiKey $env:PSGALLERY_API_KEY
}

switch ($Task) {
    'Build' { Build-Module $Configuration }
    'Test' { Test-Module $Configuration }
    'Pack' { Save-Package }
    'Publish' { Publish-Package }
}
