using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace Cursor.AiCode.Scale.Tests.Support;

/// <summary>A test that needs a program on PATH, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(string program, [CallerMemberName] string name = "")
    {
        Program = program;
        if (!ProgramRun.Has(program))
        {
            Skip = $"There is no {program} on PATH.";
            DisplayName = $"{name}, not tested: {Skip}";
        }
    }

    public string Program { get; }
}
