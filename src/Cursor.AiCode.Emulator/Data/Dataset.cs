using System;
using System.Collections.Generic;
using System.Globalization;

namespace Cursor.AiCode.Emulator.Data;

/// <summary>The company that a seed generates: its developers, the texts of its records, and its working hours.</summary>
internal sealed class Dataset
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Generates the company.</summary>
    /// <param name="seed">What all data is derived from.</param>
    /// <param name="developers">The number of developers.</param>
    /// <param name="privacyShare">The share of developers with privacy mode on, from 0 to 1.</param>
    /// <param name="start">The start of the data in Unix milliseconds.</param>
    /// <param name="end">The end of the data in Unix milliseconds.</param>
    public Dataset(ulong seed, int developers, double privacyShare, long start, long end)
    {
        Seed = seed;
        Developers = DeveloperTable.Create(SplitMix64.Hash(seed, 1), developers, privacyShare);
        Branches = TextTables.CreateBranches(SplitMix64.Hash(seed, 2), 600);
        Messages = TextTables.CreateMessages(SplitMix64.Hash(seed, 3), 2000);
        Files = TextTables.CreateFiles(SplitMix64.Hash(seed, 4), 1500);
        Calendar = new Calendar(start, end, Developers);
        for (int i = 0; i < developers; i++)
        {
            _byName[Developers[i].Email.Text] = i;
            _byName[Developers[i].Id.Text] = i;
            _byName[Developers[i].Number.ToString(CultureInfo.InvariantCulture)] = i;
        }
    }

    /// <summary>What all data is derived from.</summary>
    public ulong Seed { get; }

    /// <summary>The developers, ordered by number.</summary>
    public Developer[] Developers { get; }

    /// <summary>Branches other than default branches.</summary>
    public EncodedText[] Branches { get; }

    /// <summary>Commit messages.</summary>
    public EncodedText[] Messages { get; }

    /// <summary>The files that changes edit.</summary>
    public SourceFile[] Files { get; }

    /// <summary>The working hours.</summary>
    public Calendar Calendar { get; }

    /// <summary>
    /// Returns the index of the developer that a query's <c>user</c> names, or -1. The documentation abbreviates
    /// ids, as in <c>user_3k9x8q...</c>; such a value matches by its beginning.
    /// </summary>
    public int FindDeveloper(string user)
    {
        if (_byName.TryGetValue(user, out int index))
        {
            return index;
        }

        bool isAbbreviated = user.StartsWith("user_", StringComparison.Ordinal)
            && (user.EndsWith("...", StringComparison.Ordinal) || user.EndsWith('…'));
        return isAbbreviated
            ? Array.FindIndex(Developers, d => d.Id.Text.StartsWith(user.TrimEnd('.', '…'), StringComparison.Ordinal))
            : -1;
    }
}
