namespace Cursor.AiCode.Summaries;

/// <summary>The totals of a group of changes.</summary>
internal sealed class ChangeTotals
{
    public long ChangeCount { get; private set; }

    public long UserCount { get; private set; }

    public long TotalAdded { get; private set; }

    public long TotalDeleted { get; private set; }

    /// <summary>Adds a change.</summary>
    public void Add(long added, long deleted, bool isNewUser)
    {
        ChangeCount++;
        UserCount += isNewUser ? 1 : 0;
        TotalAdded += added;
        TotalDeleted += deleted;
    }
}
