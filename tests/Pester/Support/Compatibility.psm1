#Requires -Version 7.4
# Checks a part of the PSScriptAnalyzer rules with the PowerShell parser, for machines without the analyzer.
Set-StrictMode -Version Latest

# The commands that the scripts of the project call: those of Windows PowerShell 5.1, of ScheduledTasks and of this module,
# and those of PSResourceGet, which are optional.
$script:KnownCommands = @(
    'Add-Content', 'Add-Type', 'ConvertFrom-Json', 'ConvertTo-Json', 'Copy-Item', 'Get-AuthenticodeSignature', 'Get-ChildItem', 'Get-Command'
    'Get-Content', 'Get-FileHash', 'Get-Help', 'Get-Item', 'Get-Module', 'Get-Process', 'Import-Csv', 'Import-Module', 'Import-PowerShellDataFile'
    'Join-Path', 'New-Item', 'New-Object', 'New-TimeSpan', 'Out-Host', 'Out-String', 'Remove-Item', 'Resolve-Path', 'Select-Object'
    'ForEach-Object', 'Set-AuthenticodeSignature', 'Set-Content', 'Set-StrictMode', 'Sort-Object', 'Split-Path', 'Start-Sleep', 'Test-Path'
    'Send-MailMessage', 'Update-TypeData', 'Where-Object', 'Write-Verbose', 'Write-Warning', 'dotnet', 'git'
    'Compress-PSResource', 'Get-PSResourceRepository', 'Publish-PSResource', 'Register-PSResourceRepository', 'Save-PSResource', 'Unregister-PSResourceRepository'
    'New-ScheduledTaskAction', 'New-ScheduledTaskSettingsSet', 'New-ScheduledTaskTrigger', 'Register-ScheduledTask'
    'Export-AiCodeCsv', 'Export-AiCodeReport', 'Get-AiCodeChange', 'Get-AiCommit', 'Import-AiCodeCsv', 'Measure-AiCode', 'Test-AiCodeConnection'
)

# Syntax that Windows PowerShell 5.1 does not support, by AST node.
$script:UnsupportedSyntax = [ordered]@{
    'a ternary operator'              = { $_ -is [System.Management.Automation.Language.TernaryExpressionAst] }
    'a pipeline chain'                = { $_ -is [System.Management.Automation.Language.PipelineChainAst] }
    'a null coalescing operator'      = { $_ -is [System.Management.Automation.Language.BinaryExpressionAst] -and $_.Operator -eq 'QuestionQuestion' }
    'a null coalescing assignment'    = { $_ -is [System.Management.Automation.Language.AssignmentStatementAst] -and $_.Operator -eq 'QuestionQuestionEquals' }
    'a null conditional access'       = { $_.psobject.Properties['NullConditional'] -and $_.NullConditional }
    'a generic method call'           = { $_ -is [System.Management.Automation.Language.InvokeMemberExpressionAst] -and $_.GenericTypeArguments }
    'a clean block'                   = { $_ -is [System.Management.Automation.Language.ScriptBlockAst] -and $_.CleanBlock }
    'a background operator'           = { $_.psobject.Properties['Background'] -and $_.Background }
    'an escape of PowerShell 6'       = { $_.psobject.Properties['StringConstantType'] -and $_.StringConstantType -like 'DoubleQuoted*' -and $_.Extent.Text -cmatch '(?<!`)(``)*`(e|u\{)' }
    'a number suffix of PowerShell 6' = { $_ -is [System.Management.Automation.Language.ConstantExpressionAst] -and $_ -isnot [System.Management.Automation.Language.StringConstantExpressionAst] -and $_.Extent.Text -match '^[\d.x_a-f]*\d(u[lsy]?|[sny])$' }
    'ForEach-Object -Parallel'        = { $_ -is [System.Management.Automation.Language.CommandParameterAst] -and $_.ParameterName -eq 'Parallel' }
}

# Violations of the Gallery rules, as far as the AST shows them.
$script:RuleViolations = [ordered]@{
    'an empty catch block' = { $_ -is [System.Management.Automation.Language.CatchClauseAst] -and -not $_.Body.Statements }
    'Invoke-Expression'    = { $_ -is [System.Management.Automation.Language.CommandAst] -and $_.GetCommandName() -in 'Invoke-Expression', 'iex' }
    'Write-Host'           = { $_ -is [System.Management.Automation.Language.CommandAst] -and $_.GetCommandName() -eq 'Write-Host' }
    'a plaintext password' = { $_ -is [System.Management.Automation.Language.CommandParameterAst] -and $_.ParameterName -eq 'AsPlainText' }
}

function Get-Incompatibility {
    <# Gets a line for each syntax and command in scripts that Windows PowerShell 5.1 does not support, or that violates a Gallery rule. #>
    param([string[]] $Path = @(), [string[]] $Text = @())

    $scripts = @($Path | ForEach-Object { @{ Name = Split-Path -Path $_ -Leaf; Code = Get-Content -LiteralPath $_ -Raw } }) + @($Text | ForEach-Object { @{ Name = 'text'; Code = $_ } })
    foreach ($script in $scripts) {
        $problems = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($script.Code, [ref] $null, [ref] $problems)
        $problems | ForEach-Object { "$($script.Name):$($_.Extent.StartLineNumber) $($_.Message)" }
        $nodes = @($tree.FindAll({ $true }, $true))
        $functions = @($nodes | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] } | ForEach-Object Name)
        foreach ($rules in $script:UnsupportedSyntax, $script:RuleViolations) {
            foreach ($name in $rules.Keys) {
                $nodes | Where-Object $rules[$name] | ForEach-Object { "$($script.Name):$($_.Extent.StartLineNumber) $name" }
            }
        }

        foreach ($call in $nodes | Where-Object { $_ -is [System.Management.Automation.Language.CommandAst] }) {
            $name = $call.GetCommandName()
            if ($name -and $name -notin $functions -and $name -notin $script:KnownCommands) {
                "$($script.Name):$($call.Extent.StartLineNumber) the command $name"
            }
        }
    }
}

Export-ModuleMember -Function Get-Incompatibility
