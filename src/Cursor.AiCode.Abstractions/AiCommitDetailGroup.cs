using System;

namespace Cursor.AiCode;

/// <summary>The lines of one file that one model wrote in one conversation.</summary>
public sealed record AiCommitDetailGroup
{
    /// <summary>The ID of the conversation. It can be long, and can contain line breaks; null if it isn't known.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The AI model; null if it isn't known.</summary>
    public string? Model { get; init; }

    /// <summary>The operation: <c>insert</c>, or a value that was added later; null if it isn't known.</summary>
    public string? OperationType { get; init; }

    /// <summary>The ranges of lines, in the order of the service. They can overlap, and can have no lines.</summary>
    public AiLineRange[] Ranges { get; init; } = [];

    /// <summary>The number of lines. A line that several ranges contain counts once.</summary>
    public long LineCount => LineRangeSet.CountLines(Ranges);

    /// <summary>Whether all values are equal, those of <see cref="Ranges"/> included.</summary>
    public bool Equals(AiCommitDetailGroup? other) => other is not null &&
        ConversationId == other.ConversationId &&
        Model == other.Model &&
        OperationType == other.OperationType &&
        ArrayContent.Equals(Ranges, other.Ranges);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        (StringComparer.Ordinal.GetHashCode(ConversationId ?? "") * 397) ^ StringComparer.Ordinal.GetHashCode(Model ?? "") ^ Ranges.Length;

    /// <summary>Returns the model and the ranges.</summary>
    public override string ToString() => (Model ?? "?") + ": " + string.Join(", ", (object[])Ranges);
}
