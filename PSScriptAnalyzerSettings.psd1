@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Functions of scripts that only the project itself runs: they have no -WhatIf of their own.
        'PSUseShouldProcessForStateChangingFunctions'
        # The same: a helper that compares records may say so.
        'PSUseSingularNouns'
        # .editorconfig says UTF-8 without a mark; Windows PowerShell reads none of these files but ASCII ones.
        'PSUseBOMForUnicodeEncodedFile'
        # Pester sets variables in one block that another reads, which the rule does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}
