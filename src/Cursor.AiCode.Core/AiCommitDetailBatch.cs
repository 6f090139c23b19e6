using System.Collections.Generic;

namespace Cursor.AiCode;

/// <summary>The details of some commits, from one response.</summary>
public sealed class AiCommitDetailBatch
{
    internal AiCommitDetailBatch(IReadOnlyList<AiCommitDetail> details, IReadOnlyList<string> unknownHashes)
    {
        Details = details;
        UnknownHashes = unknownHashes;
    }

    /// <summary>The details, in the order in which the commits were requested.</summary>
    public IReadOnlyList<AiCommitDetail> Details { get; }

    /// <summary>The hashes that the API doesn't know, or that aren't on the requested branch.</summary>
    public IReadOnlyList<string> UnknownHashes { get; }
}
