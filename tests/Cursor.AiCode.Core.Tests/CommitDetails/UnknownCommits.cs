namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>What a service does with unknown commits in a list.</summary>
public enum UnknownCommits
{
    /// <summary>It leaves them out; 404 if none is known.</summary>
    Omit,

    /// <summary>It leaves them out, also if none is known.</summary>
    OmitAll,

    /// <summary>404.</summary>
    Reject,
}
