using System;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>
/// An office's place on the clock. Offsets are fixed: daylight saving would tie the data to the
/// machine's time office tables.
/// </summary>
internal sealed class Office(string name, int offsetMinutes, int share)
{
    /// <summary>The company's offices, with each one's share of the developers.</summary>
    public static Office[] Offices() =>
    [
        new("Berlin", 60, 30),
        new("San Francisco", -480, 20),
        new("New York", -300, 14),
        new("Bengaluru", 330, 16),
        new("Tokyo", 540, 10),
        new("São Paulo", -180, 6),
        new("London", 0, 4),
    ];

    /// <summary>The office's city.</summary>
    public string Name { get; } = name;

    /// <summary>Minutes east of UTC.</summary>
    public int OffsetMinutes { get; } = offsetMinutes;

    /// <summary>Its share of the developers, in percent.</summary>
    public int Share { get; } = share;

    /// <summary>How much one developer here does around an instant: full in office hours, a little in evenings and at weekends.</summary>
    public double ActivityAt(long unixMilliseconds)
    {
        DateTime local = DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime.AddMinutes(OffsetMinutes);
        if (local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            return local.Hour is >= 10 and < 20 ? 0.03 : 0;
        }

        return local.Hour switch
        {
            < 7 => 0,
            7 => 0.1,
            8 => 0.5,
            12 => 0.45,
            < 18 => 1,
            18 => 0.4,
            < 23 => 0.08,
            _ => 0,
        };
    }
}
