namespace Cursor.AiCode;

/// <summary>Where and how an export writes.</summary>
public sealed record AiCodeExportOptions
{
    /// <summary>The full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether to add to the file what it lacks, rather than to replace it.</summary>
    public bool Append { get; init; }

    /// <summary>Whether a read-only file may be written.</summary>
    public bool Force { get; init; }

    /// <summary>Whether an existing file is an error.</summary>
    public bool NoClobber { get; init; }

    /// <summary>Whether texts that a spreadsheet would run as formulas are neutralised by a leading apostrophe.</summary>
    public bool EscapeFormula { get; init; }

    /// <summary>Whether a new file begins with a UTF-8 byte order mark.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Whether the file's SHA-256 is wanted.</summary>
    public bool ComputeHash { get; init; }
}
