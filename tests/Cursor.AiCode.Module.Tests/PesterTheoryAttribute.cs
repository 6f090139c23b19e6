using Xunit;

namespace Cursor.AiCode.PowerShellTests;

/// <summary>A theory that needs pwsh with Pester; where either is missing it is skipped, and says why.</summary>
public sealed class PesterTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for pwsh and Pester.</summary>
    public PesterTheoryAttribute()
    {
        Skip = PowerShell.WhyNot;
        if (Skip is not null)
        {
            // The console shows names, and no reasons.
            DisplayName = $"The cmdlets in PowerShell, not tested: {Skip}";
        }
    }
}
