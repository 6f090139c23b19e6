using System;
using System.Threading;
using System.Threading.Tasks;

namespace Cursor.AiCode;

/// <summary>The options of an export.</summary>
public sealed record AiCodeExportOptions
{
    /// <summary>The full path of the file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Whether to add the missing records to the file instead of replacing it. The default is false.</summary>
    public bool Append { get; init; }

    /// <summary>Whether to replace a read-only file. The default is false.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to fail if the file exists. The default is false.</summary>
    public bool NoClobber { get; init; }

    /// <summary>Whether to escape texts that a spreadsheet would run as formulas with a leading apostrophe. The default is false.</summary>
    public bool EscapeFormula { get; init; }

    /// <summary>Whether a new file begins with a UTF-8 byte order mark. The default is false.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Whether to compute the SHA-256 hash of the file. The default is false.</summary>
    public bool ComputeHash { get; init; }

    /// <summary>
    /// Is called when all records were received and all events were reported, before the file is replaced. If it fails or
    /// is canceled, the old file is unchanged. Only for records from the API. The default is null.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeReplace { get; init; }
}
