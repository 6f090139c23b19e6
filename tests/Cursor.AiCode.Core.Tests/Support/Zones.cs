using System;
using Xunit;

namespace Cursor.AiCode.Tests.Support;

/// <summary>Tests that change the time zone of the process run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Zones
{
    public const string Name = "time zones";

    private const string Variable = "TZ";

    /// <summary>Makes a zone that of the process, until it is disposed of. Not on Windows, which knows no such variable.</summary>
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
