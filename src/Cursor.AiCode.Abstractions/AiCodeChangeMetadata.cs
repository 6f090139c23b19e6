namespace Cursor.AiCode;

/// <summary>Describes the effect of an accepted AI change on one file.</summary>
public sealed record AiCodeChangeMetadata
{
    /// <summary>The path of the file in its repository; null in privacy mode.</summary>
    public string? FileName { get; init; }

    /// <summary>The extension of the file, without the dot, such as <c>ts</c>; null if it isn't known.</summary>
    public string? FileExtension { get; init; }

    /// <summary>The number of lines that the change added to the file.</summary>
    public int LinesAdded { get; init; }

    /// <summary>The number of lines that the change deleted from the file.</summary>
    public int LinesDeleted { get; init; }

    /// <summary>Returns the name of the file; if it isn't known, its extension.</summary>
    public override string ToString() => FileName ?? (FileExtension is null ? "" : "*." + FileExtension);
}
