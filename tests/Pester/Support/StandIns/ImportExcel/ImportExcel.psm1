# A stand-in for ImportExcel, for machines that do not have it: the same commands and parameters, as far as the tests and
# the documentation use them, and the same rules for what a value becomes in a cell. Its files are no workbooks.

function ConvertTo-Cell($Value, [bool] $Convert) {
    $cell = @{ Value = $Value; Format = 'General'; Formula = '' }
    if ($Value -is [datetime]) {
        $cell.Value = $Value.ToOADate()
        $cell.Format = 'm/d/yy h:mm'
    } elseif ($Value -is [string] -and $Value.StartsWith('=')) {
        $cell.Value = $null
        $cell.Formula = $Value.Substring(1)
    } elseif ($null -ne $Value -and $Value -isnot [ValueType]) {
        # What is no number or time is text, and text that looks like a number becomes one.
        $number = 0.0
        $cell.Value = "$Value"
        if ($Convert -and [double]::TryParse($cell.Value, [Globalization.NumberStyles]::Any, [cultureinfo]::CurrentCulture, [ref] $number)) {
            $cell.Value = $number
        }
    }

    $cell
}

function Export-Excel {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, Mandatory)] [string] $Path,
        [Parameter(ValueFromPipeline)] $InputObject,
        [string] $WorksheetName = 'Sheet1',
        [string] $TableName,
        [string[]] $NoNumberConversion = @()
    )

    begin {
        if ($TableName -and $TableName -notmatch '^[\p{L}_]\w*$') {
            throw "'$TableName' is no name of a table."
        }

        $names = $null
        $rows = [System.Collections.Generic.List[object]]::new()
    }

    process {
        # The columns are the properties of the first object.
        $names ??= @($InputObject.psobject.Properties.Name)
        $rows.Add(@(foreach ($name in $names) { ConvertTo-Cell $InputObject.$name ($NoNumberConversion -notcontains $name) }))
    }

    end {
        $full = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
        @{ $WorksheetName = @{ Names = $names; Rows = @($rows | ForEach-Object { , $_ }) } } | Export-Clixml -LiteralPath $full -Depth 6
    }
}

function Open-ExcelPackage {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path)

    $sheets = @{}
    $book = Import-Clixml -LiteralPath $Path
    foreach ($name in $book.Keys) {
        $sheet = $book[$name]
        $cells = [object[, ]]::new($sheet.Rows.Count + 2, $sheet.Names.Count + 1)
        for ($column = 1; $column -le $sheet.Names.Count; $column++) {
            $cells[1, $column] = [pscustomobject]@{ Value = $sheet.Names[$column - 1] }
            for ($row = 2; $row -le $sheet.Rows.Count + 1; $row++) {
                $cell = $sheet.Rows[$row - 2][$column - 1]
                $cells[$row, $column] = [pscustomobject]@{
                    Value = $cell.Value; Text = "$($cell.Value)"; Formula = $cell.Formula; Style = @{ Numberformat = @{ Format = $cell.Format } }
                }
            }
        }

        $sheets[$name] = [pscustomobject]@{ Cells = $cells; Dimension = @{ End = @{ Row = $sheet.Rows.Count + 1; Column = $sheet.Names.Count } } }
    }

    [pscustomobject]@{ Workbook = @{ Worksheets = $sheets } }
}

function Close-ExcelPackage {
    [CmdletBinding()]
    param([Parameter(Mandatory)] $ExcelPackage, [switch] $NoSave)

    if (-not $NoSave) {
        throw "This does not save: $ExcelPackage"
    }
}

function Import-Excel {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [string] $WorksheetName = 'Sheet1')

    $sheet = (Import-Clixml -LiteralPath $Path)[$WorksheetName]
    foreach ($row in $sheet.Rows) {
        $record = [ordered]@{}
        for ($column = 0; $column -lt $sheet.Names.Count; $column++) {
            $record[$sheet.Names[$column]] = $row[$column].Value
        }

        [pscustomobject]$record
    }
}
