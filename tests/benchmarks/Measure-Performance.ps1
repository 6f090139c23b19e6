#Requires -Version 7.4
<#
.SYNOPSIS
    Measures the module beside other ways to the same records, each in a PowerShell process of its own.
.DESCRIPTION
    Starts the emulator on this machine, and lets the contenders of each comparison run in turns (A B C A B C ...), so
    that a machine that is busy for a while is busy for all of them. What is compared are medians of one run. Each
    process measures its own action after its start, and says its own peak of memory; "MemoryMB" is that peak less the
    median peak of a PowerShell that does nothing.

    Build the solution first: dotnet build AiCodePs.sln -c Release
.PARAMETER Part
    What to measure; by default all but Scale.
      Start     importing the module, its first call, the way from an answer to the first object
      Get       Get-AiCommit and Get-AiCodeChange, the usual script, Import-Csv, and a cmdlet that only writes objects:
                through a pipeline in a new process, and into a variable in later calls
      Import    Import-AiCodeCsv and Import-Csv of the same file, through a pipeline and into a variable
      Measure   Measure-AiCode by repository, from the API and from a file, the Group-Object lines that it replaces, and
                DuckDB on the same file, if tests/Cursor.AiCode.Engine.Tests is built
      Export    Export-AiCodeCsv and curl, from a server as fast as it can be, and at 80 MB/s
      Scale     1,000,000 commits and 1,000,000 changes beside 10,000 of each, and a month of 10,000 developers:
                10,500,000 changes (2.6 GB on the disk). It takes minutes.
.PARAMETER Records
    The commits of Get and Import, and the changes; the changes of Export are eight times as many (50,000: about 100 MB).
.PARAMETER Rounds
    How often each contender runs.
.PARAMETER Small
    Few records, one round: to see that it runs, not how fast.
.EXAMPLE
    ./tests/benchmarks/Measure-Performance.ps1

    Measures all but the large scale, in a few minutes.
#>
[CmdletBinding()]
param(
    [ValidateSet('Start', 'Get', 'Import', 'Measure', 'Export', 'Scale')]
    [string[]] $Part = @('Start', 'Get', 'Import', 'Measure', 'Export'),
    [ValidateRange(1, 10000000)]
    [int] $Records = 50000,
    [ValidateRange(1, 1000)]
    [int] $Rounds = 5,
    [switch] $Small,
    [string] $Module = (Join-Path $PSScriptRoot '../../out/Cursor.AiCode/Cursor.AiCode.psd1'),
    [string] $Emulator
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$Module = (Resolve-Path -LiteralPath $Module).Path
if (-not $Emulator) {
    $built = 'Release', 'Debug' | ForEach-Object { Join-Path $PSScriptRoot "../../src/Cursor.AiCode.Emulator/bin/$_/net8.0/Cursor.AiCode.Emulator.dll" }
    $Emulator = $built | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
    if (-not $Emulator) { throw 'The emulator is not built: dotnet build AiCodePs.sln -c Release' }
}

if ($Small) {
    $Records = [Math]::Min($Records, 3000)
    $Rounds = 1
}

$large = if ($Small) { 6000 } else { 1000000 }
$month = if ($Small) { 12000 } else { 10500000 }
$few = if ($Small) { 1500 } else { 10000 }
$folder = Join-Path ([IO.Path]::GetTempPath()) "aicode-measure-$([guid]::NewGuid().ToString('N'))"
$servers = [Collections.Generic.List[Diagnostics.Process]]::new()
$pwsh = (Get-Process -Id $PID).Path

# What every contender's process begins with. The range is fixed, so that all of them ask for the same records.
$prologue = @'
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$uri = $env:CURSOR_API_BASEURI
$file = $env:AICODE_FILE
$range = @{ StartDate = $env:AICODE_START; EndDate = $env:AICODE_END }
$quick = @{ RequestsPerMinute = 10000 }
function Get-UsualScript([string] $Kind, [int] $PageSize) {
    $token = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("$($env:CURSOR_API_KEY):"))
    $page = 1
    do {
        $query = "startDate=$($env:AICODE_START)&endDate=$($env:AICODE_END)&page=$page&pageSize=$PageSize"
        $answer = Invoke-RestMethod "$uri/analytics/ai-code/${Kind}?$query" -Headers @{ Authorization = "Basic $token" }
        $answer.items
        $page++
    } while ($answer.items.Count -eq $PageSize)
}
function Invoke-Curl([string] $Kind) {
    & curl --silent --show-error --fail --user "$($env:CURSOR_API_KEY):" --output $file "$uri/analytics/ai-code/${Kind}.csv?startDate=$($env:AICODE_START)&endDate=$($env:AICODE_END)"
    if ($LASTEXITCODE -ne 0) { throw "curl ended with $LASTEXITCODE." }
}
'@

function Start-Emulator([int] $Commits, [int] $Changes, [double] $Megabytes) {
    $ready = Join-Path $folder "ready-$($servers.Count)"
    $options = 'exec', $Emulator, '--key', 'YOUR_API_KEY', '--limit', '0', '--days', '30', '--now', '2025-07-31T00:00:00Z',
        '--commits', $Commits, '--changes', $Changes, '--ready-file', $ready
    if ($Megabytes -gt 0) { $options += '--throttle', $Megabytes }
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]]$options)
    $start.RedirectStandardOutput = $true
    $servers.Add([Diagnostics.Process]::Start($start))
    $deadline = [DateTime]::UtcNow.AddSeconds(60)
    while (-not (Test-Path -LiteralPath $ready)) {
        if ([DateTime]::UtcNow -gt $deadline -or $servers[-1].HasExited) { throw 'The emulator did not start.' }
        Start-Sleep -Milliseconds 50
    }

    (Get-Content -LiteralPath $ready).Trim()
}

# One process: it says how long its action took, what the action gave, and the most memory that it ever held.
function Measure-Process([string] $Uri, [string] $Prepare, [string] $Action, [string] $File = (Join-Path $folder 'records.csv')) {
    $script = @(
        $prologue
        $Prepare
        '$clock = [Diagnostics.Stopwatch]::StartNew()'
        "`$result = & { $Action }"
        '$milliseconds = $clock.Elapsed.TotalMilliseconds'
        '$peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64'
        '[Console]::Out.WriteLine((ConvertTo-Json -Compress @{ Milliseconds = $milliseconds; Result = $result; Peak = $peak }))'
    ) -join "`n"
    $start = [Diagnostics.ProcessStartInfo]::new($pwsh, [string[]]('-NoProfile', '-NonInteractive', '-Command', $script))
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.Environment['CURSOR_API_BASEURI'] = $Uri
    $start.Environment['CURSOR_API_KEY'] = 'YOUR_API_KEY'
    $start.Environment['AICODE_MODULE'] = $Module
    $start.Environment['AICODE_FILE'] = $File
    $start.Environment['AICODE_START'] = '2025-07-01T00:00:00Z'
    $start.Environment['AICODE_END'] = '2025-07-31T00:00:00Z'
    $start.Environment['XDG_DATA_HOME'] = $folder
    $start.Environment['POWERSHELL_UPDATECHECK'] = 'Off'
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    $process = [Diagnostics.Process]::Start($start)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "A contender failed: $($errors.Result)`n$Action" }
    $output.Trim() -split "`n" | Select-Object -Last 1 | ConvertFrom-Json
}

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $middle = [int][Math]::Floor(@($sorted).Count / 2)
    if (@($sorted).Count % 2) { @($sorted)[$middle] } else { (@($sorted)[$middle - 1] + @($sorted)[$middle]) / 2 }
}

# The contenders in turns. The first is the measure of the others: "Times" says how many times as long each took.
function Compare-Contender([string] $Name, [object[]] $Contenders, [int] $Rounds = $script:Rounds) {
    $runs = @{}
    for ($round = 1; $round -le $Rounds; $round++) {
        foreach ($contender in $Contenders) {
            Write-Progress -Activity $Name -Status "$($contender.Name), round $round of $Rounds"
            $runs[$contender.Name] += , (Measure-Process $contender.Uri $contender.Prepare $contender.Action)
        }
    }

    Write-Progress -Activity $Name -Completed
    $first = Get-Median $runs[$Contenders[0].Name].Milliseconds
    foreach ($contender in $Contenders) {
        $own = $runs[$contender.Name]
        $median = Get-Median $own.Milliseconds
        [pscustomobject]@{
            PSTypeName   = 'AiCodeMeasurement'
            Comparison   = $Name
            Contender    = $contender.Name
            Records      = $own[0].Result
            Milliseconds = [Math]::Round($median, 1)
            Fastest      = [Math]::Round(($own.Milliseconds | Measure-Object -Minimum).Minimum, 1)
            Slowest      = [Math]::Round(($own.Milliseconds | Measure-Object -Maximum).Maximum, 1)
            Times        = [Math]::Round($median / $first, 2)
            MemoryMB     = [Math]::Round(((Get-Median $own.Peak) - $script:startedPeak) / 1e6, 1)
        }
    }
}

function New-Contender([string] $Name, [string] $Uri, [string] $Action, [string] $Prepare = '') {
    [pscustomobject]@{ Name = $Name; Uri = $Uri; Action = $Action; Prepare = $Prepare }
}

$import = 'Import-Module $env:AICODE_MODULE'
$getCommits = '(Get-AiCommit @range @quick | Measure-Object).Count'
$getChanges = '(Get-AiCodeChange @range @quick | Measure-Object).Count'
$exportCommits = 'Export-AiCodeCsv $file -Kind Commit @range @quick'
$exportChanges = 'Export-AiCodeCsv $file -Kind Change @range @quick'

# A call that reads a page and one that reads a CSV: what comes after them has been compiled, loaded and connected.
$warm = "$import`n`$null = Get-AiCommit @range @quick -First 1; `$null = Get-AiCommit -StartDate 2025-07-29T00:00Z -EndDate 2025-07-31T00:00Z @quick -Transport Csv"

# What PowerShell itself takes to hand on so many objects, in a process that has not done so before. It is compiled in a process of its own,
# since PowerShell loads beforehand what the process before had to load.
$bare = @'
Add-Type -OutputAssembly $file -TypeDefinition 'using System.Management.Automation; [Cmdlet("Write", "Object")] public class WriteObjectCommand : Cmdlet { [Parameter(Position = 0)] public int Count { get; set; } protected override void ProcessRecord() { for (int i = 0; i < Count; i++) { WriteObject(new object()); } } }'
'@

function Measure-Start([string] $Uri) {
    Compare-Contender 'Start' @(
        New-Contender 'Import-Module' $Uri "$import; 0"
        New-Contender 'First call: Get-AiCommit -First 1' $Uri '@(Get-AiCommit @range @quick -First 1).Count' $import
        New-Contender 'Second call' $Uri '@(Get-AiCommit @range @quick -First 1).Count' $warm
        New-Contender 'First call: Export-AiCodeCsv' $Uri 'Export-AiCodeCsv $file -Kind Commit -StartDate 2025-07-30T22:00Z -EndDate 2025-07-31T00:00Z @quick; 0' $import
        New-Contender 'Second call: Export-AiCodeCsv' $Uri 'Export-AiCodeCsv $file -Kind Commit -StartDate 2025-07-30T22:00Z -EndDate 2025-07-31T00:00Z @quick; 0' "$import; Export-AiCodeCsv `$file -Kind Commit -StartDate 2025-07-30T22:00Z -EndDate 2025-07-31T00:00Z @quick"
    )

    # The answer's own time is that of the same page by the plain client of .NET, over a connection that is open, too.
    $page = '$client = [Net.Http.HttpClient]::new(); $client.DefaultRequestHeaders.Add("Authorization", "Basic " + [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("YOUR_API_KEY:"))); $address = "$uri/analytics/ai-code/commits?startDate=$($env:AICODE_START)&endDate=$($env:AICODE_END)&page=1&pageSize=1000"'
    $fetch = '$client.GetByteArrayAsync($address).GetAwaiter().GetResult().Length'
    Compare-Contender 'First object of a page of 1,000, warm' @(
        New-Contender 'The answer alone' $Uri "$fetch" "$page; 1..5 | ForEach-Object { `$null = $fetch }"
        New-Contender 'Get-AiCommit | Select-Object -First 1' $Uri '(Get-AiCommit @range @quick | Select-Object -First 1 | Measure-Object).Count' "$warm; 1..5 | ForEach-Object { `$null = Get-AiCommit @range @quick | Select-Object -First 1 }"
    )
}

function Measure-Get([string] $Uri) {
    $csv = Join-Path $folder 'commits.csv'
    $writer = Join-Path $folder 'WriteObject.dll'
    $null = Measure-Process $Uri '' $bare $writer
    $null = Measure-Process $Uri '' 'Invoke-Curl commits; 0' $csv
    Compare-Contender 'Get, commits' @(
        New-Contender 'Get-AiCommit' $Uri $getCommits $import
        New-Contender 'The usual script, pages of 1,000' $Uri '(Get-UsualScript commits 1000 | Measure-Object).Count'
        New-Contender 'Import-Csv of the same records' $Uri "(Import-Csv -LiteralPath '$csv' | Measure-Object).Count"
        New-Contender 'A cmdlet that only writes objects' $Uri "(Write-Object $Records | Measure-Object).Count" "Import-Module '$writer'"
    )

    # What a session has once it has asked before: neither compiling, nor what PowerShell takes to hand on objects. One
    # call, and four, since the memory of one is collected during the next. Of a million records, the others would take
    # 22 GB.
    if ($Records -le 100000) {
        $again = @(
            @('Get-AiCommit', $import, 'Get-AiCommit @range @quick'),
            @('The usual script, pages of 1,000', '', 'Get-UsualScript commits 1000'),
            @('Import-Csv of the same records', '', "Import-Csv -LiteralPath '$csv'")
        )
        foreach ($calls in @('the second call', '2..2'), @('calls 2 to 5', '2..5')) {
            Compare-Contender "Get, commits, into a variable, $($calls[0])" @(
                foreach ($contender in $again) {
                    $call = "`$records = $($contender[2])"
                    New-Contender $contender[0] $Uri "$($calls[1]) | ForEach-Object { $call }; `$records.Count" "$($contender[1]); $call"
                }
            )
        }
    }

    Compare-Contender 'Get, changes' @(
        New-Contender 'Get-AiCodeChange' $Uri $getChanges $import
        New-Contender 'The usual script, pages of 1,000' $Uri '(Get-UsualScript changes 1000 | Measure-Object).Count'
    )
}

function Measure-Import([string] $Uri) {
    $csv = Join-Path $folder 'import.csv'
    $writer = Join-Path $folder 'WriteObject.dll'
    $null = Measure-Process $Uri '' 'Invoke-Curl commits; 0' $csv
    if (-not (Test-Path -LiteralPath $writer)) { $null = Measure-Process $Uri '' $bare $writer }
    Compare-Contender 'Import, commits' @(
        New-Contender 'Import-AiCodeCsv' $Uri "(Import-AiCodeCsv -LiteralPath '$csv' | Measure-Object).Count" $import
        New-Contender 'Import-Csv' $Uri "(Import-Csv -LiteralPath '$csv' | Measure-Object).Count"
        New-Contender 'A cmdlet that only writes objects' $Uri "(Write-Object $Records | Measure-Object).Count" "Import-Module '$writer'"
    )

    # Of a million records, Import-Csv takes 4.4 GB.
    if ($Records -le 100000) {
        Compare-Contender 'Import, commits, into a variable' @(
            New-Contender 'Import-AiCodeCsv' $Uri "`$records = Import-AiCodeCsv -LiteralPath '$csv'; `$records.Count" $import
            New-Contender 'Import-Csv' $Uri "`$records = Import-Csv -LiteralPath '$csv'; `$records.Count"
        )
    }
}

# The lines that Measure-AiCode replaces: the newest record of each commit, and the sums of each repository.
$groupObject = @'
    $commits = Get-AiCommit @range @quick | Group-Object CommitHash, RepoName, UserId | ForEach-Object { $_.Group | Sort-Object CreatedAt | Select-Object -Last 1 }
    @($commits | Group-Object RepoName | ForEach-Object {
        $added, $ai = ($_.Group | Measure-Object TotalLinesAdded, AiLinesAdded -Sum).Sum
        [pscustomobject]@{ Repository = $_.Name; Commits = $_.Count; Added = [int]$added; AI = [int]$ai; Percent = if ($added) { [int](100 * $ai / $added) } }
    } | Sort-Object Added -Descending).Count
'@

# DuckDB with the same result, in this process, as its assembly is in the folder of the tests that use it.
$duckDb = @'
    $command = $connection.CreateCommand()
    $command.CommandText = @"
SELECT count(*), max(commits), max(added), max(ai) FROM (
  SELECT repo_name, count(*) AS commits, sum(total_lines_added) AS added, sum(tab_lines_added + composer_lines_added) AS ai FROM (
    SELECT *, row_number() OVER (PARTITION BY commit_hash, repo_name, lower(coalesce(user_email, user_id)) ORDER BY created_at DESC) AS newest FROM '$file')
  WHERE newest = 1 GROUP BY repo_name)
"@
    [int]$command.ExecuteScalar()
'@

function Measure-Summary([string] $Uri) {
    $csv = Join-Path $folder 'commits.csv'
    $null = Measure-Process $Uri '' 'Invoke-Curl commits; 0' $csv
    $contenders = @(
        New-Contender 'Measure-AiCode from the file' $Uri "@(Measure-AiCode -Path '$csv' -By Repository).Count" $import
        New-Contender 'Measure-AiCode from the API' $Uri '@(Measure-AiCode -Kind Commit -By Repository @range @quick).Count' $import
    )

    $engine = Get-ChildItem -Path (Join-Path $PSScriptRoot '../Cursor.AiCode.Engine.Tests/bin/*/net8.0/DuckDB.NET.Data.dll') | Select-Object -First 1
    if ($engine) {
        $platform = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier -replace '-musl'
        $native = Get-ChildItem -Path (Join-Path $engine.DirectoryName "runtimes/$platform/native") -Filter *duckdb* -Recurse | Select-Object -First 1
        $prepare = @"
`$null = [Runtime.InteropServices.NativeLibrary]::Load('$($native.FullName)')
Add-Type -Path '$(Join-Path $engine.DirectoryName 'DuckDB.NET.Bindings.dll')', '$($engine.FullName)'
`$connection = [DuckDB.NET.Data.DuckDBConnection]::new('DataSource=:memory:')
`$connection.Open()
"@
        $contenders += New-Contender 'DuckDB on the file' $Uri ($duckDb.Replace('$file', $csv)) $prepare
    }

    # They take 0.16 ms for each commit, and 22 GB for a million.
    if ($Records -le 100000) {
        $contenders += New-Contender 'Group-Object' $Uri $groupObject $import
    }

    Compare-Contender 'Measure, commits by repository' $contenders
}

function Measure-Export([string] $Uri, [string] $Throttled) {
    foreach ($server in @($Uri, 'as fast as it can be'), @($Throttled, 'at 80 MB/s')) {
        Compare-Contender "Export, changes, server $($server[1])" @(
            New-Contender 'curl' $server[0] 'Invoke-Curl changes; (Get-Item $file).Length'
            New-Contender 'Export-AiCodeCsv' $server[0] "$exportChanges; (Get-Item `$file).Length" $import
        )
    }
}

function Measure-Scale([string] $Few, [string] $Many, [string] $Month) {
    $actions = [ordered]@{ 'Get-AiCommit' = $getCommits; 'Get-AiCodeChange' = $getChanges; 'Export-AiCodeCsv commits' = "$exportCommits; (Get-Item `$file).Length"; 'Export-AiCodeCsv changes' = "$exportChanges; (Get-Item `$file).Length" }
    foreach ($name in $actions.Keys) {
        Compare-Contender "Scale, $name" -Rounds 1 @(
            New-Contender 'few' $Few $actions[$name] $import
            New-Contender 'many' $Many $actions[$name] $import
        )
    }

    Compare-Contender 'Scale, a month of 10,000 developers' -Rounds 1 @(
        New-Contender 'curl' $Month 'Invoke-Curl changes; (Get-Item $file).Length'
        New-Contender 'Export-AiCodeCsv changes' $Month "$exportChanges; (Get-Item `$file).Length" $import
    )
}

$null = New-Item -ItemType Directory -Path $folder
try {
    $script:startedPeak = Get-Median @(1..[Math]::Max(3, $Rounds) | ForEach-Object { (Measure-Process 'http://127.0.0.1' '' '0').Peak })
    $results = @(
        if ($Part -contains 'Start' -or $Part -contains 'Get' -or $Part -contains 'Import' -or $Part -contains 'Measure') { $get = Start-Emulator $Records $Records }
        if ($Part -contains 'Start') { Measure-Start $get }
        if ($Part -contains 'Get') { Measure-Get $get }
        if ($Part -contains 'Import') { Measure-Import $get }
        if ($Part -contains 'Measure') { Measure-Summary $get }
        if ($Part -contains 'Export') { Measure-Export (Start-Emulator 10 ($Records * 8)) (Start-Emulator 10 ($Records * 8) 80) }
        if ($Part -contains 'Scale') { Measure-Scale (Start-Emulator $few $few) (Start-Emulator $large $large) (Start-Emulator 10 $month) }
    )
    $results
}
finally {
    foreach ($server in $servers) {
        if (-not $server.HasExited) { $server.Kill() }
        $server.Dispose()
    }

    Remove-Item -LiteralPath $folder -Recurse -Force
}
