using System;
using System.Reflection;
using System.Runtime.Versioning;
using Xunit;

namespace Cursor.AiCode.Tests;

public sealed class BuildTests
{
    [Theory]
    [InlineData(typeof(AiCodeClient))]
    [InlineData(typeof(AiCommit))]
    public void The_tests_run_against_the_expected_build_of_Core(Type type)
    {
        string framework = type.Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;
#if CORE_NETSTANDARD
        Assert.Equal(".NETStandard,Version=v2.0", framework);
#else
        Assert.Equal(".NETCoreApp,Version=v8.0", framework);
#endif
    }

    [Fact]
    public void Core_does_not_reference_PowerShell()
    {
        Assert.DoesNotContain(typeof(AiCodeClient).Assembly.GetReferencedAssemblies(), static name => name.Name!.StartsWith("System.Management", StringComparison.Ordinal));
    }
}
