using System;
using Xunit;

namespace Cursor.AiCode.Scale.Tests.Support;

/// <summary>A test that needs a program on PATH, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(string program)
    {
        Program = program;
        Skip = ProgramRun.Has(program) ? null : $"There is no {program} on PATH.";
    }

    public string Program { get; }
}
