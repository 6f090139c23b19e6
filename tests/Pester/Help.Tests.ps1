#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0.0' }
# Compares the help with the metadata of the cmdlets and with the error IDs in the code. Examples.Tests.ps1 runs the examples.
BeforeDiscovery {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    $commands = 'Get-AiCommit', 'Get-AiCodeChange', 'Get-AiCommitDetail', 'Export-AiCodeCsv', 'Import-AiCodeCsv', 'Measure-AiCode', 'Export-AiCodeReport', 'Export-AiCodeDataset', 'Test-AiCodeConnection'
    $docs = Join-Path $PSScriptRoot '../../docs/en-US'
    $hasPlatyPS = [bool](Get-Module -ListAvailable -Name Microsoft.PowerShell.PlatyPS)
    $null = $commands, $hasPlatyPS
}

BeforeAll {
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Support.psm1') -Force
    Import-Module -Name (Join-Path $PSScriptRoot 'Support/Examples.psm1') -Force
    Enter-TestSession
    $docs = Join-Path (Get-RepositoryPath) 'docs/en-US'
    $helpFolder = Join-Path (Split-Path (Get-TestedModulePath)) 'en-US'

    # Gets the text of objects that Get-Help returns.
    function Get-Text($Description) {
        ($Description | ForEach-Object Text) -join "`n"
    }

    function Get-OwnParameter([string] $Name) {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        (Get-Command $Name).Parameters.Values | Where-Object Name -NotIn $common
    }

    # The help has the same syntax as Get-Command -Syntax.
    function Get-SyntaxLine([string] $Name) {
        (Get-Command $Name -Syntax) -split '\r?\n' | Where-Object { $_.Trim() } | ForEach-Object { $_.Trim() }
    }

    $null = $docs, $helpFolder
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-Help <_>' -ForEach $commands {
    BeforeAll {
        $name = $_
        $help = Get-Help -Name $name -Full
        $command = Get-Command -Name $name
        $null = $help, $command
    }

    It 'has every section' {
        $help.Synopsis | Should -Match '^[A-Z].{20,}\.$'
        (Get-Text $help.description).Length | Should -BeGreaterThan 300
        Get-Text $help.alertSet.alert | Should -Not -BeNullOrEmpty
        foreach ($kind in $help.inputTypes.inputType, $help.returnValues.returnValue) {
            $kind | Should -Not -BeNullOrEmpty
            foreach ($type in $kind) {
                $type.type.name | Should -Not -BeNullOrEmpty
                Get-Text $type.description | Should -Match '\w{3}' -Because "it describes $($type.type.name)"
            }
        }
    }

    It 'has at least four examples, each with a title, code and a description' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 4
        for ($i = 0; $i -lt $examples.Count; $i++) {
            $examples[$i].title | Should -Match "^-+ Example $($i + 1): \S.* -+$"
            $examples[$i].code | Should -Match '\S'
            Get-Text $examples[$i].remarks | Should -Match '\w{3}'
        }

        $all = $examples.code -join "`n"
        $all | Should -Match 'Group-Object|Measure-AiCode' -Because 'one example is a summary'
        $all | Should -Match 'Export-Excel'
        Get-Text $examples.remarks | Should -Match 'task|scheduler'
    }

    It 'describes every parameter, and no other' {
        $help.parameters.parameter.name | Sort-Object | Should -Be ((Get-OwnParameter $name).Name | Sort-Object)
        foreach ($parameter in $help.parameters.parameter) {
            Get-Text $parameter.description | Should -Match '^[A-Z](.|\n){15,}' -Because "it describes -$($parameter.name)"
            Get-Help -Name $name -Parameter $parameter.name | ForEach-Object name | Should -Be $parameter.name
        }
    }

    It 'has the syntax of the cmdlet' {
        $actual = foreach ($item in $help.syntax.syntaxItem) {
            $parameters = foreach ($parameter in $item.parameter) {
                $label = if ($parameter.position -eq 'named') { "-$($parameter.name)" } else { "[-$($parameter.name)]" }
                $syntax = if ($parameter.parameterValue) { "$label <$($parameter.parameterValue)>" } else { $label }
                $parameter.required -eq 'true' ? $syntax : "[$syntax]"
            }
            (@($item.name) + $parameters + '[<CommonParameters>]') -join ' '
        }
        $actual | Should -Be (Get-SyntaxLine $name)
    }

    It 'has the attributes of each parameter in each parameter set' {
        $sets = @($command.ParameterSets)
        @($help.syntax.syntaxItem).Count | Should -Be $sets.Count
        for ($i = 0; $i -lt $sets.Count; $i++) {
            foreach ($documented in @($help.syntax.syntaxItem)[$i].parameter) {
                $actual = $sets[$i].Parameters | Where-Object Name -EQ $documented.name
                $because = "it describes -$($documented.name) in $($sets[$i].Name)"
                $actual | Should -Not -BeNullOrEmpty -Because $because
                $documented.required | Should -Be "$($actual.IsMandatory)" -Because $because
                $documented.position | Should -Be ($actual.Position -ge 0 ? "$($actual.Position)" : 'named') -Because $because
                $pipeline = @(if ($actual.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($actual.ValueFromPipeline) { 'ByValue' }) -join ', '
                $documented.pipelineInput | Should -Be ($pipeline ? "True ($pipeline)" : 'False') -Because $because
            }
        }
    }

    It 'has the types, aliases, wildcards and values of each parameter' {
        foreach ($documented in $help.parameters.parameter) {
            $because = "it describes -$($documented.name)"
            $actual = $command.Parameters[$documented.name]
            $documented.type.name | Should -Be $actual.ParameterType.FullName -Because $because
            @($documented.aliases -split ', ' | Where-Object { $_ -ne 'none' }) | Should -Be @($actual.Aliases) -Because $because
            $documented.variableLength | Should -Be "$($actual.ParameterType.IsArray)" -Because $because
            $documented.globbing | Should -Be "$([bool]($actual.Attributes | Where-Object { $_ -is [SupportsWildcards] }))" -Because $because
            $values = if ($actual.ParameterType.IsEnum) { [enum]::GetNames($actual.ParameterType) }
            else { ($actual.Attributes | Where-Object { $_ -is [ValidateSet] }).ValidValues }
            @($documented.parameterValueGroup.parameterValue | Where-Object { $_ }) | Should -Be @($values | Where-Object { $_ }) -Because $because
            foreach ($value in $values) {
                Get-Text $documented.description | Should -MatchExactly "\b$value\b" -Because $because
            }

            $range = $actual.Attributes | Where-Object { $_ -is [ValidateRange] }
            if ($range) {
                Get-Text $documented.description | Should -Match "from $($range.MinRange) to $($range.MaxRange)\b" -Because $because
            }
        }
    }

    It 'has the default values of the cmdlet' {
        # A new instance of the cmdlet has the default values in its properties.
        $new = [Activator]::CreateInstance($command.ImplementingType)
        $connection = $new.GetType().Assembly.GetType('Cursor.AiCode.Commands.AiCodeCommand').
            GetMethod('CreateClient', [Reflection.BindingFlags]'Instance, NonPublic', [type[]]@([string])).ReturnType.Assembly.GetType('Cursor.AiCode.AiCodeClientOptions')
        foreach ($documented in $help.parameters.parameter) {
            $property = $new.psobject.Properties[$documented.name]
            $expected = if ($documented.required -eq 'true') { 'None' }
            elseif ($documented.type.name -like '*SwitchParameter') { 'False' }
            elseif ($documented.name -eq 'RequestsPerMinute') { $connection.GetField('DefaultRequestsPerMinute').GetValue($null) }
            elseif ($documented.name -eq 'BaseUri') { "CURSOR_API_BASEURI, or $($connection.GetField('DefaultBaseUri').GetValue($null).OriginalString)" }
            elseif ($documented.name -eq 'First') { 'All' }
            elseif ($documented.name -eq 'Skip') { '0' }
            elseif ($null -eq $property.Value) { 'None' }
            else { $property.Value }
            $documented.defaultValue | Should -Be "$expected" -Because "it describes -$($documented.name)"
        }
    }

    It 'has the outputs that the cmdlet declares' {
        $help.returnValues.returnValue.type.name | Should -Be @($command.OutputType.Name)
    }

    It 'has links to existing pages' {
        $links = @($help.relatedLinks.navigationLink)
        $links[0].uri | Should -Be $command.HelpUri
        $command.HelpUri | Should -Be (Import-PowerShellDataFile (Get-TestedModulePath)).PrivateData.PSData.ProjectUri
        $links.linkText | Should -Contain 'about_Cursor.AiCode'
        foreach ($link in $links | Where-Object { -not $_.uri }) {
            Get-Help -Name $link.linkText | Should -Not -BeNullOrEmpty
        }

        (@($links.linkText) + $name) | Where-Object { $_ -match '^\w+-AiCo' } | Sort-Object | Should -Be ((Get-Command -Module Cursor.AiCode).Name | Sort-Object)
    }

    It 'opens the online version' -Tag 'Needs Linux' -Skip:(-not $IsLinux) {
        # Replaces the commands that open a URI in the default browser.
        $folder = New-TestFolder
        foreach ($opener in 'xdg-open', 'gnome-open', 'kfmclient') {
            Set-Content -LiteralPath (Join-Path $folder $opener) -Value '#!/bin/sh', 'echo "$@" > "$OPENED"'
            chmod +x (Join-Path $folder $opener)
        }

        $path = $env:PATH
        $env:PATH = "${folder}:$path"
        $env:OPENED = $opened = Join-Path $folder 'opened'
        try {
            Get-Help -Name $name -Online -ErrorAction Stop
            Wait-Until { Test-Path -LiteralPath $opened } | Should -BeTrue
        } finally {
            $env:PATH = $path
            $env:OPENED = $null
        }

        Get-Content -LiteralPath $opened | Should -Match ([regex]::Escape($command.HelpUri))
    }

    It 'is shown in all views, without Markdown syntax' {
        foreach ($view in @{}, @{ Full = $true }, @{ Detailed = $true }, @{ Examples = $true }, @{ Parameter = '*' }) {
            $text = Get-Help -Name $name @view | Out-String -Width 200
            $text | Should -Not -BeNullOrEmpty
            $text | Should -Not -Match '```|\{\{|\]\((http|[\w.-]+\.md)|(?m)^\s*#+ '
        }
    }

    It 'describes common parameters as the other cmdlets do' {
        foreach ($parameter in $help.parameters.parameter | Where-Object name -In 'ApiKey', 'SecretName', 'Vault', 'BaseUri', 'RequestsPerMinute') {
            $other = Get-Help -Name Get-AiCommit -Parameter $parameter.name
            Get-Text $parameter.description | Should -BeExactly (Get-Text $other.description)
        }
    }
}

Describe 'Help files' {
    It 'have the name that both editions of the cmdlets use, and are in the folder of the manifest' {
        foreach ($edition in 'net8.0', 'net472') {
            Join-Path (Split-Path (Get-TestedModulePath)) $edition 'Cursor.AiCode.dll' | Should -Exist
        }

        (Get-Command Get-AiCommit).HelpFile | Split-Path -Leaf | Should -Be 'Cursor.AiCode.dll-Help.xml'
        Get-ChildItem -LiteralPath $helpFolder | ForEach-Object Name | Should -Be 'about_Cursor.AiCode.help.txt', 'Cursor.AiCode.dll-Help.xml'
    }

    It 'are found in PSModulePath without an import, in any language' -ForEach 'en-US', 'de-DE', '' {
        $folder = New-TestFolder
        Copy-Item -LiteralPath (Split-Path (Get-TestedModulePath)) -Destination (Join-Path $folder 'Cursor.AiCode') -Recurse
        $result = Get-ChildResult -Script @"
`$env:PSModulePath = '$folder' + [IO.Path]::PathSeparator + `$env:PSModulePath
[cultureinfo]::CurrentUICulture = '$_'
@{
    synopsis = (Get-Help Export-AiCodeCsv).Synopsis
    about = (Get-Help about_Cursor.AiCode | Out-String).Length
    listed = (Get-Help about_Cursor*).Name
} | ConvertTo-Json -Compress
"@
        $result.synopsis | Should -Be (Get-Help Export-AiCodeCsv).Synopsis
        $result.about | Should -BeGreaterThan 10000
    }

    It 'are valid for PlatyPS' -Tag 'Needs Microsoft.PowerShell.PlatyPS' -Skip:(-not $hasPlatyPS) {
        Import-Module -Name Microsoft.PowerShell.PlatyPS
        foreach ($page in Get-ChildItem -Path $docs -Filter *-*.md | Where-Object Name -NotLike 'about_*') {
            Test-MarkdownCommandHelp -Path $page.FullName | Should -BeTrue -Because $page.Name
        }

        $maml = @(Import-MamlHelp -LiteralPath (Join-Path $helpFolder 'Cursor.AiCode.dll-Help.xml'))
        $maml.Title | Sort-Object | Should -Be ((Get-Command -Module Cursor.AiCode).Name | Sort-Object)
        foreach ($imported in $maml) {
            $imported.Parameters.Name | Sort-Object | Should -Be ((Get-OwnParameter $imported.Title).Name | Sort-Object)
            $imported.Examples.Count | Should -Be @((Get-Help $imported.Title).examples.example).Count
        }
    }
}

Describe 'about_Cursor.AiCode' {
    BeforeAll {
        $topic = Get-Help -Name about_Cursor.AiCode | Out-String -Width 500
        $page = (Get-Content -LiteralPath (Join-Path $docs 'about_Cursor.AiCode.md') -Raw) -replace "`r`n", "`n"
        $null = $topic, $page
    }

    It 'has a synopsis, and fits 80 columns' {
        (Get-Help -Name about_Cursor*).Synopsis | Should -Match 'AI Code Tracking API'
        $topic -split '\r?\n' | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }

    It 'lists every error that the module can raise, and no other' {
        # Calls each method that creates an error. The arguments affect only the message.
        $assembly = (Get-Command Get-AiCommit).ImplementingType.Assembly
        $core = [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetType('Cursor.AiCode.AiCodeException') } | Select-Object -First 1
        $samples = @{
            'String'        = 'x'
            'Object'        = 'x'
            'Type'          = [int]
            'Exception'     = [Exception]::new('x')
            'ErrorRecord'   = [System.Management.Automation.ErrorRecord]::new([Exception]::new('x'), 'x', 'NotSpecified', $null)
            'Int32'         = 2020
            'AiCodeDate'    = [Cursor.AiCode.AiCodeDate]::Now
            'AiCodeKind'    = [Cursor.AiCode.AiCodeKind]::Commit
        }
        $methods = $assembly.GetType('Cursor.AiCode.Errors.ErrorRecords').GetMethods([Reflection.BindingFlags]'Static, Public')
        $methods.Count | Should -BeGreaterThan 10
        $ids = foreach ($method in $methods) {
            $types = $method.GetParameters().ParameterType
            $kinds = $types -contains $core ? [enum]::GetValues([Cursor.AiCode.AiCodeErrorKind]) : @($null)
            foreach ($kind in $kinds) {
                $arguments = [object[]]@(foreach ($type in $types) { if ($type -eq $core) { $core::new($kind, 'x') } else { $samples[$type.Name] } })
                $method.Invoke($null, $arguments).FullyQualifiedErrorId
            }
        }

        # The topic describes invalid arguments in a separate section.
        $ids = $ids | Where-Object { $_ -ne 'ParameterArgumentValidationError' }

        $errors = ($page -split '(?m)^## ' | Where-Object { $_ -like 'Errors*' })
        $documented = [regex]::Matches($errors, '(?m)^- `(\w+)`:').ForEach{ $_.Groups[1].Value }
        $documented | Sort-Object | Should -Be ($ids | Sort-Object -Unique)
        foreach ($id in $ids) {
            $topic | Should -MatchExactly "(?m)^    - ${id}: "
        }
    }

    It 'covers all code that creates errors' {
        $sources = Get-ChildItem -Path (Join-Path (Get-RepositoryPath) 'src/Cursor.AiCode') -Filter *.cs -Recurse | Where-Object FullName -NotMatch '[/\\](obj|bin)[/\\]'
        $sources.Count | Should -BeGreaterThan 10
        $sources | Select-String -Pattern 'new ErrorRecord\(|WriteError\((?!ErrorRecords\.)' | Should -BeNullOrEmpty
    }

    It 'lists the environment variables and defaults' {
        foreach ($word in 'CURSOR_API_KEY', 'CURSOR_API_BASEURI', 'CursorApiKey', 'https://api.cursor.com') {
            $topic | Should -MatchExactly ([regex]::Escape($word))
        }
    }

    It 'has a working crontab line' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
        $line = [regex]::Match($page, '(?ms)^```sh\n(.*?)\n```$').Groups[1].Value
        $line | Should -Match '^(\S+ ){5}cd ~/jobs && pwsh '
        $api = Start-Emulator -Option '--developers', '5', '--commits', '200', '--changes', '200', '--days', '6'
        $session = New-ExampleSession $api (Get-Example -Path (Join-Path $docs 'about_Cursor.AiCode.md'))
        $command = "export HOME='$($session.Folder)'; " + ($line -replace '^(\S+ ){5}')
        $result = Invoke-Example $session 'cron' -Code $command -Program /bin/sh -Argument '-c', $command
        $result.Output | Should -BeNullOrEmpty -Because 'cron would send it as mail'
        $result.Errors | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        @(Import-Csv (Join-Path $session.Jobs 'commits.csv')).Count | Should -Be 200
        @(Import-Csv (Join-Path $session.Jobs 'changes.csv')).Count | Should -Be 200
        Get-Content -LiteralPath (Join-Path $session.Jobs 'log') -Raw | Should -BeNullOrEmpty

        $session.Emulator = @{ Uri = $api.Uri; Key = 'key_of_last_year' }
        $result = Invoke-Example $session 'cron' -Code $command -Program /bin/sh -Argument '-c', $command
        $result.ExitCode | Should -Be 1
        Get-Content -LiteralPath (Join-Path $session.Jobs 'log') -Raw | Should -Match 'Export-AiCodeCsv: .*\n?(.*\n)*.*rejected the key'
        Stop-Emulator $api
    }

    It 'has a working CI job' {
        $job = [regex]::Match($page, '(?ms)^```yaml\n(.*?)\n```$').Groups[1].Value
        $job | Should -Match '(?m)^      CURSOR_API_KEY: \$\{\{ secrets\.\w+ \}\}$'
        $run = [regex]::Match($job, '(?m)^ +- shell: pwsh\n +run: \|\n((?: {10}.*\n)+)').Groups[1].Value
        $api = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '6'
        $session = New-ExampleSession $api (Get-Example -Path (Join-Path $docs 'about_Cursor.AiCode.md'))

        # As the runner of GitHub Actions starts it.
        $command = "`$ErrorActionPreference = 'stop'`n$($run -replace '(?m)^ {10}')`nif (Test-Path -LiteralPath variable:\LASTEXITCODE) { exit `$LASTEXITCODE }"
        $result = Invoke-Example $session 'ci' -Code $command -Argument '-NoProfile', '-NonInteractive', '-Command', $command
        $result.Errors | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $file = [regex]::Match($job, 'path: (\S+)').Groups[1].Value
        @(Import-Csv (Join-Path $session.Jobs $file)).Count | Should -BeGreaterThan 0

        $session.Emulator = @{ Uri = $api.Uri; Key = 'key_of_last_year' }
        (Invoke-Example $session 'ci' -Code $command -Argument '-NoProfile', '-NonInteractive', '-Command', $command).ExitCode | Should -Not -Be 0
        Stop-Emulator $api
    }
}
