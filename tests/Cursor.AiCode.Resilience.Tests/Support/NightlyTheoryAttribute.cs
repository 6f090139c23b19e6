using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace Cursor.AiCode.Resilience.Tests.Support;

/// <summary>A test that takes minutes, and runs if AICODE_NIGHTLY is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NightlyTheoryAttribute : TheoryAttribute
{
    public NightlyTheoryAttribute([CallerMemberName] string name = "")
    {
        if (Environment.GetEnvironmentVariable("AICODE_NIGHTLY") != "1")
        {
            Skip = "Takes minutes. Set AICODE_NIGHTLY=1 to run it.";
            DisplayName = $"{name}, skipped: {Skip}";
        }
    }
}
