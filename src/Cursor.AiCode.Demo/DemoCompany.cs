using System;
using Cursor.AiCode.Emulator;

namespace Cursor.AiCode.Demo;

/// <summary>The made-up company of the demo. Its data is the same in every run, so that so is what the demo prints.</summary>
internal static class DemoCompany
{
    /// <summary>The number of developers.</summary>
    public const int Developers = 12;

    /// <summary>Where its data begins; UTC.</summary>
    public static readonly DateTimeOffset Start = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Where its data ends; UTC.</summary>
    public static readonly DateTimeOffset End = new(2025, 7, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The server that holds it, on a free port of this machine.</summary>
    public static EmulatorOptions Options { get; } = new()
    {
        Seed = 7,
        Developers = Developers,
        Changes = 1200,
        Days = (End - Start).Days,
        TimeProvider = new StandingClock(),
    };

    // With a clock that ran on, the data would end some milliseconds later in each run.
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => End;
    }
}
