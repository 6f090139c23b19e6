using System;

namespace Cursor.AiCode;

/// <summary>
/// One file of one accepted AI change, as a flat row: the change's own properties, and what it did to this file.
/// </summary>
public sealed record AiCodeChangeFile
{
    /// <summary>Makes the row of <paramref name="file"/> in <paramref name="change"/>.</summary>
    public AiCodeChangeFile(AiCodeChange change, AiCodeChangeMetadata file)
    {
        if (change is null)
        {
            throw new ArgumentNullException(nameof(change));
        }

        if (file is null)
        {
            throw new ArgumentNullException(nameof(file));
        }

        ChangeId = change.ChangeId;
        UserId = change.UserId;
        UserEmail = change.UserEmail;
        Source = change.Source;
        Model = change.Model;
        TotalLinesAdded = change.TotalLinesAdded;
        TotalLinesDeleted = change.TotalLinesDeleted;
        CreatedAt = change.CreatedAt;
        FileName = file.FileName;
        FileExtension = file.FileExtension;
        LinesAdded = file.LinesAdded;
        LinesDeleted = file.LinesDeleted;
    }

    /// <inheritdoc cref="AiCodeChange.ChangeId"/>
    public string ChangeId { get; }

    /// <inheritdoc cref="AiCodeChange.UserId"/>
    public string? UserId { get; }

    /// <inheritdoc cref="AiCodeChange.UserEmail"/>
    public string? UserEmail { get; }

    /// <inheritdoc cref="AiCodeChange.Source"/>
    public string? Source { get; }

    /// <inheritdoc cref="AiCodeChange.Model"/>
    public string? Model { get; }

    /// <summary>Lines that the whole change added, in all its files.</summary>
    public int TotalLinesAdded { get; }

    /// <summary>Lines that the whole change deleted, in all its files.</summary>
    public int TotalLinesDeleted { get; }

    /// <inheritdoc cref="AiCodeChange.CreatedAt"/>
    public DateTime CreatedAt { get; }

    /// <inheritdoc cref="AiCodeChangeMetadata.FileName"/>
    public string? FileName { get; }

    /// <inheritdoc cref="AiCodeChangeMetadata.FileExtension"/>
    public string? FileExtension { get; }

    /// <inheritdoc cref="AiCodeChangeMetadata.LinesAdded"/>
    public int LinesAdded { get; }

    /// <inheritdoc cref="AiCodeChangeMetadata.LinesDeleted"/>
    public int LinesDeleted { get; }

    /// <summary>The change's id and the file's name.</summary>
    public override string ToString() => ChangeId + " " + (FileName ?? FileExtension);
}
