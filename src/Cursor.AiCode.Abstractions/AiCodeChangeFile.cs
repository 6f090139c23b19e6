using System;
using System.Globalization;

namespace Cursor.AiCode;

/// <summary>
/// One file of an accepted AI change, as a flat row: the properties of the change, and the changes to this file.
/// </summary>
public sealed record AiCodeChangeFile
{
    /// <summary>Initializes the row of a file.</summary>
    /// <param name="change">The change.</param>
    /// <param name="file">One of the files of <paramref name="change"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
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

    /// <summary>The number of lines that the change added in all files.</summary>
    public int TotalLinesAdded { get; }

    /// <summary>The number of lines that the change deleted in all files.</summary>
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

    /// <summary>Returns the ID of the change, the name of the file or its extension, and the lines added and deleted.</summary>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0} {1} +{2} -{3}", ChangeId, FileName ?? "*." + FileExtension, LinesAdded, LinesDeleted);
}
