@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Functions in the project's own scripts don't need -WhatIf.
        'PSUseShouldProcessForStateChangingFunctions'
        # Helper functions of the tests can have plural nouns, such as Compare-Records.
        'PSUseSingularNouns'
        # .editorconfig specifies UTF-8 without BOM. Windows PowerShell reads only those of these files that are ASCII.
        'PSUseBOMForUnicodeEncodedFile'
        # In Pester tests, one block sets variables that another block reads. The rule doesn't detect that.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}
