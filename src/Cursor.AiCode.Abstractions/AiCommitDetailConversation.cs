using System;

namespace Cursor.AiCode;

/// <summary>A conversation in which AI wrote lines of a commit.</summary>
public sealed record AiCommitDetailConversation
{
    /// <summary>The ID of the conversation. It can be long, and can contain line breaks.</summary>
    public string Id { get; init; } = "";

    /// <summary>The title; null if it isn't known.</summary>
    public string? Title { get; init; }

    /// <summary>The summary in a sentence; null if there is none.</summary>
    public string? Tldr { get; init; }

    /// <summary>The summary, with its line breaks; null if there is none.</summary>
    public string? Overview { get; init; }

    /// <summary>The summary as a list; null if there is none.</summary>
    public string[]? SummaryBullets { get; init; }

    /// <summary>Whether all values are equal, those of <see cref="SummaryBullets"/> included.</summary>
    public bool Equals(AiCommitDetailConversation? other) => other is not null &&
        Id == other.Id &&
        Title == other.Title &&
        Tldr == other.Tldr &&
        Overview == other.Overview &&
        ArrayContent.Equals(SummaryBullets, other.SummaryBullets);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>Returns the title; if it isn't known, the ID.</summary>
    public override string ToString() => Title ?? Id;
}
