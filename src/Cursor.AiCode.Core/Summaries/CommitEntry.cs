namespace Cursor.AiCode.Summaries;

/// <summary>What a summary needs of a commit.</summary>
internal struct CommitEntry
{
    /// <summary>A number of lines that isn't known.</summary>
    public const int Unknown = int.MinValue;

    /// <summary>The <c>created_at</c>, in UTC milliseconds, as CSV files have it.</summary>
    public long CreatedAt;

    /// <summary>The number of the group.</summary>
    public int Group;

    /// <summary>The number of the user.</summary>
    public int User;

    public int TotalAdded;
    public int TotalDeleted;
    public int TabAdded;
    public int TabDeleted;
    public int ComposerAdded;
    public int ComposerDeleted;

    /// <summary>The non-AI lines added, or <see cref="Unknown"/>.</summary>
    public int NonAiAdded;

    /// <summary>The non-AI lines deleted, or <see cref="Unknown"/>.</summary>
    public int NonAiDeleted;

    /// <summary>Whether AI added or deleted a line.</summary>
    public readonly bool HasAi => (TabAdded | TabDeleted | ComposerAdded | ComposerDeleted) != 0;

    /// <summary>
    /// Compares two records of a commit: by their time, then by their numbers, so that the result doesn't depend on which of
    /// them came first. Zero if only their groups can differ.
    /// </summary>
    public readonly int CompareTo(in CommitEntry other)
    {
        int order = CreatedAt.CompareTo(other.CreatedAt);
        order = order != 0 ? order : TotalAdded.CompareTo(other.TotalAdded);
        order = order != 0 ? order : TotalDeleted.CompareTo(other.TotalDeleted);
        order = order != 0 ? order : TabAdded.CompareTo(other.TabAdded);
        order = order != 0 ? order : TabDeleted.CompareTo(other.TabDeleted);
        order = order != 0 ? order : ComposerAdded.CompareTo(other.ComposerAdded);
        order = order != 0 ? order : ComposerDeleted.CompareTo(other.ComposerDeleted);
        order = order != 0 ? order : NonAiAdded.CompareTo(other.NonAiAdded);
        return order != 0 ? order : NonAiDeleted.CompareTo(other.NonAiDeleted);
    }
}
