using System;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A test that requires root on Linux.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "Requires root on Linux, to change the owner of a file.";
}
