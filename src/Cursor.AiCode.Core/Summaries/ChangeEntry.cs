namespace Cursor.AiCode.Summaries;

/// <summary>What a summary needs of a change.</summary>
internal struct ChangeEntry
{
    /// <summary>The <c>created_at</c>, in UTC milliseconds, as CSV files have it.</summary>
    public long CreatedAt;

    /// <summary>The number of the group, without the extension.</summary>
    public int Group;

    /// <summary>The number of the user.</summary>
    public int User;

    public int TotalAdded;
    public int TotalDeleted;

    /// <summary>The lines of each extension, in ordinal order; null if they aren't needed.</summary>
    public ExtensionLines[]? Extensions;

    /// <summary>
    /// Compares two records of a change: by their time, then by their numbers, so that the result doesn't depend on which of
    /// them came first. Zero if only their texts can differ.
    /// </summary>
    public readonly int CompareTo(in ChangeEntry other)
    {
        int order = CreatedAt.CompareTo(other.CreatedAt);
        order = order != 0 ? order : TotalAdded.CompareTo(other.TotalAdded);
        return order != 0 ? order : TotalDeleted.CompareTo(other.TotalDeleted);
    }
}
