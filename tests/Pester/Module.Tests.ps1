#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Enter-TestSession
    $manifestPath = Get-TestedModulePath
    $manifest = Import-PowerShellDataFile -LiteralPath $manifestPath
    $module = Get-Module -Name Cursor.AiCode
    $connection = 'ApiKey', 'SecretName', 'Vault', 'BaseUri', 'RequestsPerMinute'
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
    $null = $connection, $common, $module
}

AfterAll {
    Exit-TestSession
}

Describe 'Cursor.AiCode' {
    Context 'The manifest' {
        It 'is valid' {
            $info = Test-ModuleManifest -Path $manifestPath -ErrorAction Stop -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            $info.Name | Should -Be 'Cursor.AiCode'
            $info.Guid | Should -Not -Be ([guid]::Empty)
            "$($info.Version)" | Should -Be $manifest.ModuleVersion
        }

        It 'has the metadata that the PowerShell Gallery requires' {
            $info = Test-ModuleManifest -Path $manifestPath
            $info.Description | Should -Not -BeNullOrEmpty
            $info.Author | Should -Not -BeNullOrEmpty
            $info.LicenseUri | Should -Not -BeNullOrEmpty
            $info.ProjectUri | Should -Not -BeNullOrEmpty
            $info.CompatiblePSEditions | Should -Be 'Desktop', 'Core'
            "$($info.PowerShellVersion)" | Should -Be '5.1'
            $info.Tags | Should -Contain 'PSEdition_Core'
            $info.Tags | Should -Contain 'PSEdition_Desktop'
            $info.RequiredModules | Should -BeNullOrEmpty -Because 'SecretManagement is not a hard dependency'
        }

        It 'lists the cmdlets without wildcards' {
            $manifest.CmdletsToExport | Should -Not -Match '[*?]'
            $manifest.CmdletsToExport | Should -Contain 'Get-AiCommit'
            $manifest.CmdletsToExport | Should -Contain 'Get-AiCodeChange'
            $manifest.CmdletsToExport | Should -Contain 'Get-AiCommitDetail'
            $manifest.CmdletsToExport | Should -Contain 'Export-AiCodeCsv'
            $manifest.CmdletsToExport | Should -Contain 'Import-AiCodeCsv'
            $manifest.CmdletsToExport | Should -Contain 'Measure-AiCode'
            $manifest.CmdletsToExport | Should -Contain 'Export-AiCodeReport'
            $manifest.CmdletsToExport | Should -Contain 'Export-AiCodeDataset'
            $manifest.CmdletsToExport | Should -Contain 'Test-AiCodeConnection'
            foreach ($list in 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport') {
                @($manifest[$list]) | Should -BeNullOrEmpty
            }
        }

        It 'has the version of the assemblies' {
            [Cursor.AiCode.AiCommit].Assembly.GetName().Version.ToString(3) | Should -Be ([version]$manifest.ModuleVersion).ToString(3)
        }
    }

    Context 'Exported commands' {
        It 'are those in the manifest' {
            $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
            (Get-Command -Module Cursor.AiCode).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        }

        It 'do not include functions, aliases or variables' {
            $module.ExportedFunctions.Count | Should -Be 0
            $module.ExportedAliases.Count | Should -Be 0
            $module.ExportedVariables.Count | Should -Be 0
            Get-Alias | Where-Object { $_.Source -eq 'Cursor.AiCode' } | Should -BeNullOrEmpty
        }

        It 'have approved verbs' {
            foreach ($name in $manifest.CmdletsToExport) {
                $name.Split('-')[0] | Should -BeIn (Get-Verb).Verb
            }
        }
    }

    Context 'Parameters' {
        It '<Command> has <Parameters>' -ForEach @(
            @{ Command = 'Get-AiCommit'; Parameters = 'StartDate', 'EndDate', 'User', 'Transport', 'PageSize', 'First', 'Skip', 'IncludeTotalCount' }
            @{ Command = 'Get-AiCodeChange'; Parameters = 'StartDate', 'EndDate', 'User', 'Transport', 'PageSize', 'First', 'Skip', 'IncludeTotalCount', 'ExpandFile' }
            @{ Command = 'Get-AiCommitDetail'; Parameters = 'CommitHash', 'Branch', 'ExpandRange' }
            @{ Command = 'Export-AiCodeCsv'; Parameters = 'Path', 'LiteralPath', 'Kind', 'InputObject', 'StartDate', 'EndDate', 'User', 'Transport', 'PageSize', 'Append', 'Force', 'NoClobber', 'EscapeFormula', 'Encoding', 'PassThru', 'WhatIf', 'Confirm' }
            @{ Command = 'Export-AiCodeDataset'; Parameters = 'Path', 'LiteralPath', 'Kind', 'StartDate', 'EndDate', 'Format', 'Compress', 'Transport', 'PageSize', 'PassThru', 'WhatIf', 'Confirm' }
        ) {
            $actual = (Get-Command $Command).Parameters.Keys
            foreach ($name in $Parameters + $connection) {
                $actual | Should -Contain $name
            }
        }

        It 'Import-AiCodeCsv has path parameters, and no connection parameters' {
            $parameters = (Get-Command Import-AiCodeCsv).Parameters
            $parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object | Should -Be 'LiteralPath', 'Path'
            $parameters['Path'].ParameterType | Should -Be ([string[]])
            $parameters['Path'].ParameterSets['Path'].Position | Should -Be 0
            $parameters['LiteralPath'].Aliases | Should -Be 'PSPath', 'LP', 'FullName'
        }

        It '<Command> accepts -StartDate and -EndDate by position' -ForEach @(
            @{ Command = 'Get-AiCommit'; Set = '__AllParameterSets'; First = 0 }
            @{ Command = 'Get-AiCodeChange'; Set = '__AllParameterSets'; First = 0 }
            @{ Command = 'Export-AiCodeCsv'; Set = 'FromApi'; First = 1 }
        ) {
            $parameters = (Get-Command $Command).Parameters
            $parameters['StartDate'].ParameterSets[$Set].Position | Should -Be $First
            $parameters['EndDate'].ParameterSets[$Set].Position | Should -Be ($First + 1)
            $parameters['StartDate'].ParameterType.FullName | Should -Be 'Cursor.AiCode.AiCodeDate'
        }

        It '<_> accepts users from the pipeline, by value and by property name' -ForEach 'Get-AiCommit', 'Get-AiCodeChange' {
            $user = (Get-Command $_).Parameters['User']
            $user.ParameterType | Should -Be ([string[]])
            $user.ParameterSets['__AllParameterSets'].ValueFromPipeline | Should -BeTrue
            $user.ParameterSets['__AllParameterSets'].ValueFromPipelineByPropertyName | Should -BeTrue
            $user.Aliases | Should -Be 'UserEmail', 'UserId', 'Email'
        }

        It 'Get-AiCommitDetail accepts hashes by position and from the pipeline, by value and by property name' {
            $hash = (Get-Command Get-AiCommitDetail).Parameters['CommitHash']
            $hash.ParameterType | Should -Be ([string[]])
            $set = $hash.ParameterSets['__AllParameterSets']
            $set.Position, $set.IsMandatory, $set.ValueFromPipeline, $set.ValueFromPipelineByPropertyName | Should -Be 0, $true, $true, $true
        }

        It '<_> has a SecureString for the key and a Uri for the base URI' -ForEach 'Get-AiCommit', 'Get-AiCodeChange', 'Get-AiCommitDetail', 'Export-AiCodeCsv', 'Measure-AiCode', 'Export-AiCodeReport', 'Export-AiCodeDataset', 'Test-AiCodeConnection' {
            $parameters = (Get-Command $_).Parameters
            $parameters['ApiKey'].ParameterType | Should -Be ([securestring])
            $parameters['BaseUri'].ParameterType | Should -Be ([uri])
            $parameters['SecretName'].ParameterType | Should -Be ([string])
            $parameters['Vault'].ParameterType | Should -Be ([string])
        }

        It '<_> has parameters in Pascal case' -ForEach 'Get-AiCommit', 'Get-AiCodeChange', 'Get-AiCommitDetail', 'Export-AiCodeCsv', 'Import-AiCodeCsv', 'Export-AiCodeDataset' {
            foreach ($parameter in (Get-Command $_).Parameters.Values) {
                $parameter.Name | Should -MatchExactly '^[A-Z]'
            }
        }
    }

    Context 'Import' {
        It 'writes no output' {
            $child = Invoke-ChildPwsh -Script 'Import-Module $module 3>&1 4>&1 5>&1 6>&1'
            $child.Output | Should -BeNullOrEmpty
            $child.Error | Should -BeNullOrEmpty
            $child.ExitCode | Should -Be 0
        }

        It 'Trial P13: fails if the session has loaded another version, and accepts a copy of the same version' {
            $other = New-Assembly -Name Cursor.AiCode.Abstractions -Version 9.8.7 -Folder (New-TestFolder) -Code 'namespace Cursor.AiCode { public sealed class AiCommit { } }'
            $copy = Join-Path (New-TestFolder) 'Cursor.AiCode'
            Copy-Item -LiteralPath (Split-Path $manifestPath) -Destination $copy -Recurse
            $result = Get-ChildResult -Script @"
`$same = pwsh -NoProfile -Command "Import-Module '`$module'; Import-Module '$copy/Cursor.AiCode.psd1'; Remove-Module Cursor.AiCode; Import-Module '`$module' -Force; `$(`$Error.Count)" 2>&1
`$null = [Reflection.Assembly]::LoadFrom('$other')
`$message = try { Import-Module `$module -ErrorAction Stop; 'imported' } catch { "`$_" }
@{ message = `$message; same = "`$same"; errors = `$Error.Count; module = @(Get-Module Cursor.AiCode).Count } | ConvertTo-Json -Compress
"@ -Environment @{ PATH = $PSHOME + [IO.Path]::PathSeparator + $env:PATH }
            $result.message | Should -Match '9\.8\.7.*restart PowerShell'
            $result.errors | Should -Be 1
            $result.module | Should -Be 0
            $result.same | Should -Be '0'
        }

        It 'works from a folder with spaces and non-Latin characters in its name' {
            $folder = Join-Path (New-TestFolder) 'Größe 日本 x/Cursor.AiCode'
            $null = New-Item -ItemType Directory -Path $folder
            Copy-Item -Path (Join-Path (Split-Path $manifestPath) '*') -Destination $folder -Recurse
            Get-ChildResult -Script "Import-Module '$folder/Cursor.AiCode.psd1'; (Get-Command -Module Cursor.AiCode).Count | ConvertTo-Json" |
                Should -Be @($manifest.CmdletsToExport).Count
        }

        It 'is automatic if the module is in PSModulePath' {
            $folder = New-TestFolder
            Copy-Item -LiteralPath (Split-Path $manifestPath) -Destination (Join-Path $folder 'Cursor.AiCode') -Recurse
            $result = Get-ChildResult -Script @"
`$env:PSModulePath = '$folder' + [IO.Path]::PathSeparator + `$env:PSModulePath
`$before = @(Get-Module Cursor.AiCode).Count
`$id = try { Get-AiCommit -BaseUri http://example.com } catch { `$_.FullyQualifiedErrorId }
@{ before = `$before; id = `$id } | ConvertTo-Json -Compress
"@
            $result.before | Should -Be 0
            $result.id | Should -Be 'InvalidBaseUri,Cursor.AiCode.Commands.GetAiCommitCommand'
        }

        It 'makes types available to scripts by name' {
            foreach ($type in 'AiCommit', 'AiCodeChange', 'AiCodeChangeFile', 'AiCodeExport') {
                "Cursor.AiCode.$type" -as [type] | Should -Not -BeNullOrEmpty
            }
        }
    }

    Context 'Output' {
        BeforeAll {
            $api = Start-Emulator -Option '--developers', '5', '--commits', '200', '--changes', '200', '--days', '20'
            $environment = @{ CURSOR_API_BASEURI = $api.Uri; CURSOR_API_KEY = $api.Key }
            $null = $environment
        }

        It 'contains nothing but the requested objects' {
            $child = Invoke-ChildPwsh -Environment $environment -Script @'
Import-Module $module
$commits = Get-AiCommit 25d
$changes = Get-AiCodeChange 25d -ExpandFile
Export-AiCodeCsv ([IO.Path]::GetTempFileName()) 25d -Kind Commit
$commits | Export-AiCodeCsv ([IO.Path]::GetTempFileName())
'@
            $child.Output | Should -BeNullOrEmpty
            $child.Error | Should -BeNullOrEmpty
            $child.ExitCode | Should -Be 0
        }

        It 'includes each request with -Verbose: URI, status, records, time' {
            Use-Emulator $api
            $lines = @(Get-RequestLine { Get-AiCommit 25d })
            $lines | Should -HaveCount 1
            $lines[0] | Should -Match "^GET $([regex]::Escape($api.Uri))/analytics/ai-code/commits\?\S+ -> 200, 200 records, .* s$"
        }

        It 'includes each delay with -Verbose: cause and duration' {
            $waiting = Start-Emulator -Option '--commits', '20', '--days', '5', '--fault', 'retry-after:1:1'
            $lines = Get-VerboseLine { Get-AiCommit 10d -BaseUri $waiting.Uri }
            $lines | Where-Object { $_ -match '^Waiting [\d.]+ s: ' } | Should -HaveCount 1
            $lines | Where-Object { $_ -match '-> 429' } | Should -HaveCount 1
            Stop-Emulator $waiting
        }

        It 'includes progress after a second, which is completed' {
            $slow = Start-Emulator -Option '--developers', '10', '--commits', '100', '--days', '20', '--fault', 'retry-after:2:1'
            Use-Emulator $slow
            $result = Receive-Call (Start-Call 'Get-AiCommit 25d -RequestsPerMinute 10000')
            $result.Failure | Should -BeNullOrEmpty
            $result.Progress.Count | Should -BeGreaterThan 1
            $result.Progress.CurrentOperation -like 'Waiting*' | Should -Not -BeNullOrEmpty
            $result.Progress[-1].RecordType | Should -Be 'Completed'
            Use-Emulator $api
            (Receive-Call (Start-Call 'Get-AiCommit 25d -RequestsPerMinute 10000')).Progress | Should -BeNullOrEmpty
            Stop-Emulator $slow
        }
    }
}
