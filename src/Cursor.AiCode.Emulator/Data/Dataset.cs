using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>A company made from a seed: its people, teams, repositories, and when they work.</summary>
internal sealed class Dataset
{
    // Hours after the start in which further records may arrive: a month.
    private const int LaterHours = 31 * 24;

    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Founds the company. Its data lies between two instants in Unix milliseconds.</summary>
    public Dataset(ulong seed, int developers, double privateShare, long start, long end)
    {
        Seed = seed;
        Offices = Office.Offices();
        Teams = Team.All();
        Developers = DeveloperTable.Build(SplitMix64.Of(seed, 1), developers, Offices, Teams.Length, privateShare);
        Branches = BranchTable.Build(SplitMix64.Of(seed, 2), 600);
        Messages = MessageTable.Build(SplitMix64.Of(seed, 3), 2000);
        Files = FileTable.Build(SplitMix64.Of(seed, 4), 1500);
        int[][] staff = Enumerable.Range(0, Offices.Length)
            .Select(z => Enumerable.Range(0, developers).Where(d => Developers[d].Office == z).ToArray())
            .ToArray();
        Calendar = new Calendar(start, end, LaterHours, Offices, staff);
        for (int i = 0; i < developers; i++)
        {
            _byName[Developers[i].Email.Text] = i;
            _byName[Developers[i].Id.Text] = i;
            _byName[Developers[i].Number.ToString(CultureInfo.InvariantCulture)] = i;
        }
    }

    /// <summary>What everything is drawn from.</summary>
    public ulong Seed { get; }

    /// <summary>The offices.</summary>
    public Office[] Offices { get; }

    /// <summary>The teams.</summary>
    public Team[] Teams { get; }

    /// <summary>The developers; numbers count from 1 in this order.</summary>
    public Developer[] Developers { get; }

    /// <summary>Branches other than default ones.</summary>
    public EncodedText[] Branches { get; }

    /// <summary>Commit messages.</summary>
    public EncodedText[] Messages { get; }

    /// <summary>Files.</summary>
    public SourceFile[] Files { get; }

    /// <summary>The hours, and who works in them.</summary>
    public Calendar Calendar { get; }

    /// <summary>
    /// The developer whom a query's <c>user</c> names, or -1. The documents elide ids as
    /// <c>user_3k9x8q...</c>; such a value matches by its beginning.
    /// </summary>
    public int Find(string user)
    {
        if (_byName.TryGetValue(user, out int index))
        {
            return index;
        }

        foreach (string ellipsis in (string[])["...", "…"])
        {
            if (user.StartsWith("user_", StringComparison.Ordinal) && user.EndsWith(ellipsis, StringComparison.Ordinal))
            {
                return Array.FindIndex(Developers, d => d.Id.Text.StartsWith(user[..^ellipsis.Length], StringComparison.Ordinal));
            }
        }

        return -1;
    }
}
