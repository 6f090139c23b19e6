using System;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>A test of what only Linux's root may do.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "Giving a file to another account takes root, on Linux.";
}
