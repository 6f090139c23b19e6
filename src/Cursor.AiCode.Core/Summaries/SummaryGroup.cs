using System;

namespace Cursor.AiCode.Summaries;

/// <summary>
/// The values by which records are grouped: numbers of texts and users, and the first day of the period. A property that
/// isn't grouped by has the number of a missing one.
/// </summary>
internal readonly struct SummaryGroup : IEquatable<SummaryGroup>
{
    /// <summary>The first day of the period, as <see cref="PeriodCalendar"/> numbers it.</summary>
    public int Period { get; init; }

    /// <summary>The repository.</summary>
    public int Repository { get; init; }

    /// <summary>The branch.</summary>
    public int Branch { get; init; }

    /// <summary>The user.</summary>
    public int User { get; init; }

    /// <summary>The team.</summary>
    public int Team { get; init; }

    /// <summary>The source.</summary>
    public int Source { get; init; }

    /// <summary>The model.</summary>
    public int Model { get; init; }

    /// <summary>The file extension.</summary>
    public int Extension { get; init; }

    public bool Equals(SummaryGroup other) =>
        Period == other.Period && Repository == other.Repository && Branch == other.Branch && User == other.User &&
        Team == other.Team && Source == other.Source && Model == other.Model && Extension == other.Extension;

    public override bool Equals(object? obj) => obj is SummaryGroup other && Equals(other);

    public override int GetHashCode()
    {
        unchecked
        {
            const int Factor = -1521134295;
            int hash = Period;
            hash = (hash * Factor) + Repository;
            hash = (hash * Factor) + Branch;
            hash = (hash * Factor) + User;
            hash = (hash * Factor) + Team;
            hash = (hash * Factor) + Source;
            hash = (hash * Factor) + Model;
            return (hash * Factor) + Extension;
        }
    }
}
