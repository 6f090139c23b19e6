using System.Collections.Generic;

namespace Cursor.AiCode.Summaries;

/// <summary>Tracks which users were counted in which groups.</summary>
internal sealed class DistinctUsers
{
    private readonly HashSet<long> _seen = [];

    /// <summary>Whether a known user is new to a group.</summary>
    public bool IsNew(int group, int user) => user != UserTable.None && _seen.Add(((long)group << 32) | (uint)user);
}
