using System;
using System.Globalization;

namespace Cursor.AiCode;

/// <summary>A range of lines that AI wrote in a commit, as a flat row.</summary>
public sealed record AiCommitDetailRange
{
    /// <summary>Initializes the row of a range.</summary>
    /// <param name="detail">The commit.</param>
    /// <param name="file">One of the files of <paramref name="detail"/>.</param>
    /// <param name="group">One of the groups of <paramref name="file"/>.</param>
    /// <param name="range">One of the ranges of <paramref name="group"/>.</param>
    /// <param name="conversationTitle">The title of the conversation; null if it isn't known.</param>
    /// <exception cref="ArgumentNullException">An argument other than <paramref name="conversationTitle"/> is null.</exception>
    public AiCommitDetailRange(
        AiCommitDetail detail, AiCommitDetailFile file, AiCommitDetailGroup group, AiLineRange range, string? conversationTitle)
    {
        CommitHash = (detail ?? throw new ArgumentNullException(nameof(detail))).CommitHash;
        FilePath = (file ?? throw new ArgumentNullException(nameof(file))).FilePath;
        StartLine = (range ?? throw new ArgumentNullException(nameof(range))).FirstLine;
        EndLine = range.End;
        LineCount = range.LineCount;
        OperationType = (group ?? throw new ArgumentNullException(nameof(group))).OperationType;
        Model = group.Model;
        ConversationId = group.ConversationId;
        ConversationTitle = conversationTitle;
    }

    /// <inheritdoc cref="AiCommitDetail.CommitHash"/>
    public string CommitHash { get; }

    /// <inheritdoc cref="AiCommitDetailFile.FilePath"/>
    public string? FilePath { get; }

    /// <summary>The first line, inclusive, numbered from 1 in the version of the file that the commit created.</summary>
    public long StartLine { get; }

    /// <summary>The last line, inclusive.</summary>
    public long EndLine { get; }

    /// <summary>The number of lines of this range. Ranges can overlap, so the sum over rows can exceed <see cref="AiCommitDetail.LineCount"/>.</summary>
    public long LineCount { get; }

    /// <inheritdoc cref="AiCommitDetailGroup.OperationType"/>
    public string? OperationType { get; }

    /// <inheritdoc cref="AiCommitDetailGroup.Model"/>
    public string? Model { get; }

    /// <inheritdoc cref="AiCommitDetailGroup.ConversationId"/>
    public string? ConversationId { get; }

    /// <summary>The title of the conversation; null if it isn't known.</summary>
    public string? ConversationTitle { get; }

    /// <summary>Returns the hash of the commit, the path of the file, and the range.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0} {1}:{2}-{3}", CommitHash, FilePath, StartLine, EndLine);
}
