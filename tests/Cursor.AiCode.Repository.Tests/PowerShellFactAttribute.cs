using System.Runtime.CompilerServices;
using Xunit;

namespace Cursor.AiCode.Repository.Tests;

/// <summary>A test that needs a PowerShell on PATH, and says so where there is none.</summary>
public sealed class PowerShellFactAttribute : FactAttribute
{
    public PowerShellFactAttribute([CallerMemberName] string name = "")
    {
        if (!DemoRun.HasPowerShell)
        {
            Skip = "There is no pwsh on PATH.";
            DisplayName = $"{name}, not tested: {Skip}";
        }
    }
}
