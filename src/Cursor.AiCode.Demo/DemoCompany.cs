using System;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Demo;

/// <summary>The fictitious company of the demo. Its data, and therefore the output of the demo, is the same in every run.</summary>
internal static class DemoCompany
{
    /// <summary>The number of developers.</summary>
    public const int Developers = 12;

    /// <summary>The start of the data, in UTC.</summary>
    public static readonly DateTimeOffset Start = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The end of the data, in UTC.</summary>
    public static readonly DateTimeOffset End = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The options of the emulator, which uses a free port of this computer.</summary>
    public static EmulatorOptions Options { get; } = new()
    {
        Seed = 7,
        Developers = Developers,
        Changes = 1200,
        Days = (End - Start).Days,
        TimeProvider = new StoppedClock(),
    };

    // With the system clock, the data would end some milliseconds later in each run.
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => End;
    }
}
