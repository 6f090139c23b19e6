#Requires -Version 7.4
# Shared by all Pester files: the module under test, emulator processes, child sessions, and the expected records, which are
# read from the API without the module.
Set-StrictMode -Version Latest

$script:Repository = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../../..')).Path
$script:Emulators = [System.Collections.Generic.List[object]]::new()
$script:Saved = $null
$script:Folder = $null
$script:Folders = [System.Collections.Generic.List[string]]::new()
$script:StartUp = [timespan]::FromSeconds(60)

# The default key of the emulators. It is unique, because Assert-NoKey searches the output of calls for it.
$script:Key = 'key_' + [guid]::NewGuid().ToString('n')

# Environment variables that affect the module. Exit-TestSession restores them.
$script:Variables = 'CURSOR_API_KEY', 'CURSOR_API_BASEURI', 'HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'PSModulePath', 'TZ'

function Get-TestedModulePath {
    <# Gets the manifest of the module under test: AICODE_MODULE (a manifest or its folder), or the output of the build. #>
    $path = $env:AICODE_MODULE ? $env:AICODE_MODULE : (Join-Path $script:Repository 'out/Cursor.AiCode')
    if (Test-Path -LiteralPath $path -PathType Container) {
        $path = Join-Path $path 'Cursor.AiCode.psd1'
    }

    if (-not (Test-Path -LiteralPath $path)) {
        throw "There is no module at '$path'. Build it: dotnet build src/Cursor.AiCode"
    }

    (Resolve-Path -LiteralPath $path).Path
}

function Get-RepositoryPath {
    $script:Repository
}

function Enter-TestSession {
    <# Imports the module in a separate environment, without the user's key, vaults and rate limiter state. #>
    $script:Folder = New-TestFolder
    $script:Saved = @{}
    foreach ($name in $script:Variables) {
        $script:Saved[$name] = [Environment]::GetEnvironmentVariable($name)
    }

    $script:Saved['Defaults'] = $global:PSDefaultParameterValues.Clone()
    $env:HOME = $script:Folder
    $env:XDG_DATA_HOME = $env:XDG_CONFIG_HOME = $env:XDG_CACHE_HOME = $null
    $env:CURSOR_API_KEY = $env:CURSOR_API_BASEURI = $null

    # The emulators have no rate limit by default.
    $global:PSDefaultParameterValues['Get-AiCommit:RequestsPerMinute'] = 10000
    $global:PSDefaultParameterValues['Get-AiCodeChange:RequestsPerMinute'] = 10000
    $global:PSDefaultParameterValues['Get-AiCommitDetail:RequestsPerMinute'] = 10000
    Import-Module -Name (Get-TestedModulePath) -Global -Force
}

function Exit-TestSession {
    <# Stops the emulators of this session, and restores the environment. #>
    foreach ($emulator in $script:Emulators) {
        Stop-Emulator $emulator
    }

    $script:Emulators.Clear()
    if ($null -eq $script:Saved) {
        return
    }

    foreach ($name in $script:Variables) {
        [Environment]::SetEnvironmentVariable($name, $script:Saved[$name])
    }

    $global:PSDefaultParameterValues.Clear()
    foreach ($name in $script:Saved['Defaults'].Keys) {
        $global:PSDefaultParameterValues[$name] = $script:Saved['Defaults'][$name]
    }

    $script:Saved = $null
    $script:Folders | Remove-Item -Recurse -Force -ErrorAction Ignore
    $script:Folders.Clear()
}

function New-TestFolder {
    <# Creates an empty folder that Exit-TestSession removes. #>
    $path = Join-Path ([IO.Path]::GetTempPath()) ('aicode-' + [guid]::NewGuid().ToString('n'))
    $null = New-Item -ItemType Directory -Path $path
    $script:Folders.Add($path)
    $path
}

function Get-EmulatorPath {
    <# Gets the path of the emulator: AICODE_EMULATOR, or the newest build. #>
    if ($env:AICODE_EMULATOR) {
        return $env:AICODE_EMULATOR
    }

    $built = Get-ChildItem -Path (Join-Path $script:Repository 'src/Cursor.AiCode.Emulator/bin/*/net8.0/Cursor.AiCode.Emulator.dll') |
        Sort-Object -Property LastWriteTime -Descending | Select-Object -First 1
    if (-not $built) {
        throw 'The emulator is not built. Build it: dotnet build src/Cursor.AiCode.Emulator'
    }

    $built.FullName
}

function Start-Emulator {
    <# Starts an emulator with the given options, and waits until it listens. #>
    [CmdletBinding()]
    param(
        [string[]] $Option = @(),
        [string] $Key = $script:Key,

        # Sets CURSOR_API_BASEURI and CURSOR_API_KEY to this emulator.
        [switch] $Use
    )

    $ready = Join-Path ([IO.Path]::GetTempPath()) ('aicode-ready-' + [guid]::NewGuid().ToString('n'))
    $all = $Option + ($Option -contains '--limit' ? @() : @('--limit', '0')) + ($Option -contains '--key' ? @() : @('--key', $Key)) + @('--ready-file', $ready)
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in @(Get-EmulatorPath) + $all) {
        $start.ArgumentList.Add($argument)
    }

    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.BeginOutputReadLine()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (Test-Path -LiteralPath $ready)) {
        if ($process.HasExited) {
            throw "The emulator exited: $($process.StandardError.ReadToEnd())"
        }

        if ($clock.Elapsed -gt $script:StartUp) {
            $process.Kill()
            throw "The emulator did not start within $($script:StartUp)."
        }

        Start-Sleep -Milliseconds 20
    }

    $address = (Get-Content -LiteralPath $ready -Raw).Trim()
    Remove-Item -LiteralPath $ready
    $emulator = [pscustomobject]@{ Process = $process; Uri = $address; Key = $Key }
    $script:Emulators.Add($emulator)
    if ($Use) {
        Use-Emulator $emulator
    }

    $emulator
}

function Use-Emulator {
    param([Parameter(Mandatory)] $Emulator)

    $env:CURSOR_API_BASEURI = $Emulator.Uri
    $env:CURSOR_API_KEY = $Emulator.Key
}

function Stop-Emulator {
    param([Parameter(Mandatory)] $Emulator)

    if (-not $Emulator.Process.HasExited) {
        $Emulator.Process.Kill()
        $null = $Emulator.Process.WaitForExit(5000)
    }
}

function ConvertTo-ApiTime {
    param([Parameter(Mandatory)] [datetimeoffset] $Time)

    $Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [cultureinfo]::InvariantCulture)
}

function Get-ApiResponse {
    <# Sends a request to the emulator without the module, and returns the body of the response as text. #>
    param(
        [Parameter(Mandatory)] $Emulator,
        [Parameter(Mandatory)] [string] $Endpoint,
        [System.Collections.IDictionary] $Query = @{}
    )

    $pairs = foreach ($name in $Query.Keys) {
        $value = $Query[$name] -is [string] -or $Query[$name] -is [int] ? "$($Query[$name])" : (ConvertTo-ApiTime $Query[$name])
        "$name=$([uri]::EscapeDataString($value))"
    }

    $basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$($Emulator.Key):"))
    $response = Invoke-WebRequest -Uri "$($Emulator.Uri)/analytics/ai-code/${Endpoint}?$($pairs -join '&')" -Headers @{ Authorization = "Basic $basic" } -Verbose:$false
    [Text.Encoding]::UTF8.GetString($response.RawContentStream.ToArray())
}

function Get-ApiRecord {
    <# Gets the JSON records of a date range from the emulator, page by page, in windows of 30 days. #>
    param(
        [Parameter(Mandatory)] $Emulator,
        [Parameter(Mandatory)] [ValidateSet('Commit', 'Change')] [string] $Kind,
        [Parameter(Mandatory)] [datetimeoffset] $Start,
        [Parameter(Mandatory)] [datetimeoffset] $End,
        [string] $User
    )

    $endpoint = $Kind -eq 'Commit' ? 'commits' : 'changes'
    $ids = [System.Collections.Generic.HashSet[string]]::new()
    for ($to = $End; ; $to = $from) {
        $from = $to.AddDays(-30) -gt $Start ? $to.AddDays(-30) : $Start
        $page = 0
        do {
            $query = @{ startDate = $from; endDate = $to; page = ++$page; pageSize = 500 }
            if ($User) {
                $query['user'] = $User
            }

            $response = Get-ApiResponse $Emulator $endpoint $query | ConvertFrom-Json
            foreach ($item in $response.items) {
                $id = $Kind -eq 'Commit' ? "$($item.commitHash)|$($item.branchName)|$($item.repoName)|$($item.userId)|$(ConvertTo-ApiTime $item.createdAt)" : $item.changeId
                if ($ids.Add($id)) {
                    $item
                }
            }
        } while ($page * 500 -lt $response.totalCount)

        if ($from -le $Start) {
            break
        }
    }
}

# The fields of a record by their JSON names, in the order of the API documentation.
$script:Fields = @{
    Commit = @(
        'commitHash', 'userId', 'userEmail', 'repoName', 'branchName', 'isPrimaryBranch', 'commitSource', 'totalLinesAdded',
        'totalLinesDeleted', 'tabLinesAdded', 'tabLinesDeleted', 'composerLinesAdded', 'composerLinesDeleted', 'nonAiLinesAdded',
        'nonAiLinesDeleted', 'message', 'commitTs', 'createdAt')
    Change = @('changeId', 'userId', 'userEmail', 'source', 'model', 'totalLinesAdded', 'totalLinesDeleted', 'createdAt')
}

function Get-FieldName {
    <# Gets the names of a record's fields in JSON, in objects or in CSV. #>
    param(
        [Parameter(Mandatory)] [string] $Kind,
        [Parameter(Mandatory)] [ValidateSet('Json', 'Object', 'Csv')] [string] $As
    )

    foreach ($field in $script:Fields[$Kind]) {
        switch ($As) {
            'Json' { $field }
            'Object' { $field.Substring(0, 1).ToUpperInvariant() + $field.Substring(1) }
            'Csv' { [regex]::Replace($field, '(?<!^)[A-Z](?=[a-z])|(?<=[a-z])[A-Z]', '_$0').ToLowerInvariant() }
        }
    }
}

function ConvertTo-Fingerprint {
    <#
    Converts records to lines of text, so that records from different sources can be compared. Null, an empty string and 0
    give different lines. CSV has no null, so an empty field represents both. The files of a change are part of the line.
    #>
    param(
        [Parameter(Mandatory)] [ValidateSet('Commit', 'Change')] [string] $Kind,
        [Parameter(Mandatory)] [ValidateSet('Json', 'Object', 'Csv')] [string] $As,
        [Parameter(ValueFromPipeline)] $InputObject,
        [switch] $NullIsEmpty
    )

    begin {
        $invariant = [cultureinfo]::InvariantCulture
        $format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
        $nullText = $NullIsEmpty -or $As -eq 'Csv' ? '' : '<null>'

        # Reads properties by literal names, which is faster than a lookup. A field that the API doesn't send is null.
        Set-StrictMode -Off
        $members = Get-FieldName -Kind $Kind -As $As | ForEach-Object { "`$record.$_" }
        $read = [scriptblock]::Create("param(`$record) , @($($members -join ', '))")
    }

    process {
        $values = & $read $InputObject
        for ($i = 0; $i -lt $values.Length; $i++) {
            $value = $values[$i]
            if ($value -is [string]) {
                continue
            }

            $values[$i] = if ($null -eq $value) {
                $nullText
            } elseif ($value -is [datetime]) {
                $value.ToUniversalTime().ToString($format, $invariant)
            } elseif ($value -is [bool]) {
                $value ? 'true' : 'false'
            } else {
                ([IFormattable]$value).ToString($null, $invariant)
            }
        }

        if ($Kind -eq 'Change') {
            $files = switch ($As) {
                'Json' { $InputObject.psobject.Properties['metadata'] ? $InputObject.metadata : $null }
                'Object' { $InputObject.Metadata }
                'Csv' { $InputObject.metadata_json ? ($InputObject.metadata_json | ConvertFrom-Json) : $null }
            }
            $values += @(foreach ($file in $files) {
                    $name = $file.psobject.Properties['fileName']
                    '{0}|{1}|{2}|{3}' -f ($name ? $name.Value : $null), $file.fileExtension, $file.linesAdded, $file.linesDeleted
                })
        }

        $values -join "`u{1f}"
    }
}

function Compare-Records {
    <# Compares two lists of fingerprints in any order, and throws with the first differences. #>
    param([string[]] $Actual, [string[]] $Expected)

    $left = [string[]]@($Actual)
    $right = [string[]]@($Expected)
    [array]::Sort($left, [StringComparer]::Ordinal)
    [array]::Sort($right, [StringComparer]::Ordinal)
    if ([Linq.Enumerable]::SequenceEqual($left, $right)) {
        return
    }

    $extra = $left | Where-Object { $right -cnotcontains $_ } | Select-Object -First 2
    $missing = $right | Where-Object { $left -cnotcontains $_ } | Select-Object -First 2
    throw "Expected $($right.Count) records, but got $($left.Count).`nExtra:   $($extra -join "`n         ")`nMissing: $($missing -join "`n         ")"
}

function Get-RequestLine {
    <# Gets the verbose lines of the requests that a call sends. #>
    param([Parameter(Mandatory)] [scriptblock] $Call)

    Get-VerboseLine $Call | Where-Object { $_ -like 'GET *' }
}

function Get-VerboseLine {
    <# Gets the verbose lines that the module's commands write in a call. #>
    param([Parameter(Mandatory)] [scriptblock] $Call)

    $global:PSDefaultParameterValues['*-AiCo*:Verbose'] = $true
    try {
        & $Call 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object Message
    } finally {
        $global:PSDefaultParameterValues.Remove('*-AiCo*:Verbose')
    }
}

function Get-Failure {
    <# Gets the error record that terminates a call, or $null, and tests that it doesn't contain the key. #>
    param([Parameter(Mandatory)] [scriptblock] $Call)

    try {
        $null = & $Call
        return
    } catch {
        $failure = $_
    }

    # Errors from other commands, such as Get-ApiResponse, can contain the key.
    if ($failure.FullyQualifiedErrorId -like '*Cursor.AiCode*') {
        Assert-NoKey @($failure, $failure.Exception, $failure.InvocationInfo, $failure.ErrorDetails)
    }

    $failure
}

function Assert-NoKey {
    <# Throws if output of calls contains the key of an emulator, as plain text or as in the Authorization header. #>
    param([AllowNull()] [AllowEmptyCollection()] [object[]] $Output)

    $text = foreach ($item in $Output) {
        if ($null -ne $item) {
            $item -is [string] ? $item : ($item | Format-List -Property * -Force | Out-String -Width 10000)
            if ($item -is [System.Management.Automation.ErrorRecord]) {
                $item.Exception.ToString()
            }
        }
    }

    $text = $text -join "`n"
    foreach ($key in $script:Emulators | ForEach-Object Key | Select-Object -Unique) {
        foreach ($form in $key, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${key}:")).TrimEnd('='), [uri]::EscapeDataString($key)) {
            $index = $text.IndexOf($form, [StringComparison]::OrdinalIgnoreCase)
            if ($index -ge 0) {
                throw "The output contains the key: $($text.Substring([math]::Max(0, $index - 100), [math]::Min(200, $text.Length - [math]::Max(0, $index - 100))))"
            }
        }
    }
}

function ConvertTo-Secret {
    param([Parameter(Mandatory)] [string] $Text)

    $secret = [securestring]::new()
    foreach ($c in $Text.ToCharArray()) {
        $secret.AppendChar($c)
    }

    $secret.MakeReadOnly()
    $secret
}

function Start-Call {
    <# Starts a script in a separate runspace of this process, with the module imported, and returns immediately. #>
    param(
        [Parameter(Mandatory)] [string] $Script,
        [System.Collections.IDictionary] $Variable = @{}
    )

    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-TestedModulePath))
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], ''))
    }

    $shell = [powershell]::Create($state)
    $null = $shell.AddScript($Script)
    $noInput = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $noInput.Complete()
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    [pscustomobject]@{ Shell = $shell; Output = $output; Handle = $shell.BeginInvoke($noInput, $output); Clock = [Diagnostics.Stopwatch]::StartNew() }
}

function Wait-Until {
    <# Waits until a condition is true, and returns whether it was in time. #>
    param([Parameter(Mandatory)] [scriptblock] $Condition, [double] $Seconds = 60)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) {
            return $false
        }

        Start-Sleep -Milliseconds 10
    }

    $true
}

function Receive-Call {
    <# Waits for a started call, and returns its output and the error that terminated it. #>
    param([Parameter(Mandatory)] $Call, [double] $Seconds = 300)

    if (-not (Wait-Until { $Call.Handle.IsCompleted } $Seconds)) {
        $null = Stop-Call $Call
        throw "The call did not end within $Seconds s."
    }

    $failure = $null
    try {
        $null = $Call.Shell.EndInvoke($Call.Handle)
    } catch {
        $failure = $_.Exception.InnerException.ErrorRecord
    }

    $streams = $Call.Shell.Streams
    Assert-NoKey @($failure; $streams.Error; $streams.Verbose; $streams.Debug; $streams.Warning; $streams.Information; $streams.Progress | Select-Object -Last 20)

    # A terminating error of a command ends its statement only. The script continues.
    [pscustomobject]@{
        Output      = @($Call.Output)
        Failure     = $failure ?? ($Call.Shell.Streams.Error | Select-Object -Last 1)
        Errors      = @($Call.Shell.Streams.Error)
        Verbose     = @($Call.Shell.Streams.Verbose | ForEach-Object Message)
        Warnings    = @($Call.Shell.Streams.Warning | ForEach-Object Message)
        Progress    = @($Call.Shell.Streams.Progress)
        Information = @($Call.Shell.Streams.Information)
    }
    $Call.Shell.Dispose()
}

function Stop-Call {
    <# Stops a started call, as Ctrl+C does, and returns the time that it took. #>
    param([Parameter(Mandatory)] $Call)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $stop = $Call.Shell.BeginStop($null, $null)
    $null = Wait-Until { $Call.Handle.IsCompleted -and $stop.IsCompleted } 30
    $clock.Elapsed
}

function Get-PwshPath {
    Join-Path $PSHOME ($IsWindows ? 'pwsh.exe' : 'pwsh')
}

function Invoke-ChildPwsh {
    <#
    Runs a script in a new pwsh process with an empty standard input. $module is the path of the manifest in this script,
    and the cmdlets don't wait for a rate limit. A null in -Environment removes the variable.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Script,
        [System.Collections.IDictionary] $Environment = @{},
        [string[]] $Option = @('-NoProfile', '-NonInteractive'),
        [string] $WorkingDirectory = $script:Folder,
        [int] $TimeoutSeconds = 300
    )

    $file = Join-Path ([IO.Path]::GetTempPath()) ('aicode-child-' + [guid]::NewGuid().ToString('n') + '.ps1')
    $text = "`$module = '$((Get-TestedModulePath).Replace("'", "''"))'`n`$ProgressPreference = 'SilentlyContinue'`n`$PSStyle.OutputRendering = 'PlainText'`n`$PSDefaultParameterValues['*-AiCo*:RequestsPerMinute'] = 10000`n$Script"
    Set-Content -LiteralPath $file -Value $text
    $start = [Diagnostics.ProcessStartInfo]::new((Get-PwshPath))
    foreach ($argument in $Option + @('-File', $file)) {
        $start.ArgumentList.Add($argument)
    }

    $start.WorkingDirectory = $WorkingDirectory
    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    foreach ($name in $Environment.Keys) {
        if ($null -eq $Environment[$name]) {
            $null = $start.Environment.Remove($name)
        } else {
            $start.Environment[$name] = $Environment[$name]
        }
    }

    try {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        $ended = $process.WaitForExit($TimeoutSeconds * 1000)
        if (-not $ended) {
            $process.Kill($true)
        }

        $process.WaitForExit()
        $child = [pscustomobject]@{
            Ended    = $ended
            ExitCode = $process.ExitCode
            Output   = $output.GetAwaiter().GetResult()
            Error    = $errors.GetAwaiter().GetResult()
            Elapsed  = $clock.Elapsed
        }
        Assert-NoKey $child.Output, $child.Error
        $child
    } finally {
        Remove-Item -LiteralPath $file -ErrorAction Ignore
    }
}

function Get-ChildResult {
    <# Runs a script in a new pwsh process, and returns its last line of output, converted from JSON. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Script,
        [System.Collections.IDictionary] $Environment = @{},
        [int] $TimeoutSeconds = 300
    )

    $child = Invoke-ChildPwsh -Script $Script -Environment $Environment -TimeoutSeconds $TimeoutSeconds
    $last = $child.Output.TrimEnd() -split '\r?\n' | Select-Object -Last 1
    if (-not $child.Ended -or -not $last) {
        throw "The session wrote no result (exited: $($child.Ended), exit code $($child.ExitCode)).`n$($child.Output)`n$($child.Error)"
    }

    $last | ConvertFrom-Json
}

function New-Assembly {
    <# Compiles C# to an assembly with the given name and version, with the compiler of PowerShell. #>
    param(
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [version] $Version,
        [Parameter(Mandatory)] [string] $Code,
        [Parameter(Mandatory)] [string] $Folder,
        [string[]] $Reference = @()
    )

    if (-not ('Microsoft.CodeAnalysis.CSharp.CSharpCompilation' -as [type])) {
        Add-Type -TypeDefinition 'public static class LoadsTheCompiler { }'
    }

    $null = New-Item -ItemType Directory -Path $Folder -Force
    $references = @(Get-ChildItem -LiteralPath (Join-Path $PSHOME 'ref') -Filter *.dll | ForEach-Object FullName) + $Reference |
        ForEach-Object { [Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile($_) }
    $tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText("[assembly: System.Reflection.AssemblyVersion(`"$Version`")]`n$Code")
    $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
        $Name,
        [Microsoft.CodeAnalysis.SyntaxTree[]]@($tree),
        [Microsoft.CodeAnalysis.MetadataReference[]]$references,
        [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new([Microsoft.CodeAnalysis.OutputKind]::DynamicallyLinkedLibrary))
    $path = Join-Path $Folder "$Name.dll"
    $stream = [IO.File]::Create($path)
    try {
        $result = $compilation.Emit($stream)
    } finally {
        $stream.Dispose()
    }

    if (-not $result.Success) {
        throw "$Name can't be compiled: $($result.Diagnostics -join "`n")"
    }

    $path
}

Export-ModuleMember -Function *
