using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace Cursor.AiCode.Scale.Tests.Support;

/// <summary>A test that is skipped without a program on PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(string program, [CallerMemberName] string name = "")
    {
        Program = program;
        if (!ProgramRun.Has(program))
        {
            Skip = $"{program} isn't on PATH.";
            DisplayName = $"{name}, skipped: {Skip}";
        }
    }

    public string Program { get; }
}
