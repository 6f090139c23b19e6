@{
    RootModule        = 'ImportExcel.psm1'
    ModuleVersion     = '0.0.1'
    GUID              = '0c3f2f0a-30a6-4f2e-9c2a-1a7f9d0e6a03'
    Description       = 'A replacement for tests.'
    FunctionsToExport = 'Export-Excel', 'Import-Excel', 'Open-ExcelPackage', 'Close-ExcelPackage', 'New-ExcelChartDefinition'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
