#Requires -Version 7.4
# Finds the PowerShell examples of a Markdown page, and runs them in new sessions with an emulator.
Set-StrictMode -Version Latest

Import-Module -Name (Join-Path $PSScriptRoot 'Providers.psm1')

function Get-Example {
    <# Gets the examples of a page with their expected output, and the reasons for those that are not run. #>
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
            Reason  = $NotRun | Where-Object { $code.Contains($_.Text) } | ForEach-Object Reason
        }
    }
}

function New-ExampleSession {
    <# Creates the folders of a user: the installed module, and the files and scripts that the examples use. #>
    param(
        [Parameter(Mandatory)] $Emulator,

        # Examples that a page saves as scripts are saved.
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

    Copy-Item -LiteralPath (Join-Path $PSScriptRoot 'RunExample.ps1') -Destination $folder
    [pscustomobject]@{ Folder = $folder; Jobs = $jobs; Modules = $modules; Emulator = $Emulator }
}

function Invoke-Example {
    <# Runs an example or a program with arguments in a new process, in the folder and environment of a session. #>
    param(
        [Parameter(Mandatory)] $Session,
        [Parameter(Mandatory)] [string] $Name,
        [Parameter(Mandatory)] [AllowEmptyString()] [string] $Code,
        [string] $Program = (Get-PwshPath),
        [string[]] $Argument
    )

    if (-not $Argument) {
        $script = Join-Path $Session.Folder "$Name.ps1"
        Set-Content -LiteralPath $script -Value $Code
        $Argument = '-NoProfile', '-NonInteractive', '-File', (Join-Path $Session.Folder 'RunExample.ps1'), $script
    }

    $info = [Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($item in $Argument) {
        $info.ArgumentList.Add($item)
    }

    $info.WorkingDirectory = $Session.Jobs
    $info.RedirectStandardInput = $info.RedirectStandardOutput = $info.RedirectStandardError = $true
    $info.Environment['PATH'] = $PSHOME + [IO.Path]::PathSeparator + $env:PATH

    # Other modules that an example uses: the installed modules, or the replacements.
    $info.Environment['PSModulePath'] = $Session.Modules, $env:PSModulePath, (Get-StandInPath) -join [IO.Path]::PathSeparator
    $info.Environment['XDG_DATA_HOME'] = Join-Path $Session.Folder "data-$Name"
    $info.Environment['NO_COLOR'] = '1'
    $info.Environment['EXAMPLE_KEY'] = $Session.Emulator.Key
    $info.Environment['EXAMPLE_JOBS'] = $Session.Jobs
    $info.Environment['CURSOR_API_BASEURI'] = $Session.Emulator.Uri

    # An example that prompts for the key has no key in the environment.
    if ($Code -notmatch 'Read-Host') {
        $info.Environment['CURSOR_API_KEY'] = $Session.Emulator.Key
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
        [Parameter(Mandatory)] $Session,
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Example
    )

    $code = $Example.Code
    $name = "line$($Example.Line)"
    # On Windows, the vault belongs to the account, so the tests don't change it. The replacement uses a test folder.
    $vault = $code -match 'Set-Secret|Get-SecretInfo'
    if ($IsWindows -and $vault -and (Get-Module -Name Microsoft.PowerShell.SecretStore -ListAvailable)) {
        Set-ItResult -Skipped -Because 'on Windows, it would change the vault of the account'
        return
    }

    # The store would prompt for the password of a new vault.
    if ($vault) {
        $prepare = "Get-SecretVault | Unregister-SecretVault`nReset-SecretStore -Authentication None -Interaction None -Force"
        if ($code -match 'Get-SecretInfo') {
            $prepare += @'

Register-SecretVault -Name SecretStore -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
Set-Secret -Name CursorApiKey -Secret $env:EXAMPLE_KEY
Set-Secret -Name CursorOld -Secret key_of_last_year
'@
        }

        (Invoke-Example $Session "vault-$name" $prepare).Errors | Should -BeNullOrEmpty
    }

    $result = Invoke-Example $Session $name $code
    $result.ExitCode | Should -Be 0
    $warnings = $result.Output -split '\r?\n' | Where-Object { $_ -like 'WARNING: *' }
    Test-ExampleResult $Example @{ Errors = $result.Errors; Output = $result.Output; Warnings = $warnings } -Key $Session.Emulator.Key -AsShown
}

function Test-ExampleResult {
    <# Tests that an example ran to its end, and with -AsShown that it wrote the output of its page, without warnings. #>
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
        $printed -like "$label*" | Should -Not -BeNullOrEmpty -Because "the page contains '$label', and the output is $($Result.Output)"
    }
}

function Invoke-AllExamples {
    <# Runs examples in one process under StrictMode, each in a separate runspace, and returns the results by page and line. #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseSingularNouns', '', Justification = 'They are run together.')]
    param(
        [Parameter(Mandatory)] $Session,
        [Parameter(Mandatory)] [System.Collections.IDictionary[]] $Example,
        [Parameter(Mandatory)] [string] $Culture
    )

    $file = Join-Path $Session.Folder 'examples.json'
    $Example | ForEach-Object { @{ Page = $_.Page; Line = $_.Line; Code = $_.Code } } | ConvertTo-Json -AsArray | Set-Content -LiteralPath $file
    $script = Join-Path $PSScriptRoot 'RunExamples.ps1'
    $arguments = '-NoProfile', '-NonInteractive', '-File', $script, $file, (Join-Path $Session.Folder 'RunExample.ps1')
    $env:EXAMPLE_CULTURE = $Culture
    try {
        $run = Invoke-Example $Session 'all' '' -Argument $arguments
    } finally {
        $env:EXAMPLE_CULTURE = $null
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
    <# Gets the parts of an output that don't depend on the records: the header of a table or the labels of a list. #>
    param([string] $Output)

    $lines = @($Output -split '\n' | Where-Object { $_ })
    if ($lines.Count -gt 1 -and $lines[1] -match '^[- ]+$') {
        ($lines[0] -replace '\s+', ' ').Trim()
    } else {
        $lines -replace '\s*:.*', ' :'
    }
}

Export-ModuleMember -Function Get-Example, New-ExampleSession, Invoke-Example, Invoke-AllExamples, Test-Example, Test-ExampleResult
