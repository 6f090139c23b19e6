namespace Cursor.AiCode;

/// <summary>What one accepted AI change did to one file.</summary>
public sealed record AiCodeChangeMetadata
{
    /// <summary>The path of the file in its repository; null in privacy mode.</summary>
    public string? FileName { get; init; }

    /// <summary>The extension of the file, without the dot, such as <c>ts</c>; null where it is not known.</summary>
    public string? FileExtension { get; init; }

    /// <summary>Lines that the change added to the file.</summary>
    public int LinesAdded { get; init; }

    /// <summary>Lines that the change deleted from the file.</summary>
    public int LinesDeleted { get; init; }

    /// <summary>The file's name where it is known, else its extension.</summary>
    public override string ToString() => FileName ?? (FileExtension is null ? "" : "*." + FileExtension);
}
