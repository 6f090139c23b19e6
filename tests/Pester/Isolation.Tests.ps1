#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '300', '--days', '20'
    $environment = @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key }

    # The first request to $env:TEST_FAILING fails, so that the module retries, which uses Polly.
    $useModule = @'
$csvPath = Join-Path ([IO.Path]::GetTempPath()) ('aicode-isolation-' + [guid]::NewGuid() + '.csv')
function Use-Module {
    $json = @(Get-AiCommit 25d -Transport Json -RequestsPerMinute 10000).Count
    $csv = @(Get-AiCommit 25d -Transport Csv -RequestsPerMinute 10000).Count
    $changes = @(Get-AiCodeChange 25d -Transport Csv -RequestsPerMinute 10000).Count
    $export = (Export-AiCodeCsv $csvPath 25d -Kind Commit -PassThru -RequestsPerMinute 10000).RecordCount
    $append = (Get-AiCommit 25d -RequestsPerMinute 10000 | Export-AiCodeCsv $csvPath -Append -PassThru).TotalRecordCount
    $retry = @(Get-AiCommit 25d -BaseUri $env:TEST_FAILING -RequestsPerMinute 10000).Count
    "$json $csv $changes $export $append $retry"
}
'@

    # Another module with libraries of the same names. Their output and version identify them.
    function New-OtherModule([version] $Version) {
        $folder = Join-Path (New-TestFolder) 'OtherModule'
        $csv = New-Assembly -Name CsvHelper -Version $Version -Folder $folder -Code @'
namespace CsvHelper
{
    public class CsvReader { public string GetName() { return "other reader"; } }
    public class CsvWriter { public string GetName() { return "other writer"; } }
}
'@
        $polly = New-Assembly -Name Polly.Core -Version $Version -Folder $folder -Code @'
namespace Polly
{
    public class ResiliencePipeline { public string GetName() { return "other pipeline"; } }
}
'@
        $null = New-Assembly -Name OtherModule -Version 1.0.0.0 -Folder $folder -Reference $csv, $polly -Code @'
public static class OtherTool
{
    public static string GetReader() { return new CsvHelper.CsvReader().GetName() + " " + typeof(CsvHelper.CsvReader).Assembly.GetName().Version; }
    public static string GetPipeline() { return new Polly.ResiliencePipeline().GetName() + " " + typeof(Polly.ResiliencePipeline).Assembly.GetName().Version; }
}
'@
        Set-Content -LiteralPath "$folder/OtherModule.psm1" -Value @'
function Use-Other { [OtherTool]::GetReader() + ', ' + [OtherTool]::GetPipeline() }
'@
        Set-Content -LiteralPath "$folder/OtherModule.psd1" -Value @'
@{ ModuleVersion = '1.0.0'; RootModule = 'OtherModule.psm1'; RequiredAssemblies = 'OtherModule.dll', 'CsvHelper.dll', 'Polly.Core.dll'; FunctionsToExport = 'Use-Other' }
'@
        "$folder/OtherModule.psd1"
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The module, with another module that uses CsvHelper and Polly.Core <Version>' -ForEach @(@{ Version = '33.0.0.0' }, @{ Version = '99.0.0.0' }) {
    BeforeAll {
        $other = New-OtherModule $Version
        $null = $other
    }

    It 'works, and the other works too: <Name>' -ForEach @(
        @{ Name = 'the other module first'; Order = @('Import-Module $other', '$result.other = Use-Other', 'Import-Module $module', '$result.module = Use-Module', '$result.otherAgain = Use-Other') }
        @{ Name = 'this module first'; Order = @('Import-Module $module', '$result.module = Use-Module', 'Import-Module $other', '$result.other = Use-Other', '$result.moduleAgain = Use-Module') }
        @{ Name = 'both imported before either is used'; Order = @('Import-Module $module', 'Import-Module $other', '$result.module = Use-Module', '$result.other = Use-Other') }
        @{ Name = 'the other module imported and not used'; Order = @('Import-Module $other', 'Import-Module $module', '$result.module = Use-Module', '$result.other = Use-Other') }
    ) {
        $failing = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'status:503:1'
        $result = Get-ChildResult -Environment ($environment + @{ TEST_FAILING = $failing.Uri; TEST_OTHER = $other }) -Script @"
`$other = `$env:TEST_OTHER
`$result = [ordered]@{}
$useModule
$($Order -join "`n")
`$result | ConvertTo-Json -Compress
"@
        Stop-Emulator $failing
        $result.module | Should -Be '300 300 300 300 300 300'
        $result.other | Should -Be "other reader $Version, other pipeline $Version"
        foreach ($second in $result.psobject.Properties['otherAgain'], $result.psobject.Properties['moduleAgain']) {
            if ($second) {
                $second.Value | Should -BeIn $result.module, $result.other
            }
        }
    }
}

Describe 'The libraries of the module' {
    It 'are not visible to scripts by name' {
        $failing = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'status:503:1'
        $result = Get-ChildResult -Environment ($environment + @{ TEST_FAILING = $failing.Uri }) -Script @"
Import-Module `$module
$useModule
`$null = Use-Module
@{
    visible = @('CsvHelper.CsvReader', 'CsvHelper.CsvWriter', 'Polly.ResiliencePipeline', 'Polly.ResiliencePipelineBuilder' | Where-Object { `$_ -as [type] })
    loaded = @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -in 'CsvHelper', 'Polly.Core' })
    context = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'CsvHelper', 'Polly.Core' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name } | Select-Object -Unique)
} | ConvertTo-Json -Compress
"@
        Stop-Emulator $failing
        $result.visible | Should -BeNullOrEmpty
        $result.loaded | Sort-Object | Should -Be 'CsvHelper', 'Polly.Core' -Because 'both were used'
        $result.context | Should -Be 'Cursor.AiCode'
    }

    It 'are loaded on first use' {
        $failing = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'status:503:3'
        $result = Get-ChildResult -Environment ($environment + @{ TEST_FAILING = $failing.Uri }) -Script @'
function Get-Loaded { @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -in 'CsvHelper', 'Polly.Core' } | Sort-Object) }
Import-Module $module
$import = Get-Loaded
$null = Get-AiCommit 25d -RequestsPerMinute 10000 -Transport Json
$pages = Get-Loaded
$null = Get-AiCommit 25d -RequestsPerMinute 10000 -Transport Csv
$csv = Get-Loaded
$null = Get-AiCommit 25d -RequestsPerMinute 10000 -Transport Json -BaseUri $env:TEST_FAILING
@{ import = $import; pages = $pages; csv = $csv; failure = Get-Loaded } | ConvertTo-Json -Compress
'@
        Stop-Emulator $failing
        $result.import | Should -BeNullOrEmpty
        $result.pages | Should -BeNullOrEmpty
        $result.csv | Should -Be 'CsvHelper'
        $result.failure | Should -Be 'CsvHelper', 'Polly.Core'
    }

    It 'are in a separate folder, without libraries of PowerShell' {
        $root = Split-Path (Get-TestedModulePath)
        foreach ($edition in 'net8.0', 'net472') {
            Get-ChildItem -LiteralPath "$root/$edition" -Filter *.dll | ForEach-Object Name | Should -Not -Match 'CsvHelper|Polly'
            Get-ChildItem -LiteralPath "$root/$edition/deps" -Filter *.dll | ForEach-Object Name | Should -Contain 'CsvHelper.dll'
            Get-ChildItem -LiteralPath $root -Recurse -Filter System.Management.Automation.dll | Should -BeNullOrEmpty
        }
    }
}

Describe 'The ReadyToRun images' {
    BeforeAll {
        $platform = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        $get = '@{ count = @(Get-AiCommit 25d -RequestsPerMinute 10000 -Transport {0}).Count; dll = (Get-Command Get-AiCommit).DLL } | ConvertTo-Json -Compress'
    }

    It 'are used if they exist for this platform, and return the same records as the other assemblies: <_>' -ForEach 'Json', 'Csv' {
        $root = Split-Path (Get-TestedModulePath)
        $folder = $PSVersionTable.PSVersion -ge '7.6' -and (Test-Path -LiteralPath "$root/net10.0/$platform/Cursor.AiCode.dll") ? "net10.0/$platform" : 'net8.0'
        $copy = New-TestFolder
        Copy-Item -Path "$root/*" -Destination $copy -Recurse -Exclude net10.0
        $null = New-Item -ItemType Directory -Path "$copy/net10.0/$platform/deps"
        $result = Get-ChildResult -Environment $environment -Script "Import-Module '$root/Cursor.AiCode.psd1'; $($get.Replace('{0}', $_))"
        $copyResult = Get-ChildResult -Environment $environment -Script "Import-Module '$copy/Cursor.AiCode.psd1'; $($get.Replace('{0}', $_))"
        $result.dll | Should -Be (Join-Path $root "$folder/Cursor.AiCode.dll")
        $copyResult.dll | Should -Be (Join-Path $copy 'net8.0/Cursor.AiCode.dll')
        $result.count | Should -BeGreaterThan 0
        $copyResult.count | Should -Be $result.count
    }

    It 'are used in Constrained Language Mode' {
        $root = Split-Path (Get-TestedModulePath)
        $result = Get-ChildResult -Environment $environment -Script "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; Import-Module '$root/Cursor.AiCode.psd1'; $($get.Replace('{0}', 'Json'))"
        $result.count | Should -BeGreaterThan 0
    }
}
