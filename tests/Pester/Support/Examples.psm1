#Requires -Version 7.4
# The PowerShell examples of a page of markdown: found, and run in a new session against an emulator, as a reader would.
Set-StrictMode -Version Latest

Import-Module -Name (Join-Path $PSScriptRoot 'Providers.psm1')

function Get-Example {
    <# The examples of a page, with what it shows that they print, and why those that are not run are not. #>
    param(
        [Parameter(Mandatory)] [string] $Path,
        [System.Collections.IDictionary[]] $NotRun = @()
    )

    $page = (Get-Content -LiteralPath $Path -Raw) -replace "`r`n", "`n"
    foreach ($match in [regex]::Matches($page, '(?ms)^```powershell\n(.*?)\n```$(?:\n\n```Output\n(.*?)\n```$)?')) {
        $code = $match.Groups[1].Value
        $before = $page.Substring(0, $match.Index)
        @{
            Page    = Split-Path -Path $Path -Leaf
            Code    = $code
            Output  = $match.Groups[2].Value
            Line    = $before.Split("`n").Count + 1
            First   = $code.Split("`n")[0].Trim()
            SaveAs  = [regex]::Match($before, 'Save it as `?([\w-]+\.ps1)`?:\n\n$').Groups[1].Value
            Why     = $NotRun | Where-Object { $code.Contains($_.Contains) } | ForEach-Object Why
        }
    }
}

function New-Reader {
    <# A reader's machine: the module is installed, a team has a list, and nothing else is there. #>
    param(
        [Parameter(Mandatory)] $Emulator,

        # The scripts that the page has its reader save are saved.
        [Parameter(Mandatory)] [System.Collections.IDictionary[]] $Example
    )

    $folder = New-TestFolder
    $modules = Join-Path $folder 'modules'
    $null = New-Item -ItemType Directory -Path $modules
    Copy-Item -LiteralPath (Split-Path (Get-TestedModulePath)) -Destination (Join-Path $modules 'Cursor.AiCode') -Recurse
    $jobs = Join-Path $folder 'jobs'
    $null = New-Item -ItemType Directory -Path (Join-Path $jobs 'out')
    Copy-Item -LiteralPath (Split-Path (Get-TestedModulePath)) -Destination (Join-Path $jobs 'out/Cursor.AiCode') -Recurse
    Set-Content -LiteralPath (Join-Path $jobs 'team.csv') -Value 'Name,Email', 'One,developer@company.com'
    Set-Content -LiteralPath (Join-Path $jobs 'teams.csv') -Value 'Email,Team', 'developer@company.com,Platform', 'nobody@company.com,Web'
    # A repository with one file, for the examples that use Git.
    if (Get-Command -Name git -CommandType Application -ErrorAction Ignore) {
        $null = New-Item -ItemType Directory -Path (Join-Path $jobs 'src')
        Set-Content -LiteralPath (Join-Path $jobs 'src/report.ts') -Value "import { sum } from './sum';", '', 'export const report = sum;'
        git -C $jobs init --quiet
        git -C $jobs add src
        git -C $jobs -c user.name=One -c user.email=developer@company.com -c commit.gpgsign=false commit --quiet --message 'Add the report'
    }

    foreach ($script in $Example | Where-Object SaveAs) {
        Set-Content -LiteralPath (Join-Path $jobs $script.SaveAs) -Value $script.Code
    }

    Copy-Item -LiteralPath (Join-Path $PSScriptRoot 'Reader.ps1') -Destination $folder
    [pscustomobject]@{ Folder = $folder; Jobs = $jobs; Modules = $modules; Emulator = $Emulator }
}

function Invoke-Reader {
    <# Runs an example in a new session: a program with arguments, in the reader's folder and environment. #>
    param(
        [Parameter(Mandatory)] $Reader,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Code,
        [string] $Program = (Get-PwshPath),
        [string[]] $Argument
    )

    if (-not $Argument) {
        $script = Join-Path $Reader.Folder "$Name.ps1"
        Set-Content -LiteralPath $script -Value $Code
        $Argument = '-NoProfile', '-NonInteractive', '-File', (Join-Path $Reader.Folder 'Reader.ps1'), $script
    }

    $info = [Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($one in $Argument) {
        $info.ArgumentList.Add($one)
    }

    $info.WorkingDirectory = $Reader.Jobs
    $info.RedirectStandardInput = $info.RedirectStandardOutput = $info.RedirectStandardError = $true
    $info.Environment['PATH'] = $PSHOME + [IO.Path]::PathSeparator + $env:PATH

    # Modules of others that an example uses: those that are installed, and stand-ins for the rest.
    $info.Environment['PSModulePath'] = $Reader.Modules, $env:PSModulePath, (Get-StandInPath) -join [IO.Path]::PathSeparator
    $info.Environment['XDG_DATA_HOME'] = Join-Path $Reader.Folder "data-$Name"
    $info.Environment['NO_COLOR'] = '1'
    $info.Environment['READER_KEY'] = $Reader.Emulator.Key
    $info.Environment['READER_JOBS'] = $Reader.Jobs
    $info.Environment['CURSOR_API_BASEURI'] = $Reader.Emulator.Uri

    # An example that gives the key itself finds none; the others find one, as the page says.
    if ($Code -notmatch 'Read-Host') {
        $info.Environment['CURSOR_API_KEY'] = $Reader.Emulator.Key
    }

    $process = [Diagnostics.Process]::Start($info)
    $process.StandardInput.Close()
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output; Errors = $errors.Result }
}

function Test-Example {
    <# Runs an example in a separate session, as written, and tests its result. #>
    param(
        [Parameter(Mandatory)] $Reader,
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Example
    )

    $code = $Example.Code
    $name = "line$($Example.Line)"
    # A vault on Windows belongs to the account, so the tests don't change it. That of the stand-in is in the tests' folder.
    $vault = $code -match 'Set-Secret|Get-SecretInfo'
    if ($IsWindows -and $vault -and (Get-Module -Name Microsoft.PowerShell.SecretStore -ListAvailable)) {
        Set-ItResult -Skipped -Because 'on Windows, it would change the vault of who runs the tests'
        return
    }

    # The store would prompt for the password of a new vault.
    if ($vault) {
        $prepare = "Get-SecretVault | Unregister-SecretVault`nReset-SecretStore -Authentication None -Interaction None -Force"
        if ($code -match 'Get-SecretInfo') {
            $prepare += @'

Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Set-Secret -Name CursorApiKey -Secret $env:READER_KEY
Set-Secret -Name CursorOld -Secret key_of_last_year
'@
        }

        (Invoke-Reader $Reader "vault-$name" $prepare).Errors | Should -BeNullOrEmpty
    }

    $result = Invoke-Reader $Reader $name $code
    $result.ExitCode | Should -Be 0
    $warnings = $result.Output -split '\r?\n' | Where-Object { $_ -like 'WARNING: *' }
    Test-ExampleResult $Example @{ Errors = $result.Errors; Output = $result.Output; Warnings = $warnings } -Key $Reader.Emulator.Key -AsShown
}

function Test-ExampleResult {
    <# Tests that an example ran to its end, and with -AsShown that it printed what its page shows, without a warning. #>
    param(
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Example,
        [Parameter(Mandatory)] $Result,
        [Parameter(Mandatory)] [string] $Key,
        [switch] $AsShown
    )

    $Result.Errors | Should -BeNullOrEmpty
    $Result.Output | Should -Match 'The example ended\.\s*$'
    $Result.Output | Should -Not -BeLike "*$Key*"
    if (-not $AsShown) {
        return
    }

    $Result.Warnings | Where-Object { $_ -notmatch 'ImportExcel|!!This operation' } | Should -BeNullOrEmpty
    $printed = $Result.Output -split '\r?\n' | ForEach-Object { ($_ -replace '\s+', ' ').Trim() }
    foreach ($label in Get-Label $Example.Output) {
        $printed -like "$label*" | Should -Not -BeNullOrEmpty -Because "the page shows '$label', and the example prints $($Result.Output)"
    }
}

function Invoke-AllExamples {
    <# Runs examples in one process under StrictMode, each in a separate runspace, and returns the results by page and line. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '', Justification = 'They are run together.')]
    param(
        [Parameter(Mandatory)] $Reader,
        [Parameter(Mandatory)] [System.Collections.IDictionary[]] $Example,
        [Parameter(Mandatory)] [string] $Culture
    )

    $file = Join-Path $Reader.Folder 'examples.json'
    $Example | ForEach-Object { @{ Page = $_.Page; Line = $_.Line; Code = $_.Code } } | ConvertTo-Json -AsArray | Set-Content -LiteralPath $file
    $script = Join-Path $PSScriptRoot 'AllExamples.ps1'
    $arguments = '-NoProfile', '-NonInteractive', '-File', $script, $file, (Join-Path $Reader.Folder 'Reader.ps1')
    $env:READER_CULTURE = $Culture
    try {
        $run = Invoke-Reader $Reader 'all' '' -Argument $arguments
    } finally {
        $env:READER_CULTURE = $null
    }

    $run.Errors | Should -BeNullOrEmpty
    $results = @{}
    foreach ($line in $run.Output -split '\r?\n' | Where-Object { $_ -like '{*' }) {
        $result = $line | ConvertFrom-Json
        $results["$($result.Page):$($result.Line)"] = $result
    }

    $results
}

function Get-Label {
    <# What stays the same in an output with other records: the head of a table, the labels of a list. #>
    param([string] $Output)

    $lines = @($Output -split '\n' | Where-Object { $_ })
    if ($lines.Count -gt 1 -and $lines[1] -match '^[- ]+$') {
        ($lines[0] -replace '\s+', ' ').Trim()
    } else {
        $lines -replace '\s*:.*', ' :'
    }
}

Export-ModuleMember -Function Get-Example, New-Reader, Invoke-Reader, Invoke-AllExamples, Test-Example, Test-ExampleResult
