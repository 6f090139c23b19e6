using System;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Tests that change the time zone of the process don't run in parallel with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Zones
{
    public const string Name = "time zones";

    private const string Variable = "TZ";

    /// <summary>Sets the time zone of the process until the result is disposed. Windows doesn't support the variable.</summary>
    public static IDisposable Use(string name)
    {
        string? before = Environment.GetEnvironmentVariable(Variable);
        Set(name);
        return new Undo(() => Set(before));
    }

    private static void Set(string? name)
    {
        Environment.SetEnvironmentVariable(Variable, name);
        TimeZoneInfo.ClearCachedData();
    }
}
