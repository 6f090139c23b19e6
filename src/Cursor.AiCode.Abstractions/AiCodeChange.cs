using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode;

/// <summary>One AI change that a user accepted in the editor, whether or not it was ever committed.</summary>
public sealed record AiCodeChange
{
    /// <summary>The deterministic ID of the change. It is a string, although it can consist of digits only.</summary>
    public string ChangeId { get; init; } = "";

    /// <summary>The encoded ID of the user, such as <c>user_3k9x8q…</c>; null if it isn't known.</summary>
    public string? UserId { get; init; }

    /// <summary>The e-mail address of the user; null if it isn't known.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The source of the change: <c>TAB</c>, <c>COMPOSER</c>, or a value that was added later; null if it isn't known.</summary>
    public string? Source { get; init; }

    /// <summary>The AI model; null if it isn't known.</summary>
    public string? Model { get; init; }

    /// <summary>The number of lines that the change added.</summary>
    public int TotalLinesAdded { get; init; }

    /// <summary>The number of lines that the change deleted.</summary>
    public int TotalLinesDeleted { get; init; }

    /// <summary>The time at which the service ingested the change, as local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The changes to each file; null if the service doesn't report them.</summary>
    public AiCodeChangeMetadata[]? Metadata { get; init; }

    /// <summary>The number of files that were changed; null if the service doesn't report them.</summary>
    public int? FileCount => Metadata?.Length;

    /// <summary>The distinct extensions of the files, separated by commas, such as <c>ts,tsx</c>; null if none is known.</summary>
    public string? Extensions
    {
        get
        {
            if (Metadata is null || Metadata.Length == 0)
            {
                return null;
            }

            if (Metadata.Length == 1)
            {
                return Metadata[0].FileExtension;
            }

            IEnumerable<string> known = Metadata.Where(file => file.FileExtension is not null).Select(file => file.FileExtension!);
            string joined = string.Join(",", known.Distinct(StringComparer.Ordinal));
            return joined.Length == 0 ? null : joined;
        }
    }

    /// <summary>Whether all values are equal, those of <see cref="Metadata"/> included.</summary>
    public bool Equals(AiCodeChange? other) => ReferenceEquals(this, other) || (other is not null &&
        ChangeId == other.ChangeId &&
        UserId == other.UserId &&
        UserEmail == other.UserEmail &&
        Source == other.Source &&
        Model == other.Model &&
        TotalLinesAdded == other.TotalLinesAdded &&
        TotalLinesDeleted == other.TotalLinesDeleted &&
        CreatedAt == other.CreatedAt &&
        (ReferenceEquals(Metadata, other.Metadata) ||
            (Metadata is not null && other.Metadata is not null && Metadata.SequenceEqual(other.Metadata))));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        (StringComparer.Ordinal.GetHashCode(ChangeId) * 397) ^ CreatedAt.GetHashCode() ^ TotalLinesAdded;

    /// <summary>Returns the ID of the change.</summary>
    public override string ToString() => ChangeId;

    /// <summary>Returns one flat row for each file of the change, in the order of <see cref="Metadata"/>.</summary>
    public IEnumerable<AiCodeChangeFile> ExpandFiles() =>
        (Metadata ?? []).Select(file => new AiCodeChangeFile(this, file));
}
