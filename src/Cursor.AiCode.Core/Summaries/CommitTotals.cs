namespace Cursor.AiCode.Summaries;

/// <summary>The totals of a group of commits.</summary>
internal sealed class CommitTotals
{
    private long _nonAiAdded;
    private long _nonAiDeleted;
    private long _addedKnown;
    private long _deletedKnown;

    public long CommitCount { get; private set; }

    public long UserCount { get; private set; }

    public long TotalAdded { get; private set; }

    public long TotalDeleted { get; private set; }

    public long TabAdded { get; private set; }

    public long TabDeleted { get; private set; }

    public long ComposerAdded { get; private set; }

    public long ComposerDeleted { get; private set; }

    /// <summary>The non-AI lines added, of the commits where they are known; null if they are for none.</summary>
    public long? NonAiAdded => _addedKnown > 0 ? _nonAiAdded : null;

    /// <summary>The non-AI lines deleted, of the commits where they are known; null if they are for none.</summary>
    public long? NonAiDeleted => _deletedKnown > 0 ? _nonAiDeleted : null;

    public long UnknownCount { get; private set; }

    public long AiCommitCount { get; private set; }

    /// <summary>Adds a commit.</summary>
    public void Add(in CommitEntry commit, bool isNewUser)
    {
        CommitCount++;
        UserCount += isNewUser ? 1 : 0;
        TotalAdded += commit.TotalAdded;
        TotalDeleted += commit.TotalDeleted;
        TabAdded += commit.TabAdded;
        TabDeleted += commit.TabDeleted;
        ComposerAdded += commit.ComposerAdded;
        ComposerDeleted += commit.ComposerDeleted;
        AiCommitCount += commit.HasAi ? 1 : 0;
        if (commit.NonAiAdded != CommitEntry.Unknown)
        {
            _nonAiAdded += commit.NonAiAdded;
            _addedKnown++;
        }

        if (commit.NonAiDeleted != CommitEntry.Unknown)
        {
            _nonAiDeleted += commit.NonAiDeleted;
            _deletedKnown++;
        }

        UnknownCount += commit.NonAiAdded == CommitEntry.Unknown || commit.NonAiDeleted == CommitEntry.Unknown ? 1 : 0;
    }
}
