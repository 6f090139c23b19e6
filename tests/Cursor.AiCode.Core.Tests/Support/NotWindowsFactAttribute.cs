using System;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A test that doesn't run on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotWindowsFactAttribute : FactAttribute
{
    public NotWindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Not on Windows." : null;
}

/// <summary>A theory that doesn't run on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotWindowsTheoryAttribute : TheoryAttribute
{
    public NotWindowsTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Not on Windows." : null;
}
