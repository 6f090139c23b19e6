using System;
using System.Linq;

namespace Cursor.AiCode;

/// <summary>The lines of one file that AI wrote in a commit.</summary>
public sealed record AiCommitDetailFile
{
    /// <summary>The path of the file in its repository; null if it isn't known.</summary>
    public string? FilePath { get; init; }

    /// <summary>The lines by model and conversation, in the order of the service.</summary>
    public AiCommitDetailGroup[] Groups { get; init; } = [];

    /// <summary>The number of lines that AI wrote. A line that several ranges or groups contain counts once.</summary>
    public long LineCount => LineRangeSet.CountLines(Groups.SelectMany(static group => group.Ranges));

    /// <summary>Whether all values are equal, those of <see cref="Groups"/> included.</summary>
    public bool Equals(AiCommitDetailFile? other) => other is not null &&
        FilePath == other.FilePath &&
        ArrayContent.Equals(Groups, other.Groups);

    /// <inheritdoc/>
    public override int GetHashCode() => (StringComparer.Ordinal.GetHashCode(FilePath ?? "") * 397) ^ Groups.Length;

    /// <summary>Returns the path of the file.</summary>
    public override string ToString() => FilePath ?? "";
}
