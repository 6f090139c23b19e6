#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $api = Start-Emulator -Option '--developers', '5', '--commits', '300', '--changes', '300', '--days', '20'
    $environment = @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key }

    # The first request to this one fails, so that the retry, and with it Polly, has its turn.
    $uses = @'
$retried = Join-Path ([IO.Path]::GetTempPath()) ('aicode-isolation-' + [guid]::NewGuid() + '.csv')
function Use-Ours {
    $json = @(Get-AiCommit 25d -Transport Json -RequestsPerMinute 10000).Count
    $csv = @(Get-AiCommit 25d -Transport Csv -RequestsPerMinute 10000).Count
    $changes = @(Get-AiCodeChange 25d -Transport Csv -RequestsPerMinute 10000).Count
    $export = (Export-AiCodeCsv $retried 25d -Kind Commit -PassThru -RequestsPerMinute 10000).RecordCount
    $append = (Get-AiCommit 25d -RequestsPerMinute 10000 | Export-AiCodeCsv $retried -Append -PassThru).TotalRecordCount
    $retry = @(Get-AiCommit 25d -BaseUri $env:TEST_FAILING -RequestsPerMinute 10000).Count
    "$json $csv $changes $export $append $retry"
}
'@

    # Another module with libraries of the same names: what they do and which version they are shows whose they are.
    function New-OtherModule([version] $Version) {
        $folder = Join-Path (New-TestFolder) 'OtherModule'
        $csv = New-Assembly -Name CsvHelper -Version $Version -Folder $folder -Code @'
namespace CsvHelper
{
    public class CsvReader { public string Who() { return "the other's reader"; } }
    public class CsvWriter { public string Who() { return "the other's writer"; } }
}
'@
        $polly = New-Assembly -Name Polly.Core -Version $Version -Folder $folder -Code @'
namespace Polly
{
    public class ResiliencePipeline { public string Who() { return "the other's pipeline"; } }
}
'@
        $null = New-Assembly -Name OtherModule -Version 1.0.0.0 -Folder $folder -Reference $csv, $polly -Code @'
public static class OtherTool
{
    public static string Who() { return new CsvHelper.CsvReader().Who() + " " + typeof(CsvHelper.CsvReader).Assembly.GetName().Version; }
    public static string WhoRetries() { return new Polly.ResiliencePipeline().Who() + " " + typeof(Polly.ResiliencePipeline).Assembly.GetName().Version; }
}
'@
        Set-Content -LiteralPath "$folder/OtherModule.psm1" -Value @'
function Use-Other { [OtherTool]::Who() + ', ' + [OtherTool]::WhoRetries() }
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

Describe 'Beside a module with CsvHelper and Polly.Core <Version>' -ForEach @(@{ Version = '33.0.0.0' }, @{ Version = '99.0.0.0' }) {
    BeforeAll {
        $other = New-OtherModule $Version
        $null = $other
    }

    It 'works, and so does the other: <Name>' -ForEach @(
        @{ Name = 'the other first'; Order = @('Import-Module $other', '$seen.other = Use-Other', 'Import-Module $module', '$seen.ours = Use-Ours', '$seen.again = Use-Other') }
        @{ Name = 'ours first'; Order = @('Import-Module $module', '$seen.ours = Use-Ours', 'Import-Module $other', '$seen.other = Use-Other', '$seen.oursAgain = Use-Ours') }
        @{ Name = 'both imported before either is used'; Order = @('Import-Module $module', 'Import-Module $other', '$seen.ours = Use-Ours', '$seen.other = Use-Other') }
        @{ Name = 'the other imported and not used'; Order = @('Import-Module $other', 'Import-Module $module', '$seen.ours = Use-Ours', '$seen.other = Use-Other') }
    ) {
        $failing = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'status:503:1'
        $seen = Get-ChildResult -Environment ($environment + @{ TEST_FAILING = $failing.Uri; TEST_OTHER = $other }) -Script @"
`$other = `$env:TEST_OTHER
`$seen = [ordered]@{}
$uses
$($Order -join "`n")
`$seen | ConvertTo-Json -Compress
"@
        Stop-Emulator $failing
        $seen.ours | Should -Be '300 300 300 300 300 300'
        $seen.other | Should -Be "the other's reader $Version, the other's pipeline $Version"
        foreach ($again in $seen.psobject.Properties['again'], $seen.psobject.Properties['oursAgain']) {
            if ($again) {
                $again.Value | Should -BeIn $seen.ours, $seen.other
            }
        }
    }
}

Describe 'The libraries of the module' {
    It 'are not visible to scripts by name' {
        $failing = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'status:503:1'
        $seen = Get-ChildResult -Environment ($environment + @{ TEST_FAILING = $failing.Uri }) -Script @"
Import-Module `$module
$uses
`$null = Use-Ours
@{
    visible = @('CsvHelper.CsvReader', 'CsvHelper.CsvWriter', 'Polly.ResiliencePipeline', 'Polly.ResiliencePipelineBuilder' | Where-Object { `$_ -as [type] })
    loaded = @([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -in 'CsvHelper', 'Polly.Core' })
    context = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'CsvHelper', 'Polly.Core' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name } | Select-Object -Unique)
} | ConvertTo-Json -Compress
"@
        Stop-Emulator $failing
        $seen.visible | Should -BeNullOrEmpty
        $seen.loaded | Sort-Object | Should -Be 'CsvHelper', 'Polly.Core' -Because 'both were used'
        $seen.context | Should -Be 'Cursor.AiCode'
    }

    It 'are loaded when they are needed and not before' {
        $failing = Start-Emulator -Option '--developers', '5', '--commits', '300', '--days', '20', '--fault', 'status:503:3'
        $seen = Get-ChildResult -Environment ($environment + @{ TEST_FAILING = $failing.Uri }) -Script @'
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
        $seen.import | Should -BeNullOrEmpty
        $seen.pages | Should -BeNullOrEmpty
        $seen.csv | Should -Be 'CsvHelper'
        $seen.failure | Should -Be 'CsvHelper', 'Polly.Core'
    }

    It 'lie in a folder of their own, each a library and none of PowerShell''s' {
        $root = Split-Path (Get-TestedModulePath)
        foreach ($edition in 'net8.0', 'net472') {
            Get-ChildItem -LiteralPath "$root/$edition" -Filter *.dll | ForEach-Object Name | Should -Not -Match 'CsvHelper|Polly'
            Get-ChildItem -LiteralPath "$root/$edition/deps" -Filter *.dll | ForEach-Object Name | Should -Contain 'CsvHelper.dll'
            Get-ChildItem -LiteralPath $root -Recurse -Filter System.Management.Automation.dll | Should -BeNullOrEmpty
        }
    }
}

Describe 'The machine code' {
    BeforeAll {
        $platform = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        $get = '@{ count = @(Get-AiCommit 25d -RequestsPerMinute 10000 -Transport {0}).Count; dll = (Get-Command Get-AiCommit).DLL } | ConvertTo-Json -Compress'
    }

    It 'runs where there is some for this platform, and else what is compiled as it runs; both give the same: <_>' -ForEach 'Json', 'Csv' {
        $root = Split-Path (Get-TestedModulePath)
        $folder = $PSVersionTable.PSVersion -ge '7.6' -and (Test-Path -LiteralPath "$root/net10.0/$platform/Cursor.AiCode.dll") ? "net10.0/$platform" : 'net8.0'
        $copy = New-TestFolder
        Copy-Item -Path "$root/*" -Destination $copy -Recurse -Exclude net10.0
        $null = New-Item -ItemType Directory -Path "$copy/net10.0/$platform/deps"
        $seen = Get-ChildResult -Environment $environment -Script "Import-Module '$root/Cursor.AiCode.psd1'; $($get.Replace('{0}', $_))"
        $without = Get-ChildResult -Environment $environment -Script "Import-Module '$copy/Cursor.AiCode.psd1'; $($get.Replace('{0}', $_))"
        $seen.dll | Should -Be (Join-Path $root "$folder/Cursor.AiCode.dll")
        $without.dll | Should -Be (Join-Path $copy 'net8.0/Cursor.AiCode.dll')
        $seen.count | Should -BeGreaterThan 0
        $without.count | Should -Be $seen.count
    }

    It 'is found under Constrained Language Mode, too' {
        $root = Split-Path (Get-TestedModulePath)
        $seen = Get-ChildResult -Environment $environment -Script "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; Import-Module '$root/Cursor.AiCode.psd1'; $($get.Replace('{0}', 'Json'))"
        $seen.count | Should -BeGreaterThan 0
    }
}
