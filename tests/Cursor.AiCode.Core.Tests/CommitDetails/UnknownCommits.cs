namespace Cursor.AiCode.Tests.CommitDetails;

/// <summary>What a service does with unknown commits in a list.</summary>
public enum UnknownCommits
{
    /// <summary>Omits them, or returns 404 if all are unknown.</summary>
    Omit,

    /// <summary>Omits them, even if all are unknown.</summary>
    OmitAll,

    /// <summary>Returns 404.</summary>
    Reject,
}
