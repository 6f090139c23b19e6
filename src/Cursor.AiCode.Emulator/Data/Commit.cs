namespace Cursor.AiCode.Emulator.Data;

/// <summary>One commit record, as the service holds it. Several may speak of one commit.</summary>
internal struct Commit
{
    /// <summary>The hash's first 16 hex digits.</summary>
    public ulong Hash1;

    /// <summary>The next 16.</summary>
    public ulong Hash2;

    /// <summary>The last 8.</summary>
    public uint Hash3;

    /// <summary>Who committed.</summary>
    public Developer Developer;

    /// <summary>The repository's name, or null.</summary>
    public EncodedText? Repo;

    /// <summary>The branch, or null.</summary>
    public EncodedText? Branch;

    /// <summary>Whether the branch is the default one.</summary>
    public PrimaryBranch IsPrimary;

    /// <summary>Where the commit came from.</summary>
    public CommitSource Source;

    /// <summary>Lines added.</summary>
    public Lines Added;

    /// <summary>Lines deleted.</summary>
    public Lines Deleted;

    /// <summary>Whether the lines not from AI are known.</summary>
    public bool HasNonAi;

    /// <summary>The message, or null.</summary>
    public EncodedText? Message;

    /// <summary>The commit's own time in Unix milliseconds, or null.</summary>
    public long? CommitTime;

    /// <summary>When the service took the record in, in Unix milliseconds.</summary>
    public long CreatedAt;
}
