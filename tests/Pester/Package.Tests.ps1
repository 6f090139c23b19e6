#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# From the built module to one that is installed: build.ps1's tasks Pack, TestPackage and Publish, each in a repository of
# its own, where a copy of the module under test stands for what dotnet would build. Repositories are folders.
BeforeDiscovery {
    $missing = @(
        if (-not (Get-Command -Name Compress-PSResource -ErrorAction Ignore)) { 'Microsoft.PowerShell.PSResourceGet 1.1' }
        if (-not (Get-Command -Name git -ErrorAction Ignore)) { 'git' }
    )
    $missing = $missing -join ' and '
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    $source = Get-RepositoryPath
    $version = (Import-PowerShellDataFile -LiteralPath "$source/Cursor.AiCode.psd1").ModuleVersion
    $packageName = "Cursor.AiCode.$version.nupkg"
    $recordName = "Cursor.AiCode.$version.json"

    function Invoke-Git([string] $Folder) {
        $output = & git -C $Folder -c user.name=Test -c user.email=test@example.com @args 2>&1
        if ($LASTEXITCODE -ne 0) {
            throw "git $args`: $output"
        }
    }

    function New-Repository {
        <# A repository at a release: what build.ps1 needs, committed and tagged, with one test that passes. #>
        $folder = New-TestFolder
        foreach ($file in 'build.ps1', 'Cursor.AiCode.psd1', '.gitignore', '.gitattributes') {
            Copy-Item -LiteralPath "$source/$file" -Destination $folder
        }

        $null = New-Item -ItemType Directory -Path "$folder/tests/Pester"
        Set-Content -LiteralPath "$folder/tests/Pester/One.Tests.ps1" -Value @'
Describe 'The package' {
    It 'is the one that was installed' {
        (Test-ModuleManifest -Path (Join-Path $env:AICODE_MODULE 'Cursor.AiCode.psd1')).ReleaseNotes | Should -Match 'first'
        Test-Path -LiteralPath $env:AICODE_PACKAGE | Should -BeTrue
        $env:TEST_FAILS | Should -BeNullOrEmpty
    }
}
'@
        Set-Content -LiteralPath "$folder/CHANGELOG.md" -Value "# Changelog`n`n## [$version] - 2026-01-01`n`n- The user's first release.`n`n## [0.0.1] - 2025-01-01`n`n- An older one."
        Invoke-Git $folder init --quiet
        Invoke-Git $folder remote add origin https://github.com/example/cursor-aicode.git
        Invoke-Git $folder add .
        Invoke-Git $folder commit --quiet -m 'Release'
        Invoke-Git $folder tag "v$version"
        $folder
    }

    function Invoke-Build {
        <# Runs build.ps1 in a process of its own. -Before comes first there. #>
        param([string] $Folder, [string] $Argument, [string] $Before = '', [hashtable] $Environment = @{})

        Invoke-ChildPwsh -TimeoutSeconds 300 -Environment $Environment -Script @"
function dotnet {
    `$null = New-Item -ItemType Directory -Path '$Folder/out' -Force
    Copy-Item -LiteralPath '$(Split-Path (Get-TestedModulePath))' -Destination '$Folder/out/Cursor.AiCode' -Recurse
    Copy-Item -LiteralPath '$Folder/Cursor.AiCode.psd1' -Destination '$Folder/out/Cursor.AiCode'
    Get-ChildItem -LiteralPath '$Folder/out' -Recurse -File | ForEach-Object { `$_.LastWriteTime = Get-Date }
    `$global:LASTEXITCODE = 0
}
$Before
& '$Folder/build.ps1' $Argument
"@
    }

    function Get-Packed([string] $Folder) {
        <# What Pack made: the names in it, its nuspec, and its manifest. #>
        $zip = [IO.Compression.ZipFile]::OpenRead("$Folder/artifacts/$packageName")
        try {
            $text = @{}
            foreach ($entry in $zip.Entries | Where-Object { $_.FullName -match '\.(nuspec|psd1|psm1|ps1xml)$' }) {
                $reader = [IO.StreamReader]::new($entry.Open())
                $text[$entry.FullName] = $reader.ReadToEnd()
                $reader.Dispose()
            }

            [pscustomobject]@{
                Names    = @($zip.Entries.FullName | Where-Object { $_ -notmatch '^(_rels|package)/|\.nuspec$|^\[Content_Types\]\.xml$' })
                Text     = $text
                Metadata = ([xml]$text['Cursor.AiCode.nuspec']).package.metadata
            }
        } finally {
            $zip.Dispose()
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe "Pack" -Tag "Needs $missing" -Skip:([bool]$missing) {
    BeforeAll {
        $repository = New-Repository
        $older = 'net8.0/OfAnOlderBuild.dll', 'net10.0/linux-x64/deps/OfAnOlderBuild.dll'
        $older | ForEach-Object { $null = New-Item -ItemType File -Path "$repository/out/Cursor.AiCode/$_" -Force }
        $run = Invoke-Build $repository '-Task Pack'
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        $packed = Get-Packed $repository
        $null = $packed
    }

    It 'takes only what belongs into the module' {
        $packed.Names | Where-Object {
            $_ -notmatch '^(Cursor\.AiCode\.(psd1|psm1|Format\.ps1xml|Types\.ps1xml)|LICENSE|THIRD-PARTY-NOTICES\.txt|en-US/[^/]+\.(xml|txt)|net\d[\w.\-/]+\.dll)$'
        } | Should -BeNullOrEmpty
        $packed.Names | Where-Object { $_ -in $older } | Should -BeNullOrEmpty
        $packed.Names | Should -Contain 'LICENSE'
        $packed.Names | Should -Contain 'THIRD-PARTY-NOTICES.txt'
    }

    It 'contains both editions, and ReadyToRun images if they were built' {
        $tested = Split-Path (Get-TestedModulePath)
        $compiled = 'net10.0/linux-x64', 'net10.0/win-x64' | Where-Object { Test-Path -LiteralPath "$tested/$_/Cursor.AiCode.dll" }
        foreach ($edition in @('net8.0', 'net472') + @($compiled)) {
            foreach ($file in 'Cursor.AiCode.dll', 'Cursor.AiCode.Abstractions.dll', 'deps/Cursor.AiCode.Core.dll', 'deps/CsvHelper.dll', 'deps/Polly.Core.dll') {
                $packed.Names | Should -Contain "$edition/$file"
            }
        }
    }

    It 'says what the Gallery shows' {
        $packed.Metadata.id | Should -Be 'Cursor.AiCode'
        $packed.Metadata.version | Should -Be $version
        $packed.Metadata.projectUrl | Should -Be 'https://github.com/example/cursor-aicode'
        $packed.Metadata.licenseUrl | Should -Be "https://github.com/example/cursor-aicode/blob/v$version/LICENSE"
        $packed.Metadata.iconUrl | Should -Be "https://raw.githubusercontent.com/example/cursor-aicode/v$version/assets/icon.png"
        $packed.Metadata.releaseNotes | Should -Be "- The user's first release."
        $packed.Metadata.description.Length | Should -BeGreaterThan 100
        $packed.Metadata.authors, $packed.Metadata.copyright | Should -Not -BeNullOrEmpty
        $tags = $packed.Metadata.tags -split ' '
        foreach ($tag in 'PSModule', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'PSIncludes_Cmdlet') {
            $tags | Should -Contain $tag
        }
    }

    It 'keeps all else of the manifest as it is' {
        $top = Import-PowerShellDataFile -LiteralPath "$source/Cursor.AiCode.psd1"
        $file = Join-Path (New-TestFolder) 'Cursor.AiCode.psd1'
        Set-Content -LiteralPath $file -Value $packed.Text['Cursor.AiCode.psd1']
        $data = Import-PowerShellDataFile -LiteralPath $file
        foreach ($same in $top, $data) {
            foreach ($key in 'ReleaseNotes', 'ProjectUri', 'LicenseUri', 'IconUri') {
                $same.PrivateData.PSData.Remove($key)
            }
        }

        Compare-Object ($data.Keys + $data.PrivateData.PSData.Keys) ($top.Keys + $top.PrivateData.PSData.Keys) | Should -BeNullOrEmpty
        foreach ($key in $top.Keys | Where-Object { $_ -ne 'PrivateData' }) {
            $data[$key] | Should -Be $top[$key]
        }

        $data.PrivateData.PSData.Tags | Should -Be $top.PrivateData.PSData.Tags
    }

    It 'gives the same bytes for the same commit' {
        $hash = (Get-FileHash -LiteralPath "$repository/artifacts/$packageName").Hash
        $null = Invoke-Build $repository '-Task Pack'
        (Get-FileHash -LiteralPath "$repository/artifacts/$packageName").Hash | Should -Be $hash
    }

    It 'gives the same bytes with another version of PSResourceGet on another system' {
        $hash = (Get-FileHash -LiteralPath "$repository/artifacts/$packageName").Hash
        # Compress-PSResource with the entries and the content types in the opposite order, and other versions in the properties.
        $run = Invoke-Build $repository '-Task Pack' -Before @'
function Compress-PSResource($Path, $DestinationPath, [switch] $WhatIf) {
    Microsoft.PowerShell.PSResourceGet\Compress-PSResource -Path $Path -DestinationPath "$DestinationPath" -WhatIf:$WhatIf
    $file = (Get-Item "$DestinationPath/*.nupkg").FullName
    $other = [IO.Compression.ZipFile]::Open("$file.other", 'Create')
    $zip = [IO.Compression.ZipFile]::OpenRead($file)
    $entries = @($zip.Entries)
    [array]::Reverse($entries)
    foreach ($entry in $entries) {
        $from = $entry.Open()
        $to = $other.CreateEntry($entry.FullName).Open()
        if ($entry.FullName -match '\.psmdcp$|^\[Content_Types\]') {
            $text = [IO.StreamReader]::new($from).ReadToEnd() -replace '(?<=<lastModifiedBy>)[^<]+', 'Another version'
            $lines = $text -split '\r?\n'
            if ($entry.FullName -notlike '*.psmdcp') { [array]::Reverse($lines, 2, $lines.Count - 3) }
            $bytes = [Text.Encoding]::UTF8.GetBytes($lines -join "`n")
            $to.Write($bytes, 0, $bytes.Length)
        } else {
            $from.CopyTo($to)
        }

        $to.Dispose()
        $from.Dispose()
    }
    $zip.Dispose()
    $other.Dispose()
    Move-Item -LiteralPath "$file.other" -Destination $file -Force
}
'@
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        (Get-FileHash -LiteralPath "$repository/artifacts/$packageName").Hash | Should -Be $hash
    }

    It 'records the commit and the hash' {
        $record = Get-Content -LiteralPath "$repository/artifacts/$recordName" -Raw | ConvertFrom-Json
        $record.Commit | Should -Be (& git -C $repository rev-parse HEAD)
        $record.Sha256 | Should -Be (Get-FileHash -LiteralPath "$repository/artifacts/$packageName").Hash
        $record.TestedIn | Should -BeNullOrEmpty
    }

    It 'says that there is no icon where the repository is not on GitHub, and keeps the addresses of the manifest' {
        $other = New-Repository
        Invoke-Git $other remote set-url origin /srv/git/cursor-aicode
        $run = Invoke-Build $other '-Task Pack'
        $run.Output | Should -BeLike '*WARNING: The package has no icon*'
        $metadata = (Get-Packed $other).Metadata
        $metadata['iconUrl'] | Should -BeNullOrEmpty
        $metadata.licenseUrl | Should -Be (Import-PowerShellDataFile -LiteralPath "$source/Cursor.AiCode.psd1").PrivateData.PSData.LicenseUri
    }

    Context 'Signing' {
        BeforeAll {
            # What signs on Windows, for every platform: it marks what it is given, and notes it down.
            $log = Join-Path (New-TestFolder) 'signed.txt'
            $signer = @"
function Get-AuthenticodeSignature(`$FilePath) {
    @{ Status = if (`$FilePath -like '*System.Text.Json.dll') { 'Valid' } else { 'NotSigned' } }
}
function Set-AuthenticodeSignature(`$FilePath, `$Certificate, `$TimestampServer, `$HashAlgorithm, `$IncludeChain) {
    Add-Content -LiteralPath '$log' -Value "`$FilePath|`$(`$Certificate.Thumbprint)|`$TimestampServer|`$HashAlgorithm"
    if (`$FilePath -match '\.ps(d|m)1`$') { Add-Content -LiteralPath `$FilePath -Value '# signed' }
    @{ Status = if (`$FilePath -like "*`$env:TEST_UNSIGNABLE") { 'UnknownError' } else { 'Valid' }; StatusMessage = 'a reason' }
}
"@
            $key = [Security.Cryptography.RSA]::Create(2048)
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Test', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $certificate = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays(-1), [datetimeoffset]::Now.AddDays(1))
            $pfx = Join-Path (New-TestFolder) 'signing.pfx'
            [IO.File]::WriteAllBytes($pfx, $certificate.Export('Pfx', 'the password'))
            $null = $signer

            function New-Signing([hashtable] $Other = @{}) {
                $variables = @{ AICODE_SIGNING_CERTIFICATE = $pfx; AICODE_SIGNING_PASSWORD = 'the password'; TEST_UNSIGNABLE = 'nothing' }
                $Other.Keys | ForEach-Object { $variables[$_] = $Other[$_] }
                $variables
            }
        }

        It 'is left out, visibly, where no certificate is given' {
            $run = Invoke-Build (New-Repository) '-Task Pack' -Before $signer -Environment @{ AICODE_SIGNING_CERTIFICATE = $null }
            $run.ExitCode | Should -Be 0
            $run.Output | Should -BeLike '*WARNING: The package is not signed*'
            $log | Should -Not -Exist
        }

        It 'signs every file that can be signed and is not yet, before it is packed and hashed' {
            $signed = New-Repository
            $run = Invoke-Build $signed '-Task Pack' -Before $signer -Environment (New-Signing)
            $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
            $run.Output | Should -Not -BeLike '*not signed*'
            $calls = @(Get-Content -LiteralPath $log | ForEach-Object { , $_.Split('|') })
            $packed = Get-Packed $signed
            $expected = $packed.Names | Where-Object { $_ -match '\.(dll|ps1|psm1|psd1|ps1xml)$' -and $_ -notlike '*System.Text.Json.dll' }
            $calls | ForEach-Object { $_[0].Replace('\', '/') -replace '^.*/artifacts/Cursor\.AiCode/' } | Sort-Object | Should -Be ($expected | Sort-Object)
            $calls | ForEach-Object { $_[1] } | Select-Object -Unique | Should -Be $certificate.Thumbprint
            $calls | ForEach-Object { $_[2] } | Select-Object -Unique | Should -BeLike 'http*'
            $calls | ForEach-Object { $_[3] } | Select-Object -Unique | Should -Be 'SHA256'
            $packed.Text['Cursor.AiCode.psd1'].TrimEnd() | Should -BeLike '*# signed'
            $packed.Text['Cursor.AiCode.psd1'] | Should -Match "IconUri = 'https://" -Because 'a signed manifest must not change any more'
            (Get-Content -LiteralPath "$signed/artifacts/$recordName" -Raw | ConvertFrom-Json).Sha256 |
                Should -Be (Get-FileHash -LiteralPath "$signed/artifacts/$packageName").Hash
        }

        It 'that fails ends the task' {
            $signed = New-Repository
            $run = Invoke-Build $signed '-Task Pack' -Before $signer -Environment (New-Signing @{ TEST_UNSIGNABLE = 'Cursor.AiCode.psm1' })
            $run.ExitCode | Should -Be 1
            $run.Error | Should -BeLike '*Cursor.AiCode.psm1 could not be signed*'
            "$signed/artifacts/$packageName" | Should -Not -Exist
        }

        It 'by a certificate that is not there ends the task' {
            $run = Invoke-Build (New-Repository) '-Task Pack' -Before $signer -Environment (New-Signing @{ AICODE_SIGNING_CERTIFICATE = 'C0FFEE' })
            $run.ExitCode | Should -Be 1
            $run.Error | Should -BeLike "*'C0FFEE' is neither*"
        }

        It 'is not left out where a certificate is given and the platform has no signatures' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
            $unsigned = New-Repository
            $run = Invoke-Build $unsigned '-Task Pack' -Environment (New-Signing)
            $run.ExitCode | Should -Be 1
            $run.Error | Should -BeLike '*only PowerShell on Windows can sign*'
            "$unsigned/artifacts/$packageName" | Should -Not -Exist
        }
    }
}

Describe "Release" -Tag "Needs $missing" -Skip:([bool]$missing) {
    BeforeAll {
        function Get-TestedIn {
            (Get-Content -LiteralPath "$repository/artifacts/$recordName" -Raw | ConvertFrom-Json).TestedIn
        }

        function Copy-Repository {
            $copy = New-TestFolder
            Copy-Item -Path "$repository/*" -Destination $copy -Recurse
            Copy-Item -LiteralPath "$repository/.git", "$repository/.gitignore", "$repository/.gitattributes" -Destination $copy -Recurse -Force
            $copy
        }

        # A package, before a test, after a failed one, and after one that passed.
        $repository = New-Repository
        $null = Invoke-Build $repository '-Task Pack'
        $untested = New-TestFolder
        Copy-Item -Path "$repository/artifacts/*" -Destination $untested
        $failedTest = Invoke-Build $repository '-Task TestPackage' -Environment @{ TEST_FAILS = '1' }
        $testedInAfterFailure = Get-TestedIn
        $test = Invoke-Build $repository '-Task TestPackage'
        $null = $failedTest, $testedInAfterFailure, $test
    }

    Context 'TestPackage' {
        It 'records nothing where a test fails' {
            $failedTest.ExitCode | Should -Be 1
            $testedInAfterFailure | Should -BeNullOrEmpty
        }

        It 'records where the tests passed' {
            $test.ExitCode | Should -Be 0 -Because "$($test.Output)$($test.Error)"
            Get-TestedIn | Should -HaveCount 1
            Get-TestedIn | Should -BeLike "PowerShell $($PSVersionTable.PSVersion) on *"
        }

        It 'refuses a file that is not the one that was packed' {
            $copy = Copy-Repository
            Add-Content -LiteralPath "$copy/artifacts/$packageName" -Value 'x'
            $run = Invoke-Build $copy '-Task TestPackage'
            $run.ExitCode | Should -Be 1
            $run.Error | Should -BeLike '*not the file that was packed*'
        }
    }

    Context 'Publish' {
        BeforeAll {
            function Publish-From([System.Collections.IDictionary] $Folder, [string] $Argument = '') {
                <# Publishes folders by name, in one process, to a folder that is registered meanwhile. Gets what that contains then, and the error of each by name. #>
                $gallery = New-TestFolder
                $calls = foreach ($name in $Folder.Keys) {
                    "try { & '$($Folder[$name])/build.ps1' -Task Publish -Repository AiCodeTest $Argument } catch { `$errors['$name'] = `"`$_`" }"
                }
                $run = Invoke-Build $repository '' -Before @"
Register-PSResourceRepository -Name AiCodeTest -Uri '$gallery' -Trusted
`$errors = @{}
$($calls -join "`n")
Unregister-PSResourceRepository -Name AiCodeTest
`$errors | ConvertTo-Json -Compress
exit
"@
                $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
                $run.Error | Should -BeNullOrEmpty
                [pscustomobject]@{
                    Output = $run.Output
                    Errors = $run.Output.TrimEnd().Split("`n")[-1] | ConvertFrom-Json -AsHashtable
                    Files  = @(Get-ChildItem -LiteralPath $gallery -File -Recurse)
                }
            }
        }

        It 'sends the very file that was tested' {
            $published = Publish-From @{ ready = $repository }
            $published.Errors.Values | Should -BeNullOrEmpty
            $published.Files | Should -HaveCount 1
            (Get-FileHash -LiteralPath $published.Files[0].FullName).Hash |
                Should -Be (Get-Content -LiteralPath "$repository/artifacts/$recordName" -Raw | ConvertFrom-Json).Sha256
        }

        It 'sends nothing with -WhatIf, and says what it would' {
            $published = Publish-From @{ ready = $repository } '-WhatIf'
            $published.Errors.Values | Should -BeNullOrEmpty
            $published.Output | Should -BeLike "*What if:*Publish $packageName*AiCodeTest*"
            $published.Files | Should -BeNullOrEmpty
        }

        It 'refuses a repository on the network without its key' {
            $run = Invoke-Build $repository '' -Environment @{ PSGALLERY_API_KEY = $null } -Before @"
Register-PSResourceRepository -Name AiCodeTest -Uri 'https://127.0.0.1:9/v3/index.json' -Trusted
try { & '$repository/build.ps1' -Task Publish -Repository AiCodeTest } finally { Unregister-PSResourceRepository -Name AiCodeTest }
exit
"@
            $run.ExitCode | Should -Be 1
            $run.Error | Should -BeLike '*PSGALLERY_API_KEY*'
        }

        Context 'refuses' -ForEach @{
            Cases = @(
                @{ Name = 'where there is no package'; Says = 'has no package of version'; Spoil = { Remove-Item -LiteralPath "$_/artifacts/$packageName" } }
                @{ Name = 'a package of another version'; Says = 'has no package of version 9.9.9'; Spoil = { (Get-Content -LiteralPath "$_/Cursor.AiCode.psd1" -Raw).Replace("'$version'", "'9.9.9'") | Set-Content -LiteralPath "$_/Cursor.AiCode.psd1" } }
                @{ Name = 'a package that changed after its test'; Says = 'not the file that was packed and tested'; Spoil = { Add-Content -LiteralPath "$_/artifacts/$packageName" -Value 'x' } }
                @{ Name = 'a package that was not tested'; Says = 'was not tested'; Spoil = { Copy-Item -Path "$untested/*" -Destination "$_/artifacts" } }
                @{ Name = 'a package of files that no commit held'; Says = 'built from uncommitted files'; Spoil = { Set-Content -LiteralPath "$_/new.txt" -Value 'x'; $null = Invoke-Build $_ '-Task Pack'; Remove-Item -LiteralPath "$_/new.txt" } }
                @{ Name = 'a changed file'; Says = 'has uncommitted changes'; Spoil = { Add-Content -LiteralPath "$_/CHANGELOG.md" -Value 'x' } }
                @{ Name = 'a new file'; Says = 'has uncommitted changes'; Spoil = { Set-Content -LiteralPath "$_/new.txt" -Value 'x' } }
                @{ Name = 'another commit than the tested one'; Says = 'from another commit'; Spoil = { Invoke-Git $_ commit --quiet --allow-empty -m 'More'; Invoke-Git $_ tag --force "v$version" } }
                @{ Name = 'a commit without a tag'; Says = 'does not have the tag v$version'; Spoil = { Invoke-Git $_ tag --delete "v$version" } }
                @{ Name = 'a commit with the tag of another version'; Says = 'does not have the tag v$version'; Spoil = { Invoke-Git $_ tag --delete "v$version"; Invoke-Git $_ tag "v$version.1" } }
                @{ Name = 'a version that the changelog does not have'; Says = 'CHANGELOG.md has no section for $version'; Spoil = { Set-Content -LiteralPath "$_/CHANGELOG.md" -Value "## [Unreleased]`n`n- More." } }
            )
        } {
            BeforeAll {
                $copies = @{}
                foreach ($case in $Cases) {
                    $copies[$case.Name] = Copy-Repository
                    $copies[$case.Name] | ForEach-Object $case.Spoil
                }

                $published = Publish-From $copies
                $null = $published
            }

            It '<Name>' -ForEach $Cases {
                $published.Errors[$Name] | Should -BeLike "*$($ExecutionContext.InvokeCommand.ExpandString($Says))*"
                $published.Files | Should -BeNullOrEmpty
            }
        }
    }

    Context "The package, installed from a repository" {
        BeforeAll {
            $gallery = New-TestFolder
            $package = $env:AICODE_PACKAGE ? $env:AICODE_PACKAGE : "$repository/artifacts/$packageName"
            Copy-Item -LiteralPath $package -Destination $gallery
            $installed = New-TestFolder
            $install = Invoke-ChildPwsh -TimeoutSeconds 300 -Script @"
`$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name AiCodeTest -Uri '$gallery' -Trusted
try {
    (Find-PSResource -CommandName Get-AiCommit -Repository AiCodeTest).ParentResource.Name
    Save-PSResource -Name Cursor.AiCode -Repository AiCodeTest -Path '$installed'
} finally {
    Unregister-PSResourceRepository -Name AiCodeTest
}
"@
            $install.ExitCode | Should -Be 0 -Because "$($install.Output)$($install.Error)"
        }

        It 'is smaller than 6 MB, with its ReadyToRun images' {
            (Get-Item -LiteralPath $package).Length | Should -BeLessThan 6MB
        }

        It 'is found by its name and by the names of its cmdlets' {
            $install.Output.Trim() | Should -Be 'Cursor.AiCode'
            Join-Path $installed "Cursor.AiCode/$version/Cursor.AiCode.psd1" | Should -Exist
        }

        It 'does the main job in a new session, by its name' {
            $job = Get-ChildResult -TimeoutSeconds 300 -Environment @{ PSModulePath = $installed + [IO.Path]::PathSeparator + $env:PSModulePath } -Script @"
& '$source/tests/MainJob.ps1' -Emulator '$(Get-EmulatorPath)' -Module Cursor.AiCode | ConvertTo-Json -Compress
"@
            $job.Module | Should -Be (Join-Path $installed "Cursor.AiCode/$version")
            $job.Version | Should -Be $version
            $job.Commits | Should -BeGreaterThan 1000
        }
    }
}
