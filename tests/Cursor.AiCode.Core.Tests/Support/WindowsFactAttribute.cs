using System;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A test that runs on Windows only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WindowsFactAttribute : FactAttribute
{
    public WindowsFactAttribute() => Skip = OperatingSystem.IsWindows() ? null : "Only on Windows.";
}
