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

    # Of Get-Help's objects, the text.
    function Get-Text($Description) {
        ($Description | ForEach-Object Text) -join "`n"
    }

    function Get-OwnParameter([string] $Name) {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters
        (Get-Command $Name).Parameters.Values | Where-Object Name -NotIn $common
    }

    # The names that help has for types: those of Get-Command -Syntax, as its own output shows.
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

    It 'has every part' {
        $help.Synopsis | Should -Match '^[A-Z].{20,}\.$'
        (Get-Text $help.description).Length | Should -BeGreaterThan 300
        Get-Text $help.alertSet.alert | Should -Not -BeNullOrEmpty
        foreach ($kind in $help.inputTypes.inputType, $help.returnValues.returnValue) {
            $kind | Should -Not -BeNullOrEmpty
            foreach ($type in $kind) {
                $type.type.name | Should -Not -BeNullOrEmpty
                Get-Text $type.description | Should -Match '\w{3}' -Because "of $($type.type.name)"
            }
        }
    }

    It 'has at least four examples, each with a title, code and words' {
        $examples = @($help.examples.example)
        $examples.Count | Should -BeGreaterOrEqual 4
        for ($i = 0; $i -lt $examples.Count; $i++) {
            $examples[$i].title | Should -Match "^-+ Example $($i + 1): \S.* -+$"
            $examples[$i].code | Should -Match '\S'
            Get-Text $examples[$i].remarks | Should -Match '\w{3}'
        }

        $all = $examples.code -join "`n"
        $all | Should -Match 'Group-Object|Measure-AiCode' -Because 'one is a summary'
        $all | Should -Match 'Export-Excel'
        Get-Text $examples.remarks | Should -Match 'task|scheduler'
    }

    It 'tells every parameter, and no other' {
        $help.parameters.parameter.name | Sort-Object | Should -Be ((Get-OwnParameter $name).Name | Sort-Object)
        foreach ($parameter in $help.parameters.parameter) {
            Get-Text $parameter.description | Should -Match '^[A-Z](.|\n){15,}' -Because "of -$($parameter.name)"
            Get-Help -Name $name -Parameter $parameter.name | ForEach-Object name | Should -Be $parameter.name
        }
    }

    It 'has the syntax that the cmdlet has' {
        $shown = foreach ($item in $help.syntax.syntaxItem) {
            $words = foreach ($parameter in $item.parameter) {
                $own = if ($parameter.position -eq 'named') { "-$($parameter.name)" } else { "[-$($parameter.name)]" }
                $word = if ($parameter.parameterValue) { "$own <$($parameter.parameterValue)>" } else { $own }
                $parameter.required -eq 'true' ? $word : "[$word]"
            }
            (@($item.name) + $words + '[<CommonParameters>]') -join ' '
        }
        $shown | Should -Be (Get-SyntaxLine $name)
    }

    It 'has the attributes that each parameter has, in each parameter set' {
        $sets = @($command.ParameterSets)
        @($help.syntax.syntaxItem).Count | Should -Be $sets.Count
        for ($i = 0; $i -lt $sets.Count; $i++) {
            foreach ($told in @($help.syntax.syntaxItem)[$i].parameter) {
                $is = $sets[$i].Parameters | Where-Object Name -EQ $told.name
                $because = "of -$($told.name) in $($sets[$i].Name)"
                $is | Should -Not -BeNullOrEmpty -Because $because
                $told.required | Should -Be "$($is.IsMandatory)" -Because $because
                $told.position | Should -Be ($is.Position -ge 0 ? "$($is.Position)" : 'named') -Because $because
                $pipeline = @(if ($is.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($is.ValueFromPipeline) { 'ByValue' }) -join ', '
                $told.pipelineInput | Should -Be ($pipeline ? "True ($pipeline)" : 'False') -Because $because
            }
        }
    }

    It 'has the types, aliases, wildcards and values that each parameter has' {
        foreach ($told in $help.parameters.parameter) {
            $because = "of -$($told.name)"
            $is = $command.Parameters[$told.name]
            $told.type.name | Should -Be $is.ParameterType.FullName -Because $because
            @($told.aliases -split ', ' | Where-Object { $_ -ne 'none' }) | Should -Be @($is.Aliases) -Because $because
            $told.variableLength | Should -Be "$($is.ParameterType.IsArray)" -Because $because
            $told.globbing | Should -Be "$([bool]($is.Attributes | Where-Object { $_ -is [SupportsWildcards] }))" -Because $because
            $values = if ($is.ParameterType.IsEnum) { [enum]::GetNames($is.ParameterType) }
            else { ($is.Attributes | Where-Object { $_ -is [ValidateSet] }).ValidValues }
            @($told.parameterValueGroup.parameterValue | Where-Object { $_ }) | Should -Be @($values | Where-Object { $_ }) -Because $because
            foreach ($value in $values) {
                Get-Text $told.description | Should -MatchExactly "\b$value\b" -Because $because
            }

            $range = $is.Attributes | Where-Object { $_ -is [ValidateRange] }
            if ($range) {
                Get-Text $told.description | Should -Match "from $($range.MinRange) to $($range.MaxRange)\b" -Because $because
            }
        }
    }

    It 'has the default values that the cmdlet has' {
        # A cmdlet that nobody has called yet has them in its properties.
        $new = [Activator]::CreateInstance($command.ImplementingType)
        $connection = $new.GetType().Assembly.GetType('Cursor.AiCode.Commands.AiCodeCommand').
            GetMethod('CreateClient', [Reflection.BindingFlags]'Instance, NonPublic', [type[]]@([string])).ReturnType.Assembly.GetType('Cursor.AiCode.AiCodeClientOptions')
        foreach ($told in $help.parameters.parameter) {
            $property = $new.psobject.Properties[$told.name]
            $expected = if ($told.required -eq 'true') { 'None' }
            elseif ($told.type.name -like '*SwitchParameter') { 'False' }
            elseif ($told.name -eq 'RequestsPerMinute') { $connection.GetField('DefaultRequestsPerMinute').GetValue($null) }
            elseif ($told.name -eq 'BaseUri') { "CURSOR_API_BASEURI, or $($connection.GetField('DefaultBaseUri').GetValue($null).OriginalString)" }
            elseif ($told.name -eq 'First') { 'All' }
            elseif ($told.name -eq 'Skip') { '0' }
            elseif ($null -eq $property.Value) { 'None' }
            else { $property.Value }
            $told.defaultValue | Should -Be "$expected" -Because "of -$($told.name)"
        }
    }

    It 'has the outputs that the cmdlet declares' {
        $help.returnValues.returnValue.type.name | Should -Be @($command.OutputType.Name)
    }

    It 'leads on, to pages that are there' {
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
        # The desktop's own way to open an address, standing in for a browser.
        $folder = New-TestFolder
        foreach ($opener in 'xdg-open', 'gnome-open', 'kfmclient') {
            Set-Content -LiteralPath (Join-Path $folder $opener) -Value '#!/bin/sh', 'echo "$@" > "$OPENED"'
            chmod +x (Join-Path $folder $opener)
        }

        $opened = Join-Path $folder 'opened'
        $child = Invoke-ChildPwsh -Script "Import-Module `$module; Get-Help $name -Online" -Environment @{ PATH = "$folder`:$env:PATH"; OPENED = $opened }
        $child.Error | Should -BeNullOrEmpty
        Wait-Until { Test-Path -LiteralPath $opened } 10 | Should -BeTrue
        Get-Content -LiteralPath $opened | Should -Match ([regex]::Escape($command.HelpUri))
    }

    It 'shows itself in all its views, with nothing of the markdown in it' {
        foreach ($view in @{}, @{ Full = $true }, @{ Detailed = $true }, @{ Examples = $true }, @{ Parameter = '*' }) {
            $text = Get-Help -Name $name @view | Out-String -Width 200
            $text | Should -Not -BeNullOrEmpty
            $text | Should -Not -Match '```|\{\{|\]\((http|[\w.-]+\.md)|(?m)^\s*#+ '
        }
    }

    It 'says of what it shares with the others the same' {
        foreach ($parameter in $help.parameters.parameter | Where-Object name -In 'ApiKey', 'SecretName', 'Vault', 'BaseUri', 'RequestsPerMinute') {
            $other = Get-Help -Name Get-AiCommit -Parameter $parameter.name
            Get-Text $parameter.description | Should -BeExactly (Get-Text $other.description)
        }
    }
}

Describe 'Where Get-Help finds it' {
    It 'is under the name that the cmdlets of both editions give, beside the manifest' {
        foreach ($edition in 'net8.0', 'net472') {
            Join-Path (Split-Path (Get-TestedModulePath)) $edition 'Cursor.AiCode.dll' | Should -Exist
        }

        (Get-Command Get-AiCommit).HelpFile | Split-Path -Leaf | Should -Be 'Cursor.AiCode.dll-Help.xml'
        Get-ChildItem -LiteralPath $helpFolder | ForEach-Object Name | Should -Be 'about_Cursor.AiCode.help.txt', 'Cursor.AiCode.dll-Help.xml'
    }

    It 'is on PSModulePath, where nothing is imported yet, also in another language' -ForEach 'en-US', 'de-DE', '' {
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

    It 'reads well for PlatyPS, too' -Tag 'Needs Microsoft.PowerShell.PlatyPS' -Skip:(-not $hasPlatyPS) {
        Import-Module -Name Microsoft.PowerShell.PlatyPS
        foreach ($page in Get-ChildItem -Path $docs -Filter *-*.md | Where-Object Name -NotLike 'about_*') {
            Test-MarkdownCommandHelp -Path $page.FullName | Should -BeTrue -Because $page.Name
        }

        $maml = @(Import-MamlHelp -LiteralPath (Join-Path $helpFolder 'Cursor.AiCode.dll-Help.xml'))
        $maml.Title | Sort-Object | Should -Be ((Get-Command -Module Cursor.AiCode).Name | Sort-Object)
        foreach ($read in $maml) {
            $read.Parameters.Name | Sort-Object | Should -Be ((Get-OwnParameter $read.Title).Name | Sort-Object)
            $read.Examples.Count | Should -Be @((Get-Help $read.Title).examples.example).Count
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

    It 'names every error that the module can raise, and no other' {
        # Each method that makes an error is called; what it is given shows in the message only.
        $assembly = (Get-Command Get-AiCommit).ImplementingType.Assembly
        $core = [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetType('Cursor.AiCode.AiCodeException') } | Select-Object -First 1
        $given = @{
            'String'        = 'x'
            'Object'        = 'x'
            'Type'          = [int]
            'Exception'     = [Exception]::new('x')
            'ErrorRecord'   = [System.Management.Automation.ErrorRecord]::new([Exception]::new('x'), 'x', 'NotSpecified', $null)
            'Int32'         = 2020
            'AiCodeDate'    = [Cursor.AiCode.AiCodeDate]::Now
            'AiCodeKind'    = [Cursor.AiCode.AiCodeKind]::Commit
        }
        $makers = $assembly.GetType('Cursor.AiCode.Errors.ErrorRecords').GetMethods([Reflection.BindingFlags]'Static, Public')
        $makers.Count | Should -BeGreaterThan 10
        $ids = foreach ($maker in $makers) {
            $types = $maker.GetParameters().ParameterType
            $kinds = $types -contains $core ? [enum]::GetValues([Cursor.AiCode.AiCodeErrorKind]) : @($null)
            foreach ($kind in $kinds) {
                $arguments = [object[]]@(foreach ($type in $types) { if ($type -eq $core) { $core::new($kind, 'x') } else { $given[$type.Name] } })
                $maker.Invoke($null, $arguments).FullyQualifiedErrorId
            }
        }

        # PowerShell's own ID of an invalid argument has a section of its own.
        $ids = $ids | Where-Object { $_ -ne 'ParameterArgumentValidationError' }

        $errors = ($page -split '(?m)^## ' | Where-Object { $_ -like 'Errors*' })
        $told = [regex]::Matches($errors, '(?m)^- `(\w+)`:').ForEach{ $_.Groups[1].Value }
        $told | Sort-Object | Should -Be ($ids | Sort-Object -Unique)
        foreach ($id in $ids) {
            $topic | Should -MatchExactly "(?m)^    - ${id}: "
        }
    }

    It 'knows of no error that is made elsewhere' {
        $sources = Get-ChildItem -Path (Join-Path (Get-RepositoryPath) 'src/Cursor.AiCode') -Filter *.cs -Recurse | Where-Object FullName -NotMatch '[/\\](obj|bin)[/\\]'
        $sources.Count | Should -BeGreaterThan 10
        $sources | Select-String -Pattern 'new ErrorRecord\(|WriteError\((?!ErrorRecords\.)' | Should -BeNullOrEmpty
    }

    It 'tells what the module takes from the environment' {
        foreach ($word in 'CURSOR_API_KEY', 'CURSOR_API_BASEURI', 'CursorApiKey', 'https://api.cursor.com') {
            $topic | Should -MatchExactly ([regex]::Escape($word))
        }
    }

    It 'has a line for cron that works' -Tag 'Needs Linux or macOS' -Skip:$IsWindows {
        $line = [regex]::Match($page, '(?ms)^```sh\n(.*?)\n```$').Groups[1].Value
        $line | Should -Match '^(\S+ ){5}cd ~/jobs && pwsh '
        $api = Start-Emulator -Option '--developers', '5', '--commits', '200', '--changes', '200', '--days', '6'
        $reader = New-ExampleSession $api (Get-Example -Path (Join-Path $docs 'about_Cursor.AiCode.md'))
        $command = "export HOME='$($reader.Folder)'; " + ($line -replace '^(\S+ ){5}')
        $result = Invoke-Example $reader 'cron' -Code $command -Program /bin/sh -Argument '-c', $command
        $result.Output | Should -BeNullOrEmpty -Because 'cron would send it as mail'
        $result.Errors | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        @(Import-Csv (Join-Path $reader.Jobs 'commits.csv')).Count | Should -Be 200
        @(Import-Csv (Join-Path $reader.Jobs 'changes.csv')).Count | Should -Be 200
        Get-Content -LiteralPath (Join-Path $reader.Jobs 'log') -Raw | Should -BeNullOrEmpty

        $reader.Emulator = @{ Uri = $api.Uri; Key = 'key_of_last_year' }
        $result = Invoke-Example $reader 'cron' -Code $command -Program /bin/sh -Argument '-c', $command
        $result.ExitCode | Should -Be 1
        Get-Content -LiteralPath (Join-Path $reader.Jobs 'log') -Raw | Should -Match 'Export-AiCodeCsv: .*\n?(.*\n)*.*rejected the key'
        Stop-Emulator $api
    }

    It 'has a job for CI that works' {
        $job = [regex]::Match($page, '(?ms)^```yaml\n(.*?)\n```$').Groups[1].Value
        $job | Should -Match '(?m)^      CURSOR_API_KEY: \$\{\{ secrets\.\w+ \}\}$'
        $run = [regex]::Match($job, '(?m)^ +- shell: pwsh\n +run: \|\n((?: {10}.*\n)+)').Groups[1].Value
        $api = Start-Emulator -Option '--developers', '5', '--commits', '200', '--days', '6'
        $reader = New-ExampleSession $api (Get-Example -Path (Join-Path $docs 'about_Cursor.AiCode.md'))

        # As the runner of GitHub Actions starts it.
        $command = "`$ErrorActionPreference = 'stop'`n$($run -replace '(?m)^ {10}')`nif (Test-Path -LiteralPath variable:\LASTEXITCODE) { exit `$LASTEXITCODE }"
        $result = Invoke-Example $reader 'ci' -Code $command -Argument '-NoProfile', '-NonInteractive', '-Command', $command
        $result.Errors | Should -BeNullOrEmpty
        $result.ExitCode | Should -Be 0
        $file = [regex]::Match($job, 'path: (\S+)').Groups[1].Value
        @(Import-Csv (Join-Path $reader.Jobs $file)).Count | Should -BeGreaterThan 0

        $reader.Emulator = @{ Uri = $api.Uri; Key = 'key_of_last_year' }
        (Invoke-Example $reader 'ci' -Code $command -Argument '-NoProfile', '-NonInteractive', '-Command', $command).ExitCode | Should -Not -Be 0
        Stop-Emulator $api
    }
}
