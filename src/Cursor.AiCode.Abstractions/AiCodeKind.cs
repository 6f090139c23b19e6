namespace Cursor.AiCode;

/// <summary>Specifies a kind of record of the AI Code Tracking API.</summary>
public enum AiCodeKind
{
    /// <summary>Commits, with the number of lines that AI wrote: <see cref="AiCommit"/>.</summary>
    Commit,

    /// <summary>Accepted AI changes, independent of commits: <see cref="AiCodeChange"/>.</summary>
    Change,
}
