using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode;

/// <summary>The lines of a commit that AI wrote: in which files, by which models, and in which conversations.</summary>
public sealed record AiCommitDetail
{
    /// <summary>The Git hash of the commit.</summary>
    public string CommitHash { get; init; } = "";

    /// <summary>The source of the commit: <c>ide</c>, <c>cli</c>, <c>cloud</c>, or a value that was added later; null if it isn't known.</summary>
    public string? CommitSource { get; init; }

    /// <summary>The files, each once, in the order of the service. Empty if AI wrote no lines of the commit.</summary>
    public AiCommitDetailFile[] Files { get; init; } = [];

    /// <summary>The conversations that the service knows of those that <see cref="Files"/> refer to, each once.</summary>
    public AiCommitDetailConversation[] Conversations { get; init; } = [];

    /// <summary>The number of lines that AI wrote, in all files. Each line of a file counts once.</summary>
    public long LineCount => LineRangeSet.Sum(Files.Select(static file => file.LineCount));

    /// <summary>The number of files in <see cref="Files"/>.</summary>
    public int FileCount => Files.Length;

    /// <summary>The distinct AI models, in the order of the files.</summary>
    public string[] Models => Files
        .SelectMany(static file => file.Groups)
        .Select(static group => group.Model)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .ToArray();

    /// <summary>Returns one flat row for each range that has lines, in the order of <see cref="Files"/>.</summary>
    public IEnumerable<AiCommitDetailRange> ExpandRanges()
    {
        Dictionary<string, AiCommitDetailConversation> conversations = new(StringComparer.Ordinal);
        foreach (AiCommitDetailConversation conversation in Conversations)
        {
            conversations[conversation.Id] = conversation;
        }

        return
            from file in Files
            from theGroup in file.Groups
            from range in theGroup.Ranges
            where range.LineCount > 0
            let conversation = theGroup.ConversationId is { } id && conversations.TryGetValue(id, out AiCommitDetailConversation? found) ? found : null
            select new AiCommitDetailRange(this, file, theGroup, range, conversation?.Title);
    }

    /// <summary>Whether all values are equal, those of <see cref="Files"/> and <see cref="Conversations"/> included.</summary>
    public bool Equals(AiCommitDetail? other) => other is not null &&
        CommitHash == other.CommitHash &&
        CommitSource == other.CommitSource &&
        ArrayContent.Equals(Files, other.Files) &&
        ArrayContent.Equals(Conversations, other.Conversations);

    /// <inheritdoc/>
    public override int GetHashCode() => (StringComparer.Ordinal.GetHashCode(CommitHash) * 397) ^ Files.Length;

    /// <summary>Returns the hash of the commit.</summary>
    public override string ToString() => CommitHash;
}
