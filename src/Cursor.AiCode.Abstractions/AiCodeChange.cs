using System;
using System.Collections.Generic;
using System.Linq;

namespace Cursor.AiCode;

/// <summary>One AI change that a user accepted in the editor, whether or not it was ever committed.</summary>
public sealed record AiCodeChange
{
    /// <summary>The deterministic id of the change. It looks like a number and is none.</summary>
    public string ChangeId { get; init; } = "";

    /// <summary>The encoded id of the user, such as <c>user_3k9x8q…</c>.</summary>
    public string? UserId { get; init; }

    /// <summary>The e-mail address of the user.</summary>
    public string? UserEmail { get; init; }

    /// <summary>Where the change came from: <c>TAB</c>, <c>COMPOSER</c>, or a later value.</summary>
    public string? Source { get; init; }

    /// <summary>The AI model; null where it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>Lines that the change added.</summary>
    public int TotalLinesAdded { get; init; }

    /// <summary>Lines that the change deleted.</summary>
    public int TotalLinesDeleted { get; init; }

    /// <summary>When the service took the change in, as local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>What the change did to each file; null where the service did not say.</summary>
    public AiCodeChangeMetadata[]? Metadata { get; init; }

    /// <summary>The number of files that the change touched; null where the service did not say.</summary>
    public int? FileCount => Metadata?.Length;

    /// <summary>The extensions of the files, each once, joined by commas, such as <c>ts,tsx</c>; null where none is known.</summary>
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

    /// <summary>The change's id, which names it.</summary>
    public override string ToString() => ChangeId;

    /// <summary>One flat row for each file of the change, in the order of <see cref="Metadata"/>.</summary>
    public IEnumerable<AiCodeChangeFile> ExpandFiles() =>
        (Metadata ?? []).Select(file => new AiCodeChangeFile(this, file));
}
