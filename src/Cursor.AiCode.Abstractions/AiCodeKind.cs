namespace Cursor.AiCode;

/// <summary>The two kinds of records that the AI Code Tracking API keeps.</summary>
public enum AiCodeKind
{
    /// <summary>Commits, with the lines that AI wrote in each: <see cref="AiCommit"/>.</summary>
    Commit,

    /// <summary>Accepted AI changes, independent of commits: <see cref="AiCodeChange"/>.</summary>
    Change,
}
