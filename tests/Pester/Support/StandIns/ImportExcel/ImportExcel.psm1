# A replacement for ImportExcel with the commands and parameters that the tests and the documentation use, and the same
# conversion of cell values, for machines without that module. Its files are not workbooks.

function ConvertTo-Cell($Value, [bool] $Convert, [bool] $Link) {
    <# Converts a value to that of a cell: a date, a number, a Boolean, a string or a formula, which starts with "=". #>
    if ($null -eq $Value -or $Value -is [ValueType]) {
        return $Value
    }

    if ($Link -and $Value -is [string] -and -not $Value.StartsWith('=') -and [uri]::IsWellFormedUriString($Value, [UriKind]::Absolute)) {
        return [uri]$Value
    }

    # Text that looks like a number is converted to a number.
    $text = $Value.ToString()
    $number = 0.0
    if ($Convert -and [double]::TryParse($text, [Globalization.NumberStyles]::Any, [cultureinfo]::CurrentCulture, [ref] $number)) {
        return $number
    }

    $text
}

function Export-Excel {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, Mandatory)] [string] $Path,
        [Parameter(ValueFromPipeline)] $InputObject,
        [string] $WorksheetName = 'Sheet1',
        [string] $TableName,
        [string[]] $NoNumberConversion = @(),
        [string[]] $NoHyperLinkConversion = @(),
        [switch] $AutoNameRange,
        [object[]] $ExcelChartDefinition = @()
    )

    begin {
        $null = $NoHyperLinkConversion, $AutoNameRange
        if ($TableName -and $TableName -notmatch '^[\p{L}_]\w*$') {
            throw "'$TableName' is not a valid table name."
        }

        $names = $null
        $rows = [System.Collections.Generic.List[object]]::new()
    }

    process {
        # The columns are the properties of the first object.
        $names ??= @($InputObject.psobject.Properties.Name)
        $row = [object[]]::new($names.Count)
        for ($column = 0; $column -lt $names.Count; $column++) {
            $row[$column] = ConvertTo-Cell $InputObject.($names[$column]) ($NoNumberConversion -notcontains '*' -and $NoNumberConversion -notcontains $names[$column]) ($NoHyperLinkConversion -notcontains '*' -and $NoHyperLinkConversion -notcontains $names[$column])
        }

        $rows.Add($row)
    }

    end {
        foreach ($chart in $ExcelChartDefinition) {
            foreach ($range in @($chart.XRange) + $chart.YRange) {
                if ($names -notcontains $range) {
                    throw "The chart has no column '$range'."
                }
            }
        }

        $full = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
        @{ $WorksheetName = @{ Names = $names; Rows = $rows.ToArray() } } | Export-Clixml -LiteralPath $full -Depth 6
    }
}

function New-ExcelChartDefinition {
    [CmdletBinding()]
    param([string] $ChartType, [string] $Title, [string] $XRange, [string[]] $YRange, [string[]] $SeriesHeader, [int] $Row, [int] $Column)

    [pscustomobject]$PSBoundParameters
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
                $value = $sheet.Rows[$row - 2][$column - 1]
                $formula = $value -is [string] -and $value.StartsWith('=')
                $cells[$row, $column] = [pscustomobject]@{
                    Value   = $formula ? $null : $value
                    Text    = $formula ? '' : "$value"
                    Hyperlink = $value -is [uri] ? $value : $null
                    Formula = $formula ? $value.Substring(1) : ''
                    Style   = @{ Numberformat = @{ Format = $value -is [datetime] ? 'm/d/yy h:mm' : 'General' } }
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
        throw "Saving is not supported: $ExcelPackage"
    }
}

function Import-Excel {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [string] $WorksheetName = 'Sheet1')

    $sheet = (Import-Clixml -LiteralPath $Path)[$WorksheetName]
    foreach ($row in $sheet.Rows) {
        $record = [ordered]@{}
        for ($column = 0; $column -lt $sheet.Names.Count; $column++) {
            $record[$sheet.Names[$column]] = $row[$column]
        }

        [pscustomobject]$record
    }
}
